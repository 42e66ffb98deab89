/** Members, presences and programmes for tests, each with what matters to the test. */
import { v7 } from 'uuid';
import type { ExerciseName } from '../../src/contracts/common.ts';
import { type Member, NO_CONSENTS, type Programme } from '../../src/contracts/members.ts';
import type { Presence } from '../../src/contracts/presence.ts';

const now = () => new Date().toISOString();

export function makeMember(patch: Partial<Member> = {}): Member {
  return {
    id: v7(),
    revision: 1,
    alias: 'Mira',
    name: null,
    role: 'member',
    login: null,
    hasSecret: false,
    heightMm: null,
    consents: NO_CONSENTS,
    consentsAt: now(),
    cards: 0,
    createdAt: now(),
    ...patch,
  };
}

export function makePresence(bay: string, patch: Partial<Presence> = {}): Presence {
  return {
    bay,
    at: now(),
    kind: 'none',
    sessionId: null,
    memberId: null,
    alias: null,
    since: null,
    exercise: 'hip-thrust',
    plan: null,
    greeting: null,
    idleLogoutAt: null,
    waitingAlias: null,
    review: null,
    consentsDue: false,
    signOutUndo: null,
    claimable: 0,
    questions: [],
    enrolment: null,
    readers: [],
    ...patch,
  };
}

export function makeProgramme(exercise: ExerciseName, patch: Partial<Programme> = {}): Programme {
  return {
    memberId: null,
    revision: 0,
    exercise,
    sets: 3,
    repsMin: 8,
    repsMax: 10,
    holdS: 1,
    tempo: null,
    load: { kind: 'free' },
    restS: 120,
    note: '',
    updatedAt: null,
    ...patch,
  };
}

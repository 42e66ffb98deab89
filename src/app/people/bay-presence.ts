/** Occupants of bays, for the API. */
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../common/clock.ts';
import type { SetDetail } from '../../contracts/http.ts';
import type { BaySnapshot } from '../../contracts/live.ts';
import type { Member } from '../../contracts/members.ts';
import type { Presence, Tap } from '../../contracts/presence.ts';
import type { UidFormat } from '../../contracts/readers.ts';
import { CLAIM_CODE_MS, issueClaimCode, NO_CLAIM_CODES, useClaimCode } from '../../members/claim-code.ts';
import { GUEST, type Person, type PresentMember, presentMember } from '../../members/presence-state.ts';
import type { CorrectionRequest, Store } from '../../store/index.ts';
import { type Actor, type PresencePort, ProblemError } from '../../web/index.ts';
import { orProblem } from '../storage/store-problems.ts';
import { correctAndPublish } from './corrections.ts';

interface PresenceSource {
  presence(bay: string): Presence;
  tap(bay: string, uid: string, reader: string, format?: UidFormat): Promise<Tap>;
  tapBy(bay: string, person: PresentMember, reader: string): Tap;
  put(bay: string, person: Person): void;
  logOut(bay: string): void;
  enrol(bay: string, member: { id: string; alias: string }): void;
  cancelEnrolment(bay: string): void;
  answer(bay: string, setId: string, isMine: boolean): boolean;
  undoLogOut(bay: string): boolean;
}

interface MemberPresenceOptions {
  source: PresenceSource;
  store: () => Store;
  clock?: Clock;
  snapshot: (bay: string) => BaySnapshot | undefined;
  endSet: (bay: string) => Promise<boolean>;
  /** A member is not what they were; resolves when the occupants of the bays are up to date. */
  onMembersChanged: () => Promise<void>;
  /** A stored set is not what it was. */
  onCorrected: (detail: SetDetail) => void;
}

/** 31^8 values, and each is good for a minute. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ2345678';
const CODE_LENGTH = 8;
/** How long a set that was ended may take to be stored. */
const STORED_MS = 10_000;
const STORED_POLL_MS = 50;

export function presencePort(options: MemberPresenceOptions): PresencePort {
  const { source, store, clock = systemClock, onMembersChanged } = options;
  let codes = NO_CLAIM_CODES;
  const member = async (id: string): Promise<Member> => {
    const found = await orProblem(() => store().members.get(id));
    if (!found) throw new ProblemError('no-such-member', { id });
    return found;
  };

  return {
    async start(bay, who) {
      source.put(bay, who.kind === 'guest' ? GUEST : presentMember(await member(who.memberId)));
      return source.presence(bay);
    },

    async end(bay) {
      if (source.presence(bay).kind === 'none') throw new ProblemError('no-member-signed-in', { bay });
      source.logOut(bay);
      return source.presence(bay);
    },

    tap: (bay, { uid, reader = 'http', format }) => source.tap(bay, uid, reader, format),

    async claimCode(bay, origin) {
      const code = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
      codes = issueClaimCode(codes, bay, code, clock.monoMs());
      return {
        code,
        url: origin === null ? null : `${origin}/claim/${code}`,
        expiresAt: new Date(clock.wallMs() + CLAIM_CODE_MS).toISOString(),
      };
    },

    async claim(code, memberId) {
      const person = presentMember(await member(memberId));
      const used = useClaimCode(codes, code.trim().toUpperCase(), clock.monoMs());
      if (!used) throw new ProblemError('no-such-code', {});
      codes = used.codes;
      // A second tap would sign out; a scan always signs in.
      if (source.presence(used.bay).memberId !== memberId) source.tapBy(used.bay, person, 'phone');
      return source.presence(used.bay);
    },

    async undoEnd(bay) {
      if (!source.undoLogOut(bay)) throw new ProblemError('nothing-to-undo', { bay });
      return source.presence(bay);
    },

    async answer(bay, { setId, isMine }) {
      if (!source.answer(bay, setId, isMine)) throw new ProblemError('no-such-question', { bay, setId });
      return source.presence(bay);
    },

    async consent(bay, consents) {
      const { memberId, consentsDue } = source.presence(bay);
      if (memberId === null || !consentsDue) throw new ProblemError('consents-answered', {});
      const { revision } = await member(memberId);
      const actor = { id: memberId, role: 'member' };
      await orProblem(() => store().members.change(memberId, revision, { consents }, isoNow(clock), actor));
      await onMembersChanged();
      return source.presence(bay);
    },

    async startEnrolment(bay, memberId) {
      source.enrol(bay, await member(memberId));
      return source.presence(bay);
    },

    async cancelEnrolment(bay) {
      source.cancelEnrolment(bay);
      return source.presence(bay);
    },

    async restartSet(bay, actor) {
      const setId = await endedSet(bay, options);
      const request: CorrectionRequest = { ...deletion(setId, actor, isoNow(clock)), as: 'restart' };
      return correctAndPublish(() => store().corrections.correct(request), options.onCorrected);
    },
  };
}

const deletion = (setId: string, actor: Actor, at: string): CorrectionRequest => ({
  id: v7(),
  setId,
  correction: { kind: 'delete' },
  actor,
  at,
});

/** Ends the set in progress and waits until it is stored. @throws ProblemError 409 when there is none */
async function endedSet(bay: string, { snapshot, endSet, store }: MemberPresenceOptions): Promise<string> {
  const setId = snapshot(bay)?.state.set?.id;
  if (!setId || !(await endSet(bay))) throw new ProblemError('no-set', { bay });
  for (let waitedMs = 0; waitedMs < STORED_MS; waitedMs += STORED_POLL_MS) {
    if ((await orProblem(() => store().getSet(setId)))?.set.endedAt) return setId;
    await delay(STORED_POLL_MS);
  }
  throw new ProblemError('set-being-stored', {});
}

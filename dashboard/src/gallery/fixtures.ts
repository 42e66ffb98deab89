import { boardReason } from '../../../src/contracts/board-reasons.ts';
import { exampleOf } from '../../../src/contracts/common.ts';
import { type Alert, Rep, SetEvent } from '../../../src/contracts/events.ts';
import type { BaySnapshot, LiveFrame } from '../../../src/contracts/live.ts';
import type { Plan, Presence } from '../../../src/contracts/presence.ts';
import { withText } from '../../../src/contracts/reasons.ts';
import { BayStore } from '../live/bay-store.ts';

/** Made-up bays, one for each state that a part can be in. */

const at = new Date().toISOString();
const origin = { v: 1 as const, site: 'gallery' };
let made = 0;
const nextId = () => `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`;

function makeRep(patch: Partial<Rep> = {}): Rep {
  return { ...exampleOf(Rep), ...origin, bay: 'bay-1', id: nextId(), setId: 'set', n: 1, ...patch };
}

/** One of each verdict. */
export const REPS: Record<string, Rep> = {
  counted: makeRep(),
  'hold missed': makeRep({ n: 2, holdS: 0.6, flags: ['hold-missed'] }),
  overshoot: makeRep({ n: 3, flags: ['overshoot'] }),
  partial: makeRep({
    n: null,
    verdict: 'partial',
    reasons: [withText({ kind: 'short-of-lockout', params: { shortMm: 21 } })],
    holdS: null,
  }),
  doubtful: makeRep({ n: null, verdict: 'doubtful', reasons: [withText({ kind: 'hardly-seen', params: {} })] }),
  rejected: makeRep({
    n: null,
    verdict: 'rejected',
    reasons: [withText({ kind: 'less-than-any-rep', params: { romMm: 62, leastMm: 100 } })],
  }),
};

export function makeSet(patch: Partial<SetEvent> = {}): SetEvent {
  const endedAt = new Date(Date.now() - 75_000).toISOString();
  return { ...exampleOf(SetEvent), loads: [], ...origin, bay: 'bay-1', id: 'set', startedAt: at, endedAt, ...patch };
}

const PLAN: Plan = {
  programme: {
    memberId: null,
    revision: 1,
    exercise: 'hip-thrust',
    sets: 3,
    repsMin: 8,
    repsMax: 10,
    holdS: 1,
    tempo: null,
    load: { kind: 'load', loadKg: 82.5 },
    restS: 120,
    note: '',
    updatedAt: at,
  },
  setsDone: 1,
  nextLoadKg: 82.5,
  nextStep: '',
  advice: null,
  lastTime: { at, sets: 3, reps: 27, loadKg: 80, meanHoldS: 1.1, bestMeanVelocityMps: 0.44 },
};

const NOBODY: Presence = {
  bay: 'bay-1',
  at,
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
  claimable: 0,
  review: null,
  consentsDue: false,
  signOutUndo: null,
  questions: [],
  enrolment: null,
  readers: [],
};

const MIRA: Presence = { ...NOBODY, kind: 'member', sessionId: 'session', memberId: 'mira', alias: 'Mira', plan: PLAN };

const STALLED: Alert = {
  ...origin,
  bay: 'bay-1',
  id: 'gallery-stalled',
  at,
  kind: 'stalled',
  severity: 'error',
  active: true,
  setId: null,
  params: {},
  text: 'The bar has not moved for 4 s in mid-rep. Help the lifter to rack it.',
};
const UNEVEN: Alert = {
  ...STALLED,
  id: 'gallery-uneven',
  kind: 'uneven',
  severity: 'warning',
  text: 'Left carries 62 %.',
};

interface Moment {
  frame?: Partial<LiveFrame>;
  reps?: Rep[];
  state?: Partial<BaySnapshot['state']>;
  lastSet?: SetEvent;
  presence?: Presence;
  alerts?: Alert[];
  lifting?: boolean;
}

function makeBay(name: string, moment: Moment): BayStore {
  const { frame = {}, reps = [], state = {}, lastSet = null, presence = null, alerts = [], lifting = false } = moment;
  const set = {
    id: 'set',
    startedAt: at,
    countedReps: reps.length,
    loadKg: 80,
    side: null,
    bestMeanVelocityMps: 0.36,
    velocityLossPercent: 14,
  };
  const { kind, sessionId, memberId, alias } = presence ?? NOBODY;
  return new BayStore({
    state: {
      ...origin,
      bay: 'bay-1',
      at,
      name,
      source: 'board',
      board: { state: 'ok', reasons: [] },
      channels: { height: { status: 'ok', reason: null }, force: { status: 'ok', reason: null } },
      exercise: 'hip-thrust',
      targetHoldS: 1,
      set: lifting ? set : null,
      enteredLoadKg: null,
      plates: null,
      plateSet: { unit: 'kg', barKg: 20, platesKg: [25, 20, 15, 10, 5, 2.5, 1.25] },
      ...state,
    },
    session: { ...origin, bay: 'bay-1', at, kind, sessionId, memberId, alias, since: null },
    presence,
    live: {
      bay: 'bay-1',
      at,
      heightMm: 120,
      velocityMps: 0,
      forceN: 785,
      phase: 'rest',
      holdS: 0,
      countedReps: reps.length,
      topMm: 420,
      bottomMm: 120,
      loadKg: 80,
      stalled: false,
      inSet: lifting,
      ...frame,
    },
    reps,
    lastSet,
    alerts,
    seenAlerts: [],
  });
}

const three = [
  makeRep(),
  makeRep({ n: 2 }),
  makeRep({ n: 3, holdS: 0.6, flags: ['hold-missed'], meanVelocityMps: 0.31 }),
];
const nine = Array.from({ length: 9 }, (_, index) => makeRep({ n: index + 1 }));
const lockout = { phase: 'lockout', heightMm: 424 } as const;

/** A bay for each moment of a set and each trouble. */
export const MOMENTS: Record<string, BayStore> = {
  'before the first set': makeBay('Bay 1', { frame: { topMm: null } }),
  'no one tapped in': makeBay('Bay 1', { presence: { ...NOBODY, claimable: 1 } }),
  'member before a set': makeBay('Bay 1', { presence: MIRA }),
  'on the way up': makeBay('Bay 1', { lifting: true, reps: three, frame: { phase: 'ascending', heightMm: 300 } }),
  holding: makeBay('Bay 1', { lifting: true, reps: three, frame: { ...lockout, holdS: 0.6 }, presence: MIRA }),
  'hold met': makeBay('Bay 1', { lifting: true, reps: three, frame: { ...lockout, holdS: 1.2 } }),
  'on the way down': makeBay('Bay 1', { lifting: true, reps: nine, frame: { phase: 'descending', heightMm: 260 } }),
  'every verdict': makeBay('Bay 1', { lifting: true, reps: Object.values(REPS) }),
  resting: makeBay('Bay 1', { reps: nine, lastSet: makeSet(), presence: MIRA }),
  'no height': makeBay('Bay 1', { lifting: true, reps: three, frame: { heightMm: null, velocityMps: null } }),
  stalled: makeBay('Bay 1', { lifting: true, reps: three, alerts: [STALLED, UNEVEN], presence: MIRA }),
  simulated: makeBay('Bay 1', { lifting: true, reps: three, state: { source: 'simulated' } }),
  'board lost': makeBay('Bay 1', {
    state: { board: { state: 'lost', reasons: [boardReason({ kind: 'unplugged', params: { reason: '' } })] } },
  }),
};

import { v7 } from 'uuid';
import { boardReason } from '../../src/contracts/board-reasons.ts';
import { channelReason } from '../../src/contracts/channel-reasons.ts';
import { coachingWithText, type PersonalBest, type SetReview } from '../../src/contracts/coaching.ts';
import type { Rep } from '../../src/contracts/events.ts';
import { greetingText } from '../../src/contracts/greetings.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { SetQuestion } from '../../src/contracts/presence.ts';
import { withText } from '../../src/contracts/reasons.ts';
import type { FakeStation } from './fake-station.ts';
import type { FakeHistory } from './fake-web.ts';
import { makeRep, makeSet, makeSetNow } from './messages.ts';

/** Moments of a bay, as its page has to show them. Each scene starts from a fresh bay. */

const TOP_MM = 420;
const BOTTOM_MM = 120;

function startSet(station: FakeStation, bay: string, loadKg: number | null = 80.2): string {
  const id = v7();
  station.state(bay, { set: makeSetNow({ id, loadKg }) });
  return id;
}

/** Announces counted reps up to `howMany`, the fourth of them with too short a hold. */
function doReps(station: FakeStation, bay: string, setId: string, howMany: number): void {
  for (let n = 1; n <= howMany; n++) {
    const isShortHold = n === 4;
    const meanVelocityMps = 0.44 - n * 0.012;
    station.rep(
      bay,
      makeRep(bay, {
        n,
        setId,
        meanVelocityMps,
        holdS: isShortHold ? 0.4 : 1 + (n % 3) * 0.06,
        flags: isShortHold ? ['hold-missed'] : [],
      }),
    );
  }
}

function frame(station: FakeStation, bay: string, patch: Parameters<FakeStation['frame']>[1]): void {
  station.frame(bay, { topMm: TOP_MM, bottomMm: BOTTOM_MM, inSet: true, ...patch });
}

const partial: Partial<Rep> = {
  n: null,
  verdict: 'partial',
  reasons: [withText({ kind: 'short-of-lockout', params: { shortMm: 20 } })],
  holdS: null,
  lockoutAt: null,
};

/** Mira is on, with a plan of three sets. */
function tapIn(station: FakeStation, bay: string, setsDone: number, isNew = false): void {
  const at = new Date().toISOString();
  const programme = {
    memberId: v7(),
    revision: 1,
    exercise: 'hip-thrust' as const,
    sets: 3,
    repsMin: 8,
    repsMax: 10,
    holdS: 1,
    tempo: null,
    load: { kind: 'load' as const, loadKg: 82.5 },
    restS: 120,
    note: '',
    updatedAt: at,
  };
  const lastTime = { at, sets: 3, reps: 27, loadKg: 80, meanHoldS: 1.1, bestMeanVelocityMps: 0.44 };
  const nextStep = `Set ${setsDone + 1} of 3: 8 to 10 reps at 82.5 kg`;
  station.presence(bay, {
    kind: 'member',
    sessionId: v7(),
    memberId: programme.memberId,
    alias: 'Mira',
    since: at,
    plan: { programme, setsDone, nextLoadKg: 82.5, nextStep, advice: null, lastTime: isNew ? null : lastTime },
    greeting: { at, result: 'in', message: { kind: 'hello', params: { name: 'Mira' }, text: 'Hello Mira' } },
  });
}

const reviewOf = (station: FakeStation, bay: string): SetReview => ({
  setId: station.bay(bay)!.lastSet!.id,
  bests: [],
  coaching: null,
  programmeDone: false,
});

const ask = (answer: SetQuestion['answer'], agoS: number): SetQuestion => ({
  setId: v7(),
  endedAt: new Date(Date.now() - agoS * 1000).toISOString(),
  countedReps: 8,
  answer,
  tapUntil: answer === 'open' ? new Date(Date.now() + 15_000).toISOString() : null,
});

export const SCENES = {
  empty: (station, bay) => station.frame(bay, { heightMm: 118, forceN: 0 }),
  ascending(station, bay) {
    const setId = startSet(station, bay);
    doReps(station, bay, setId, 3);
    frame(station, bay, { phase: 'ascending', heightMm: 300, velocityMps: 0.42, countedReps: 3 });
  },
  holding(station, bay) {
    const setId = startSet(station, bay);
    doReps(station, bay, setId, 6);
    frame(station, bay, { phase: 'ascending', heightMm: 380, velocityMps: 0.2, countedReps: 6 });
    station.rep(bay, makeRep(bay, { n: 7, setId, stage: 'lockout', holdS: null, meanVelocityMps: 0.36 }));
    frame(station, bay, { phase: 'lockout', heightMm: 424, holdS: 0.6, countedReps: 7 });
  },
  'hold-met'(station, bay) {
    SCENES.holding(station, bay);
    frame(station, bay, { phase: 'lockout', heightMm: 426, holdS: 1.2, countedReps: 7 });
  },
  partial(station, bay) {
    const setId = startSet(station, bay);
    doReps(station, bay, setId, 9);
    station.rep(bay, makeRep(bay, { ...partial, setId }));
    frame(station, bay, { phase: 'descending', heightMm: 240, velocityMps: -0.3, countedReps: 9 });
  },
  'sensor-lost'(station, bay) {
    const setId = startSet(station, bay, null);
    doReps(station, bay, setId, 5);
    station.state(bay, {
      board: {
        state: 'degraded',
        reasons: [
          boardReason({
            kind: 'sensor-stopped-sending',
            params: { sensor: 'distance', part: 'VL53L1X', pins: '' },
          }),
        ],
      },
      channels: {
        height: { status: 'absent', reason: channelReason({ kind: 'silent', params: { silentS: 1 } }) },
        force: { status: 'ok', reason: null },
      },
    });
    station.rep(
      bay,
      makeRep(bay, {
        n: null,
        setId,
        verdict: 'doubtful',
        reasons: [withText({ kind: 'hardly-seen', params: {} })],
        flags: ['force-only'],
      }),
    );
    frame(station, bay, { phase: 'rest', heightMm: null, velocityMps: null, countedReps: 5 });
  },
  'board-lost'(station, bay) {
    station.state(bay, {
      board: { state: 'lost', reasons: [boardReason({ kind: 'unplugged', params: { reason: '' } })] },
      channels: {
        height: { status: 'absent', reason: null },
        force: { status: 'absent', reason: null },
      },
    });
    station.alert(bay, {});
    frame(station, bay, { phase: 'rest', heightMm: null, velocityMps: null, forceN: null, inSet: false });
  },
  'last-set'(station, bay) {
    const setId = startSet(station, bay);
    doReps(station, bay, setId, 10);
    station.rep(bay, makeRep(bay, { ...partial, setId }));
    station.state(bay, { set: null });
    const endedAt = new Date(Date.now() - 84_000).toISOString();
    station.set(bay, makeSet(bay, { id: setId, endedAt, countedReps: 10 }));
    station.frame(bay, { heightMm: 122, forceN: 0 });
  },
  simulated(station, bay) {
    station.state(bay, { source: 'simulated' });
    SCENES['hold-met'](station, bay);
  },
  'tap-in'(station, bay) {
    station.presence(bay, { claimable: 1 });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  /** Mira has just tapped in, and is asked about a set that no one was signed in for. */
  question(station, bay) {
    tapIn(station, bay, 0);
    station.presence(bay, { questions: [ask('open', 40)] });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  /** She said yes, and is asked about the one before. */
  'question-next'(station, bay) {
    SCENES['member-resting'](station, bay);
    station.presence(bay, { questions: [ask('claimed', 84), ask('open', 200)] });
  },
  'signed-out'(station, bay) {
    const until = new Date(Date.now() + 25_000).toISOString();
    station.presence(bay, { signOutUndo: { alias: 'Mira', until } });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  best(station, bay) {
    SCENES['member-resting'](station, bay);
    const bests: PersonalBest[] = [
      { kind: 'load', value: 82.5, before: 80, loadKg: 82.5 },
      { kind: 'hold', value: 1.2, before: 1.1, loadKg: null },
    ];
    station.presence(bay, { review: { ...reviewOf(station, bay), bests } });
  },
  coached(station, bay) {
    SCENES['member-resting'](station, bay);
    const coaching = coachingWithText({ kind: 'lockout-lost', params: { n: 9, shortMm: 21 } });
    station.presence(bay, { review: { ...reviewOf(station, bay), coaching } });
  },
  /** All there is to say at once. */
  'programme-done'(station, bay) {
    SCENES.best(station, bay);
    const { plan, review } = station.bay(bay)!.presence!;
    const coaching = coachingWithText({ kind: 'hold-shrinking', params: { firstS: 1.3, lastS: 0.8 } });
    station.presence(bay, { plan: { ...plan!, setsDone: 3 }, review: { ...review!, coaching, programmeDone: true } });
  },
  'unknown-card'(station, bay) {
    const code = { kind: 'unknown-card', params: { lastDigits: '4A2F' } } as const;
    const message = { ...code, text: greetingText(code) };
    station.presence(bay, { greeting: { at: new Date().toISOString(), result: 'unknown', message } });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  member(station, bay) {
    tapIn(station, bay, 0);
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  /** To whom all is new, with as many notes as there usually are. */
  'member-new'(station, bay) {
    tapIn(station, bay, 0, true);
    station.presence(bay, { waitingAlias: 'Ben' });
    station.state(bay, { source: 'simulated' });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  'member-resting'(station, bay) {
    SCENES['last-set'](station, bay);
    tapIn(station, bay, 1);
    const { lastSet, session } = station.bay(bay)!;
    station.set(bay, { ...lastSet!, revision: lastSet!.revision + 1, loadKg: 80, memberId: session.memberId });
    station.frame(bay, { heightMm: 118, forceN: 0 });
  },
  /** The first exercise of a round is done; the bay has gone on to the second one. */
  superset(station, bay) {
    SCENES['member-resting'](station, bay);
    const { plan } = station.bay(bay)!.presence!;
    const exercises = [
      { exercise: 'hip-thrust' as const, place: 'A1' as const, setsDone: 2, sets: 3 },
      { exercise: 'bulgarian-split-squat' as const, place: 'A2' as const, setsDone: 1, sets: 3 },
    ];
    const programme = { ...plan!.programme, exercise: 'bulgarian-split-squat' as const, superset: 'A2' as const };
    const superset = { place: 'A2' as const, exercises, next: 'bulgarian-split-squat' as const, restS: 0 };
    station.state(bay, { exercise: 'bulgarian-split-squat' });
    station.presence(bay, { plan: { ...plan!, programme, superset } });
  },
  'member-lifting'(station, bay) {
    tapIn(station, bay, 1);
    SCENES.holding(station, bay);
  },
} satisfies Record<string, (station: FakeStation, bay: string) => void>;

/** A floor of eight bays, each in another state; the names say which. */
export const FLOOR: Record<string, string> = {
  'bay-1': 'Window',
  'bay-2': 'Mirror',
  'bay-3': 'Corner',
  'bay-4': 'Door',
  'bay-5': 'Centre',
  'bay-6': 'Left wall',
  'bay-7': 'Right wall',
  'bay-8': 'Platform',
};

export function playFloor(station: FakeStation): void {
  SCENES.holding(station, 'bay-1');
  SCENES['member-resting'](station, 'bay-2');
  SCENES['board-lost'](station, 'bay-3');
  SCENES['member-lifting'](station, 'bay-4');
  station.alert('bay-4', {
    kind: 'stalled',
    severity: 'error',
    // After the lost board, also where both are made in the same millisecond: the newest stands first.
    at: new Date(Date.now() + 1000).toISOString(),
    text: 'The bar has not moved for 4 s in mid-rep. Help the lifter to rack it.',
  });
  SCENES.partial(station, 'bay-5');
  station.alert('bay-5', {
    kind: 'hold-missed',
    severity: 'warning',
    text: 'Three holds in a row were too short.',
  });
  SCENES.empty(station, 'bay-6');
  SCENES.simulated(station, 'bay-7');
  SCENES['last-set'](station, 'bay-8');
}

/** Some sets of today. */
export function fillHistory(history: FakeHistory, bay = 'bay-1'): void {
  const sinceMidnightMs = Date.now() - new Date().setHours(0, 0, 0, 0);
  // All of them today, also soon after midnight.
  const minuteMs = Math.min(60_000, sinceMidnightMs / 26);
  for (let minutesAgo = 25; minutesAgo > 0; minutesAgo -= 4) {
    const startedAt = new Date(Date.now() - minutesAgo * minuteMs).toISOString();
    const countedReps = 7 + (minutesAgo % 4);
    const set = makeSet(bay, { startedAt, countedReps, hasRecording: minutesAgo !== 9 });
    const detail: SetDetail = { set, reps: [] };
    history.details.unshift(detail);
    history.recordings.set(set.id, Buffer.from('H4sIAAAAAAAAAwMAAAAAAAAAAAA=', 'base64'));
  }
}

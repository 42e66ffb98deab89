import type { ForceModel } from '../metrics/fusion.ts';
import { type Measures, measureLockoutUs, measureMovement } from '../metrics/measure.ts';
import type { Trace } from '../metrics/trace.ts';
import type { Reason } from '../reasons.ts';
import type { RepContext, RepFacts, RepSignal } from '../reps/signals.ts';
import { type Measured, measuredOf } from '../survey/measured.ts';
import type { CoreEvent, CoreOptions, Movement, Rep, SetResult, Verdict } from '../types.ts';
import { isPlainlyFelt } from './evidence.ts';
import { HIGH_START_SHARE } from './judge-movements.ts';
import { movementOf, overshoots, type Remarks } from './movement.ts';
import { isSameTop, remember, rememberShort } from './remembered.ts';
import { carriedN, settleSet } from './settle.ts';
import { doubts, type Judgement, missed, shortOfLearnedMm } from './verdict.ts';

/** One movement of the set with what settling needs beyond its public part. */
export interface SetItem {
  readonly movement: Movement;
  readonly sizeMm: number | null;
  readonly weightN: number | null;
  /** Its hold was announced as met. */
  readonly holdAnnounced: boolean;
  /** On force alone: when the load was put down after it; null when it stayed up. */
  readonly putDownUs: number | null;
  /** How much later the force was stamped than the movement; null where it doesn't show. */
  readonly forceLateMs: number | null;
  /** What the heights showed of it; null where none did, and once it is settled. */
  readonly measured: Measured | null;
}

/** The movement under way, once it has reached lockout. */
interface Current extends Judgement {
  readonly n: number | null;
  lockoutUs: number;
  /** `lockoutUs` was measured against the level of the hold. */
  beginSettled: boolean;
  holding: boolean;
  heldS: number;
  holdMet: boolean;
}

/** Changed in place. */
export interface SetMachine {
  inSet: boolean;
  /** From here on all readings are kept: something has moved, which may be the first rep. Null between the sets. */
  watchUs: number | null;
  /** The last set ended. */
  endedUs: number;
  startUs: number;
  lastProgressUs: number;
  /** Where the bar was seen last: 1 near the set's top, -1 near its bottom, 0 neither yet. */
  end: -1 | 0 | 1;
  counted: number;
  readonly items: SetItem[];
  current: Current | null;
  /** Ranges and tops of the counted reps of this set, the latest of them. */
  romsMm: readonly number[];
  topsMm: readonly number[];
  /** Their medians; null before the first. */
  romRefMm: number | null;
  topRefMm: number | null;
  /** This set has shown that what was learned before doesn't hold for it, before any of its reps was counted. */
  unlearned: boolean;
  /** Top of the last movement that stayed below the learned one, while no rep is counted. */
  shortTopMm: number | null;
  /** Ranges and tops of the movements in a row that fell short of the set's own. */
  shortRomsMm: readonly number[];
  shortTopsMm: readonly number[];
  /** Static weight that the counted reps of this set were lifted with; null before the first is down again, and without a cell. */
  weightN: number | null;
  /** A load that didn't seem to be lifted in its concentric phase was felt on both ways: bands, or the friction of rails, hide it until it is down. */
  feltBothWays: boolean;
  /** How the force follows the bar, as the last movement that was measured with it showed; null while it doesn't. */
  force: ForceModel | null;
  /** Since when readings are known to be lost, of the latest holes: no hold goes on over one of them. */
  readonly lostUs: number[];
}

/** What the set machine receives with each signal. */
export interface SetInputs {
  readonly options: CoreOptions;
  readonly context: RepContext;
  readonly trace: Trace;
  /** Why what is counted on can't be counted on; null when it can. */
  readonly distrust: Reason | null;
  readonly forceOnly: boolean;
}

export const noSet = (): SetMachine => ({
  inSet: false,
  watchUs: null,
  endedUs: Number.NEGATIVE_INFINITY,
  startUs: 0,
  lastProgressUs: 0,
  end: 0,
  counted: 0,
  items: [],
  current: null,
  romsMm: [],
  topsMm: [],
  romRefMm: null,
  topRefMm: null,
  unlearned: false,
  shortTopMm: null,
  shortRomsMm: [],
  shortTopsMm: [],
  weightN: null,
  feltBothWays: false,
  force: null,
  lostUs: [],
});

/** No progress for so long ends the set. lift/20260529-DL-1 rests 4 s between reps, lift/m2_position_force 6 s, accel/20260619-SS-1 8 s. */
export const REST_ENDS_US = 12e6;
/** A lockout hold is not a stall: it may last a minute. */
const HOLD_ENDS_US = 60e6;

/** What was hidden when it happened is looked for so far back: a first rep behind a hand, and the rest before it. */
const LEAD_US = 12e6;
/** A movement of less than this share of the usual range is handling, and keeps no set alive. */
const PROGRESS_SHARE = 0.5;

/** Within this share of the set's range the bar is at an end of it. */
const END_SHARE = 0.3;

/** From one end of its range to the other the bar has come by a lift, even where no reading shows how: the set goes on. */
export function onHeight(sets: SetMachine, atUs: number, heightMm: number): void {
  const { topRefMm, romRefMm } = sets;
  if (topRefMm === null || romRefMm === null) return;
  const share = (topRefMm - heightMm) / romRefMm;
  const end = share < END_SHARE ? 1 : share > 1 - END_SHARE ? -1 : sets.end;
  if (end === sets.end) return;
  if (sets.end !== 0) sets.lastProgressUs = atUs;
  sets.end = end;
}

/** Takes in one signal: changes `sets` in place, and adds to `events` what follows. */
export function onSignal(sets: SetMachine, events: CoreEvent[], signal: RepSignal, inputs: SetInputs): void {
  const { kind, atUs } = signal;
  if (kind === 'put-down') putDown(sets.items, atUs);
  if (sets.watchUs === null && kind !== 'put-down') {
    sets.watchUs = Math.max(sets.endedUs, atUs - LEAD_US);
    sets.lastProgressUs = atUs;
  }
  if (kind === 'lockout' || kind === 'hold-ended' || (kind === 'done' && isProgress(signal.facts, inputs))) {
    sets.lastProgressUs = atUs;
  }
  if (kind === 'lockout') onLockout(sets, events, atUs, signal.facts, inputs);
  if (kind === 'hold-ended') onHoldEnded(sets, events, atUs, signal.facts);
  if (kind === 'done') onDone(sets, events, atUs, signal.facts, inputs);
}

function isProgress({ sizeMm, lowMm }: RepFacts, { context: { romRefMm, romMinMm } }: SetInputs): boolean {
  return sizeMm === null || lowMm === null || sizeMm >= PROGRESS_SHARE * (romRefMm ?? romMinMm);
}

function putDown(items: SetItem[], putDownUs: number): void {
  const last = items.at(-1);
  if (last !== undefined && last.putDownUs === null) items[items.length - 1] = { ...last, putDownUs };
}

/** Is the hold that runs as long as its target, by what was known of its beginning, and not announced yet? */
export function isHoldDue({ current }: SetMachine, heldUntilUs: number, targetHoldS: number): boolean {
  return current?.holding === true && !current.holdMet && heldUntilUs - current.lockoutUs >= targetHoldS * 1e6;
}

/**
 * The hold has its target. Its beginning is measured once more first, now that the level of the hold is known, so that what is
 * announced here is what the settled rep will show.
 */
export function onHoldDue(
  sets: SetMachine,
  events: CoreEvent[],
  atUs: number,
  heldUntilUs: number,
  facts: RepFacts,
  { trace, context, options }: SetInputs,
): void {
  const { current } = sets;
  if (current === null) return;
  if (!current.beginSettled) {
    const lockoutUs = measureLockoutUs(facts, trace, context.noiseMm, atUs, options.forceMount, knownForce(sets));
    current.lockoutUs = lockoutUs ?? current.lockoutUs;
    current.beginSettled = true;
  }
  current.holdMet = heldUntilUs - current.lockoutUs >= options.targetHoldS * 1e6;
  if (current.holdMet && current.n !== null) events.push({ kind: 'hold-met', atUs, n: current.n });
}

/** Length of the hold that is running, or of the last one of the current movement. `heldUntilUs`: when the bar was last still. */
export function holdS({ current }: SetMachine, heldUntilUs: number): number {
  if (current === null) return 0;
  return current.holding ? Math.max(0, (heldUntilUs - current.lockoutUs) / 1e6) : current.heldS;
}

/**
 * Is it time to end the set, or what was watched and came to nothing? `moving`: a concentric phase is in progress. `hung`: the bar hangs on its hooks, which
 * may be where the lockout is.
 */
export function isOver(sets: SetMachine, nowUs: number, moving: boolean, hung: boolean): boolean {
  if (sets.watchUs === null || moving) return false;
  const { current } = sets;
  const limitUs = current?.holding === true && current.n !== null && !hung ? HOLD_ENDS_US : REST_ENDS_US;
  return nowUs - sets.lastProgressUs > limitUs;
}

export function endSet(
  sets: SetMachine,
  events: CoreEvent[],
  trace: Trace,
  atUs: number,
  options: CoreOptions,
  rackedN: number | null,
): void {
  if (sets.watchUs !== null) {
    const set = settleSet(sets, trace, atUs, options, rackedN);
    // What no reading showed by itself may be plain in all of them.
    if (!sets.inSet && isWorthIt(set)) events.push({ kind: 'set-started', atUs, startUs: set.startUs });
    if (sets.inSet || isWorthIt(set)) events.push({ kind: 'set-ended', atUs, set });
  }
  Object.assign(sets, noSet(), { force: sets.force, endedUs: sets.inSet ? atUs : sets.endedUs });
}

const isWorthIt = ({ countedReps }: SetResult): boolean => countedReps > 0;

function onLockout(sets: SetMachine, events: CoreEvent[], atUs: number, facts: RepFacts, inputs: SetInputs): void {
  const { options } = inputs;
  const measures = measure(sets, facts, inputs, atUs, false);
  const lockoutUs = measures.lockoutUs ?? facts.lockoutUs ?? atUs;
  const holding = facts.holdEndUs === null;
  const { current: known } = sets;
  if (known !== null && known.n !== null) {
    // Counted at what turned out to be a stall or a dip: the same rep, announced once more at its own lockout, where its hold begins.
    Object.assign(known, { lockoutUs, beginSettled: false, holding, heldS: 0, holdMet: false });
    tellLockout(
      events,
      atUs,
      numbered(movementOf(known, measures, facts, options, remarks(measures, inputs, false)), known.n),
    );
    return;
  }
  const shortMm = shortOfLearnedMm(facts, inputs);
  const again = shortMm > 0 && isSameTop(sets.shortTopMm, facts, inputs);
  const told = doubts(facts, measures, inputs, sets.weightN);
  const reasons = sets.feltBothWays ? told.filter((reason) => !isNotAccelerated(reason)) : told;
  if (reasons.length === 0) reasons.push(...shortOfSet(sets, measures, facts));
  if (shortMm > 0 && !again && reasons.length === 0) {
    reasons.push({ kind: 'short-of-lockout', params: { shortMm: Math.round(shortMm) } });
  }
  const verdict: Verdict = reasons.length > 0 ? 'doubtful' : 'counted';
  const n = verdict === 'counted' ? sets.counted + 1 : null;
  sets.current = { verdict, reasons, n, lockoutUs, beginSettled: false, holding, heldS: 0, holdMet: false };
  beginSet(sets, events, measures.startUs, atUs);
  if (again) sets.unlearned = true;
  if (n === null) return;
  sets.counted = n;
  tellLockout(
    events,
    atUs,
    numbered(movementOf(sets.current, measures, facts, options, remarks(measures, inputs, false)), n),
  );
}

const numbered = (movement: Movement, n: number | null): Movement => ({ ...movement, n });

/** What the set so far says of a movement. */
function remarks(
  { topMm, romMm }: Measures,
  { context: { topRefMm, romRefMm, learnedOnly }, forceOnly }: SetInputs,
  holdAnnounced: boolean,
): Remarks {
  const known = topMm !== null && romMm !== null && topRefMm !== null && romRefMm !== null;
  const overshoot =
    known && !learnedOnly && overshoots(romMm, romRefMm, romRefMm) && overshoots(topMm, topRefMm, romRefMm);
  return { holdAnnounced, overshoot, forceOnly };
}

const tellLockout = (events: CoreEvent[], atUs: number, movement: Movement): void => {
  events.push({ kind: 'lockout-reached', atUs, rep: movement as Rep });
};

const measure = (
  sets: SetMachine,
  facts: RepFacts,
  { trace, context, options }: SetInputs,
  atUs: number,
  isWhole: boolean,
): Measures => measureMovement(facts, trace, context.noiseMm, atUs, options.forceMount, knownForce(sets), isWhole);

/** As in the settled set: where the range is known from so many reps, half a rep that ends at the top is none. */
const LEAST_KNOWN = 3;

function shortOfSet({ romsMm, romRefMm }: SetMachine, { romMm }: Measures, { gap }: RepFacts): Reason[] {
  if (gap || romsMm.length < LEAST_KNOWN || romMm === null || romRefMm === null) return [];
  if (romMm >= HIGH_START_SHARE * romRefMm) return [];
  return [{ kind: 'shorter-than-set', params: { romMm: Math.round(romMm), usualMm: Math.round(romRefMm) } }];
}

const isNotAccelerated = ({ kind }: Reason): boolean => kind === 'nothing-accelerated';

/** How the force follows the bar by this set's movements: a platform's gain is another with another load. */
const knownForce = ({ weightN, force }: SetMachine): ForceModel | null => (weightN === null ? null : force);

function beginSet(sets: SetMachine, events: CoreEvent[], startUs: number, atUs: number): void {
  if (sets.inSet) return;
  sets.inSet = true;
  sets.startUs = startUs;
  events.push({ kind: 'set-started', atUs, startUs });
}

function onHoldEnded({ current }: SetMachine, events: CoreEvent[], atUs: number, facts: RepFacts): void {
  if (current === null || !current.holding) return;
  current.holding = false;
  current.heldS = Math.max(0, ((facts.holdEndUs ?? atUs) - current.lockoutUs) / 1e6);
  if (current.n !== null) events.push({ kind: 'hold-ended', atUs, n: current.n, holdS: current.heldS });
}

function onDone(sets: SetMachine, events: CoreEvent[], atUs: number, facts: RepFacts, inputs: SetInputs): void {
  const { current } = sets;
  const isUnfelt = current?.reasons.some(isNotAccelerated) === true;
  const measures = measure(sets, facts, inputs, atUs, true);
  if (isUnfelt && isPlainlyFelt(measures)) sets.feltBothWays = true;
  const judgement = current ?? missed(facts, measures, inputs);
  const { verdict } = judgement;
  const n = current?.n ?? null;
  const announced = current?.holdMet === true;
  const about = remarks(measures, inputs, announced);
  const movement = numbered(movementOf(judgement, measures, facts, inputs.options, about), n);
  sets.current = null;
  // A rejected movement is handling: it doesn't begin a set, but inside one it is kept with the others.
  if (verdict !== 'rejected') beginSet(sets, events, measures.startUs, atUs);
  // A hold that ended within its own error of the target is met after all, and said to be.
  if (n !== null && !announced && (movement.holdS ?? 0) >= inputs.options.targetHoldS) {
    events.push({ kind: 'hold-met', atUs, n });
  }
  events.push(
    verdict === 'counted'
      ? { kind: 'rep-completed', atUs, rep: movement as Rep }
      : { kind: 'movement', atUs, movement },
  );
  if (!sets.inSet) return;
  const { weightN, force } = measures;
  sets.items.push({
    movement,
    sizeMm: facts.sizeMm,
    weightN,
    holdAnnounced: announced,
    putDownUs: null,
    forceLateMs: null,
    measured: inputs.forceOnly ? null : measuredOf(inputs.trace, facts, measures, inputs.context.noiseMm),
  });
  sets.weightN = carriedN(sets.items);
  sets.force = force;
  if (verdict === 'counted') remember(sets, measures);
  else rememberShort(sets, verdict, facts, measures, inputs);
}

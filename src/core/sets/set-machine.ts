import type { ForceModel } from '../metrics/fusion.ts';
import { type Measures, measureLockoutUs, measureMovement } from '../metrics/measure.ts';
import type { Trace } from '../metrics/trace.ts';
import type { RepContext, RepFacts, RepSignal } from '../reps/signals.ts';
import type { CoreEvent, CoreOptions, Movement, Rep, Verdict } from '../types.ts';
import { movementOf } from './movement.ts';
import { carriedN, settleSet, toArray } from './settle.ts';
import { median } from './statistics.ts';
import { doubts, type Judgement, missed, shortOfLearnedMm } from './verdict.ts';

/** One movement of the set with what settling needs beyond its public part. */
export interface SetItem {
  readonly movement: Movement;
  readonly sizeMm: number | null;
  readonly weightN: number | null;
  /** Its only doubt is that it stayed below the top of earlier sets: the set itself settles that. */
  readonly isShort: boolean;
  /** On force alone: when the load was put down after it; null when it stayed up. */
  readonly putDownUs: number | null;
  /** How much later the force was stamped than the movement; null where it doesn't show. */
  readonly forceLateMs: number | null;
}

export interface ItemList {
  readonly item: SetItem;
  readonly previous: ItemList | null;
}

/** The movement under way, once it has reached lockout. */
interface Current extends Judgement {
  readonly n: number | null;
  readonly lockoutUs: number;
  /** `lockoutUs` was measured against the level of the hold. */
  readonly beginSettled: boolean;
  readonly holding: boolean;
  readonly heldS: number;
  readonly holdMet: boolean;
  readonly isShort: boolean;
}

export interface SetMachine {
  readonly inSet: boolean;
  readonly startUs: number;
  readonly lastProgressUs: number;
  readonly counted: number;
  /** Newest first. */
  readonly items: ItemList | null;
  readonly current: Current | null;
  /** Ranges and tops of the counted reps of this set, the latest of them. */
  readonly romsMm: readonly number[];
  readonly topsMm: readonly number[];
  /** Their medians; null before the first. */
  readonly romRefMm: number | null;
  readonly topRefMm: number | null;
  /** This set has shown that what was learned before doesn't hold for it, before any of its reps was counted. */
  readonly unlearned: boolean;
  /** Top of the last movement that stayed below the learned one, while no rep is counted. */
  readonly shortTopMm: number | null;
  /** Static weight that the counted reps of this set were lifted with; null before the first is down again, and without a cell. */
  readonly weightN: number | null;
  /** How the force follows the bar, as the last movement that was measured with it showed; null while it doesn't. */
  readonly force: ForceModel | null;
}

/** What the set machine is told with each signal. */
export interface SetInputs {
  readonly options: CoreOptions;
  readonly context: RepContext;
  readonly trace: Trace;
  /** Why the channel that is counted on can't be trusted; empty when it can. */
  readonly distrust: string;
  readonly forceOnly: boolean;
}

export interface SetStepped {
  readonly sets: SetMachine;
  readonly events: readonly CoreEvent[];
}

export const noSet: SetMachine = {
  inSet: false,
  startUs: 0,
  lastProgressUs: 0,
  counted: 0,
  items: null,
  current: null,
  romsMm: [],
  topsMm: [],
  romRefMm: null,
  topRefMm: null,
  unlearned: false,
  shortTopMm: null,
  weightN: null,
  force: null,
};

/** No progress for so long ends the set. lift/20260529-DL-1 rests 4 s between reps, lift/m2_position_force 6 s, accel/20260619-SS-1 8 s. */
const REST_ENDS_US = 12e6;
/** A lockout hold is not a stall: it may last a minute. */
const HOLD_ENDS_US = 60e6;
const REFERENCES = 9;
/** Two movements in a row whose tops are this near, of the usual range, are no accident. */
const SAME_TOP_SHARE = 0.15;

const nothing: readonly CoreEvent[] = [];

export function onSignal(sets: SetMachine, signal: RepSignal, inputs: SetInputs): SetStepped {
  switch (signal.kind) {
    case 'rise':
      return { sets: { ...sets, lastProgressUs: signal.atUs }, events: nothing };
    case 'lockout':
      return onLockout({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts, inputs);
    case 'put-down':
      return { sets: { ...sets, items: putDown(sets.items, signal.atUs) }, events: nothing };
    case 'hold-ended':
      return onHoldEnded({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts);
    case 'done':
      return onDone({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts, inputs);
  }
}

const putDown = (items: ItemList | null, putDownUs: number): ItemList | null =>
  items === null || items.item.putDownUs !== null ? items : { ...items, item: { ...items.item, putDownUs } };

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
  atUs: number,
  heldUntilUs: number,
  facts: RepFacts,
  inputs: SetInputs,
): SetStepped {
  const { current } = sets;
  if (current === null) return { sets, events: nothing };
  const { trace, context, options } = inputs;
  const lockoutUs = current.beginSettled
    ? current.lockoutUs
    : (measureLockoutUs(facts, trace, context.noiseMm, atUs, options.forceMount) ?? current.lockoutUs);
  const holdMet = heldUntilUs - lockoutUs >= options.targetHoldS * 1e6;
  const next: SetMachine = { ...sets, current: { ...current, lockoutUs, beginSettled: true, holdMet } };
  return { sets: next, events: holdMet && current.n !== null ? [{ kind: 'hold-met', atUs, n: current.n }] : nothing };
}

/** Length of the hold that is running, or of the last one of the current movement. `heldUntilUs`: when the bar was last still. */
export function holdS({ current }: SetMachine, heldUntilUs: number): number {
  if (current === null) return 0;
  return current.holding ? Math.max(0, (heldUntilUs - current.lockoutUs) / 1e6) : current.heldS;
}

/** Is it time to end the set? */
export function isOver(sets: SetMachine, nowUs: number): boolean {
  const limitUs = sets.current?.holding === true ? HOLD_ENDS_US : REST_ENDS_US;
  return sets.inSet && nowUs - sets.lastProgressUs > limitUs;
}

export function endSet(sets: SetMachine, atUs: number, options: CoreOptions, rackedN: number | null): SetStepped {
  const rested: SetMachine = { ...noSet, force: sets.force };
  if (!sets.inSet) return { sets: rested, events: nothing };
  return { sets: rested, events: [{ kind: 'set-ended', atUs, set: settleSet(sets, atUs, options, rackedN) }] };
}

function onLockout(sets: SetMachine, atUs: number, facts: RepFacts, inputs: SetInputs): SetStepped {
  const measures = measure(facts, inputs, atUs);
  const hold = {
    lockoutUs: measures.lockoutUs ?? facts.lockoutUs ?? atUs,
    beginSettled: false,
    holding: facts.holdEndUs === null,
    heldS: 0,
  };
  const { current: known } = sets;
  // Already counted at what turned out to be a stall or a dip: the rep is the same, its hold begins here.
  if (known !== null && known.n !== null) return { sets: { ...sets, current: { ...known, ...hold } }, events: nothing };
  const shortMm = shortOfLearnedMm(facts, inputs);
  const again = shortMm > 0 && isSameTop(sets.shortTopMm, facts, inputs);
  const reasons = doubts(facts, inputs);
  const isShort = shortMm > 0 && !again && reasons.length === 0;
  if (isShort) reasons.push(`${Math.round(shortMm)} mm short of the usual lockout`);
  const judgement: Judgement = { verdict: reasons.length > 0 ? 'doubtful' : 'counted', reasons };
  const n = judgement.verdict === 'counted' ? sets.counted + 1 : null;
  const current: Current = { ...judgement, ...hold, n, holdMet: false, isShort };
  const started = beginSet(sets, facts.startUs, atUs);
  const unlearned = sets.unlearned || again;
  const next: SetMachine = { ...started.sets, current, counted: n ?? sets.counted, unlearned };
  if (n === null) return { sets: next, events: started.events };
  const rep = movementOf(judgement, n, measures, facts, inputs, false) as Rep;
  return { sets: next, events: [...started.events, { kind: 'lockout-reached', atUs, rep }] };
}

/** Does this movement end where the one before it did, both below what was learned? Then the set goes by its own. */
function isSameTop(shortTopMm: number | null, { highMm }: RepFacts, { context }: SetInputs): boolean {
  if (shortTopMm === null || highMm === null || context.romRefMm === null) return false;
  return Math.abs(highMm - shortTopMm) <= SAME_TOP_SHARE * context.romRefMm;
}

const measure = (facts: RepFacts, { trace, context, options }: SetInputs, atUs: number): Measures =>
  measureMovement(facts, trace, context.noiseMm, atUs, options.forceMount);

function beginSet(sets: SetMachine, startUs: number, atUs: number): SetStepped {
  if (sets.inSet) return { sets, events: nothing };
  return { sets: { ...sets, inSet: true, startUs }, events: [{ kind: 'set-started', atUs }] };
}

function onHoldEnded(sets: SetMachine, atUs: number, facts: RepFacts): SetStepped {
  const { current } = sets;
  if (current === null || !current.holding) return { sets, events: nothing };
  const heldS = Math.max(0, ((facts.holdEndUs ?? atUs) - current.lockoutUs) / 1e6);
  const next: SetMachine = { ...sets, current: { ...current, holding: false, heldS } };
  if (current.n === null) return { sets: next, events: nothing };
  return { sets: next, events: [{ kind: 'hold-ended', atUs, n: current.n, holdS: heldS }] };
}

function onDone(sets: SetMachine, atUs: number, facts: RepFacts, inputs: SetInputs): SetStepped {
  const { current } = sets;
  const measures = measure(facts, inputs, atUs);
  const judgement = current ?? missed(facts, measures, inputs);
  const { verdict } = judgement;
  const n = current?.n ?? null;
  const announced = current?.holdMet === true;
  const movement = movementOf(judgement, n, measures, facts, inputs, announced);
  const event: CoreEvent =
    verdict === 'counted'
      ? { kind: 'rep-completed', atUs, rep: movement as Rep }
      : { kind: 'movement', atUs, movement };
  // A hold that ended within its own error of the target is met after all, and said to be.
  const late: readonly CoreEvent[] =
    n !== null && !announced && (movement.holdS ?? 0) >= inputs.options.targetHoldS
      ? [{ kind: 'hold-met', atUs, n }]
      : nothing;
  // A rejected movement is handling: it doesn't begin a set, but inside one it is kept with the others.
  const begun = verdict === 'rejected' ? { sets, events: nothing } : beginSet(sets, facts.startUs, atUs);
  if (!begun.sets.inSet) return { sets: { ...sets, current: null }, events: [event] };
  const isShort = current?.isShort === true;
  const item: SetItem = {
    movement,
    sizeMm: facts.sizeMm,
    weightN: measures.weightN,
    isShort,
    putDownUs: null,
    forceLateMs: measures.forceLateMs,
  };
  const items: ItemList = { item, previous: begun.sets.items };
  const next: SetMachine = {
    ...begun.sets,
    current: null,
    items,
    weightN: carriedN(toArray(items)),
    force: measures.force,
  };
  const taught = verdict === 'counted' ? remember(next, measures) : rememberShort(next, verdict, facts, inputs);
  return { sets: taught, events: [...begun.events, ...late, event] };
}

/** What a counted rep teaches about the next: the usual range and top. */
function remember(sets: SetMachine, { romMm, topMm }: Measures): SetMachine {
  if (romMm === null || topMm === null) return sets;
  const romsMm = [...sets.romsMm.slice(1 - REFERENCES), romMm];
  const topsMm = [...sets.topsMm.slice(1 - REFERENCES), topMm];
  return { ...sets, romsMm, topsMm, romRefMm: median(romsMm), topRefMm: median(topsMm) };
}

/** Two in a row below the learned top, and alike: from here on the set goes by its own. */
function rememberShort(sets: SetMachine, verdict: Verdict, facts: RepFacts, inputs: SetInputs): SetMachine {
  if (!inputs.context.learnedOnly || verdict === 'rejected') return sets;
  const unlearned = sets.unlearned || isSameTop(sets.shortTopMm, facts, inputs);
  return { ...sets, unlearned, shortTopMm: facts.highMm };
}

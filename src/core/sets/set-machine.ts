import type { ForceModel } from '../metrics/fusion.ts';
import { type Measures, measureMovement } from '../metrics/measure.ts';
import type { Trace } from '../metrics/trace.ts';
import type { RepContext, RepFacts, RepSignal } from '../reps/signals.ts';
import type { CoreEvent, CoreOptions, Movement, Rep, Verdict } from '../types.ts';
import { carriedN, median, settleSet, toArray } from './settle.ts';

/** One movement of the set with what settling needs beyond its public part. */
export interface SetItem {
  readonly movement: Movement;
  readonly sizeMm: number | null;
  readonly weightN: number | null;
}

export interface ItemList {
  readonly item: SetItem;
  readonly previous: ItemList | null;
}

/** The movement under way, once it has reached lockout. */
interface Current {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly n: number | null;
  readonly lockoutUs: number;
  /** `lockoutUs` was measured against the level of the hold. */
  readonly beginSettled: boolean;
  readonly holding: boolean;
  readonly heldS: number;
  readonly holdMet: boolean;
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
  weightN: null,
  force: null,
};

/** No progress for so long ends the set. lift/20260529-DL-1 rests 4 s between reps, lift/m2_position_force 6 s, accel/20260619-SS-1 8 s. */
const REST_ENDS_US = 12e6;
/** A lockout hold is not a stall: it may last a minute. */
const HOLD_ENDS_US = 60e6;
const REFERENCES = 9;
/** Three standard deviations of a hold: what was announced live isn't taken back for less. */
const HOLD_ERROR_S = 0.05;
/** Share of the profile's range below which a movement is no attempt. */
const ATTEMPT_SHARE = 0.5;

const nothing: readonly CoreEvent[] = [];

export function onSignal(sets: SetMachine, signal: RepSignal, inputs: SetInputs): SetStepped {
  switch (signal.kind) {
    case 'rise':
      return { sets: { ...sets, lastProgressUs: signal.atUs }, events: nothing };
    case 'lockout':
      return onLockout({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts, inputs);
    case 'hold-ended':
      return onHoldEnded({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts);
    case 'done':
      return onDone({ ...sets, lastProgressUs: signal.atUs }, signal.atUs, signal.facts, inputs);
  }
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
  atUs: number,
  heldUntilUs: number,
  facts: RepFacts,
  inputs: SetInputs,
): SetStepped {
  const { current } = sets;
  if (current === null) return { sets, events: nothing };
  const lockoutUs = current.beginSettled
    ? current.lockoutUs
    : (measure(facts, inputs, atUs).lockoutUs ?? current.lockoutUs);
  const holdMet = heldUntilUs - lockoutUs >= inputs.options.targetHoldS * 1e6;
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
  return { sets: rested, events: [{ kind: 'set-ended', atUs, set: settleSet(sets, atUs, options.profile, rackedN) }] };
}

function onLockout(sets: SetMachine, atUs: number, facts: RepFacts, inputs: SetInputs): SetStepped {
  const reasons = doubts(facts, inputs);
  const verdict: Verdict = reasons.length > 0 ? 'doubtful' : 'counted';
  const n = verdict === 'counted' ? sets.counted + 1 : null;
  const measures = measure(facts, inputs, atUs);
  const current: Current = {
    verdict,
    reasons,
    n,
    lockoutUs: measures.lockoutUs ?? facts.lockoutUs ?? atUs,
    beginSettled: false,
    holding: facts.holdEndUs === null,
    heldS: 0,
    holdMet: false,
  };
  const started = beginSet(sets, facts.startUs, atUs);
  const next: SetMachine = { ...started.sets, current, counted: n ?? sets.counted };
  if (n === null) return { sets: next, events: started.events };
  const rep = movementOf(measures, facts, inputs, 'counted', [], n, false) as Rep;
  return { sets: next, events: [...started.events, { kind: 'lockout-reached', atUs, rep }] };
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
  const { verdict, reasons, n } = current ?? missed(facts, measures, inputs);
  const announced = current?.holdMet === true;
  const movement = movementOf(measures, facts, inputs, verdict, reasons, n, announced);
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
  const item: SetItem = { movement, sizeMm: facts.sizeMm, weightN: measures.weightN };
  const items: ItemList = { item, previous: begun.sets.items };
  const next: SetMachine = {
    ...begun.sets,
    current: null,
    items,
    weightN: carriedN(toArray(items)),
    force: measures.force,
  };
  return { sets: verdict === 'counted' ? remember(next, facts) : next, events: [...begun.events, ...late, event] };
}

/** What a counted rep teaches about the next: the usual range and top. */
function remember(sets: SetMachine, { lowMm, highMm }: RepFacts): SetMachine {
  if (lowMm === null || highMm === null) return sets;
  const romsMm = [...sets.romsMm.slice(1 - REFERENCES), highMm - lowMm];
  const topsMm = [...sets.topsMm.slice(1 - REFERENCES), highMm];
  return { ...sets, romsMm, topsMm, romRefMm: median(romsMm), topRefMm: median(topsMm) };
}

function doubts(facts: RepFacts, inputs: SetInputs): readonly string[] {
  const reasons: string[] = [];
  if (inputs.distrust !== '') reasons.push(inputs.distrust);
  if (facts.gap) reasons.push('samples are missing on the way up');
  const { romMaxMm } = inputs.options.profile;
  if (facts.lowMm !== null && facts.highMm !== null && facts.highMm - facts.lowMm > romMaxMm) {
    reasons.push(`moved ${Math.round(facts.highMm - facts.lowMm)} mm, more than ${romMaxMm} mm is plausible for`);
  }
  return reasons;
}

/** The verdict on a movement that never reached lockout. */
function missed(
  facts: RepFacts,
  measures: Measures,
  inputs: SetInputs,
): { verdict: Verdict; reasons: readonly string[]; n: null } {
  const { context } = inputs;
  const romMm = measures.romMm ?? 0;
  const neededMm = context.romRefMm ?? context.romMinMm;
  if (romMm < ATTEMPT_SHARE * neededMm) {
    return {
      verdict: 'rejected',
      reasons: [`moved only ${Math.round(romMm)} mm of about ${Math.round(neededMm)} mm`],
      n: null,
    };
  }
  if (inputs.distrust !== '') return { verdict: 'doubtful', reasons: [inputs.distrust], n: null };
  const shortMm =
    context.topRefMm !== null && facts.highMm !== null ? context.topRefMm - facts.highMm : neededMm - romMm;
  const reason =
    shortMm > 0
      ? `${Math.round(shortMm)} mm short of lockout`
      : `moved ${Math.round(romMm)} mm of about ${Math.round(neededMm)} mm`;
  return { verdict: 'partial', reasons: [reason], n: null };
}

function movementOf(
  measures: Measures,
  facts: RepFacts,
  inputs: SetInputs,
  verdict: Verdict,
  reasons: readonly string[],
  n: number | null,
  holdAnnounced: boolean,
): Movement {
  const { weightN: _, force: __, dropped: ___, effort, ...quantities } = measures;
  const flags = flagsOf(measures, facts, inputs, holdAnnounced);
  if (verdict === 'partial') flags.unshift('short-of-lockout');
  return { n, verdict, reasons, flags, ...quantities, ...(effort === null ? {} : { effort }) };
}

function flagsOf(
  measures: Measures,
  facts: RepFacts,
  { context, options, forceOnly }: SetInputs,
  holdAnnounced: boolean,
): string[] {
  const flags: string[] = [];
  const over = facts.holdEndUs !== null || facts.endUs !== null;
  const neededS = options.targetHoldS - (holdAnnounced ? HOLD_ERROR_S : 0);
  if (over && measures.holdS !== null && measures.holdS < neededS) flags.push('hold-missed');
  if (context.topRefMm !== null && facts.highMm !== null && facts.highMm > context.topRefMm + context.topToleranceMm) {
    flags.push('overshoot');
  }
  const { leftSharePercent } = measures;
  const unevenBeyond = options.profile.unevenBeyondPercent ?? null;
  if (leftSharePercent !== null && unevenBeyond !== null && Math.abs(leftSharePercent - 50) > unevenBeyond) {
    flags.push('uneven');
  }
  if (facts.rocking) flags.push('rocking');
  if (measures.dropped) flags.push('dropped');
  if (facts.stalled) flags.push('stalled');
  if (facts.gap) flags.push('gap');
  if (forceOnly) flags.push('force-only');
  return flags;
}

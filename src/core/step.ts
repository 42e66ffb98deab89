import { fuse } from './live-force.ts';
import { clearTrace, forgetForces, forgetHeights, forgetRepeats, pushTrace } from './metrics/trace.ts';
import { bare, type ChannelReason, type Reason } from './reasons.ts';
import { startForceReps, stepForceReps } from './reps/force-reps.ts';
import { finishHeightReps, interruptHeightReps } from './reps/height-ends.ts';
import { mayArrive, stepHeightReps } from './reps/height-reps.ts';
import { factsOf, type HeightReps, heldUntilUs, isUnderWay, movedOnUs, startHeightReps } from './reps/height-state.ts';
import type { RepContext, RepSignal } from './reps/signals.ts';
import { updateContext } from './sets/references.ts';
import {
  endSet,
  isHoldDue,
  isOver,
  onHeight,
  onHoldDue,
  onSignal,
  REST_ENDS_US,
  type SetInputs,
} from './sets/set-machine.ts';
import { noBeam, watchBeam } from './signal/beam.ts';
import { isForceSilent, judgeForce } from './signal/force-channel.ts';
import { isHeightSilent, judgeHeight, SILENT_US } from './signal/height-channel.ts';
import { predict, resetTo, startFilter, updateHeight } from './signal/height-filter.ts';
import { leaveOut } from './signal/left-out.ts';
import { watchLoad } from './signal/load-watch.ts';
import { flushOrder, nextReady, orderReading, type Reading } from './signal/order.ts';
import { isRepeating, isSameReading } from './signal/repeat-watch.ts';
import type { State } from './state.ts';
import type { Channel, ChannelStatus, CoreEvent, Input } from './types.ts';

export interface Stepped {
  readonly state: State;
  readonly events: readonly CoreEvent[];
}

/** A silence of the height longer than this is a gap, announced or not. At 20 Hz five readings, at 50 Hz twelve. */
const GAP_US = 250_000;
/** A lost reading or two are what the filter bridges (5 % of them lost leave no rep unseen); more of them in a row are a gap. */
const LEAST_GAP_US = 100_000;
/** Holes of a set that are known at once. */
const MOST_LOST = 256;
const LEAST_GAP_PERIODS = 3.5;
/** How often progress within a set is noted. */
const PROGRESS_US = 250_000;

/**
 * Takes in one input. The state is changed in place and handed back: it has one owner, who goes on with it (a snapshot is a
 * `structuredClone`). Nothing else is changed, and equal states and inputs give equal results.
 */
export function step(state: State, input: Input): Stepped {
  const events: CoreEvent[] = [];
  const { options } = state;
  switch (input.kind) {
    case 'height':
      take(state, events, 'height', input, options.heightLagMs, input.heightMm, Number.NaN);
      break;
    case 'force':
      take(state, events, 'force', input, options.forceLagMs, input.forceN, input.leftForceN ?? Number.NaN);
      break;
    case 'gap':
      flush(state, events);
      if (input.channel === 'height' && isLong(input, state.height.periodUs)) {
        // The hold ends with the last reading seen, so that a replayed gap ends it at the same time as the live one did.
        if (state.filter !== null) interrupt(state, events, state.beam.barUs);
        const { lostUs } = state.sets;
        if (lostUs.push(input.fromUs - options.heightLagMs * 1000) > MOST_LOST) lostUs.shift();
      }
      passTime(state, events, input.atUs);
      break;
    case 'tick':
      passTime(state, events, input.atUs);
      break;
    case 'end-set':
      flush(state, events);
      endNow(state, events, Math.max(input.atUs, state.nowUs));
      break;
  }
  return { state, events };
}

const isLong = ({ fromUs, atUs }: { fromUs: number; atUs: number }, periodUs: number): boolean =>
  atUs - fromUs > Math.max(LEAST_GAP_US, LEAST_GAP_PERIODS * periodUs);

function take(
  state: State,
  events: CoreEvent[],
  channel: Channel,
  input: { readonly atUs: number; readonly flags?: number },
  lagMs: number,
  value: number,
  leftN: number,
): void {
  const atUs = input.atUs - lagMs * 1000;
  if (!Number.isFinite(value) || !Number.isFinite(atUs)) {
    throw new RangeError(`a ${channel} reading must be a finite number at a finite time; got ${value} at ${atUs} us`);
  }
  orderReading(state.order, channel, atUs, value, leftN, input.flags !== undefined && input.flags !== 0);
  useReady(state, events);
}

function flush(state: State, events: CoreEvent[]): void {
  flushOrder(state.order);
  useReady(state, events);
}

function useReady(state: State, events: CoreEvent[]): void {
  for (let reading = nextReady(state.order); reading !== null; reading = nextReady(state.order)) {
    use(state, events, reading);
  }
}

function use(state: State, events: CoreEvent[], reading: Reading): void {
  if (reading.channel === 'height') useHeight(state, events, reading);
  else useForce(state, events, reading);
  passTime(state, events, reading.atUs);
}

function useHeight(state: State, events: CoreEvent[], reading: Reading): void {
  const { height, beam } = state;
  const { atUs } = reading;
  const { status, reason } = height;
  const seenUs = beam.barUs;
  const wasRepeating = isRepeating(height.repeats);
  const use = judgeHeight(height, reading);
  if (!wasRepeating && isRepeating(height.repeats)) {
    forgetRepeats(state.trace, (lastedUs) => isSameReading(height.repeats, lastedUs));
  }
  if (height.status !== status || height.reason !== reason) {
    tellStatus(events, 'height', height, status, reason, atUs);
  }
  if (use === 'lost' && state.reps !== null) loseStuck(state, events);
  if (reading.doubted || use === 'repeated' || use === 'lost') return;
  if (state.filter === null) beginBar(state, reading);
  else if (!followBar(state, events, reading, seenUs)) return;
  state.forceReps = null;
  const { filter, reps } = state;
  if (reps === null) state.reps = startHeightReps(filter!);
  else if (state.isSpent && filter!.velocityMmps > 0) forgetRise(state, reps);
  else {
    state.isSpent = false;
    tell(state, events, stepHeightReps(reps, filter!, contextOf(state)));
  }
}

/** The bar still rises, in a rep of the set that has ended: for the next one it begins at its top. */
function forgetRise(state: State, reps: HeightReps): void {
  Object.assign(reps, startHeightReps(state.filter!));
  clearTrace(state.trace);
}

function beginBar(state: State, reading: Reading): void {
  const { atUs, value: heightMm } = reading;
  Object.assign(state.beam, noBeam(), { barUs: atUs, barMm: heightMm, barReadings: 1 });
  keep(state, reading, 1);
  state.filter = startFilter(atUs, heightMm, state.height.noiseMm);
}

function loseStuck(state: State, events: CoreEvent[]): void {
  const { sinceUs } = state.height.stuck;
  forgetHeights(state.trace, sinceUs + 1);
  loseHeight(state, events, sinceUs);
}

/** A jolt of the bar may look like less. */
const TOLD_SPIKE_MM = 50;

/** Takes a height into the filter, if it shows the bar: whether it does. */
function followBar(state: State, events: CoreEvent[], reading: Reading, seenUs: number): boolean {
  const { height, beam } = state;
  const filter = state.filter!;
  const { atUs, value: heightMm } = reading;
  const { others, otherMm, barMm } = beam;
  predict(filter, atUs);
  const use = watchBeam(beam, filter, atUs, heightMm, height.noiseMm);
  // A hand before the sensor may stay there for seconds: only what came back counts as rejected.
  if (use === 'bar' && others > 0) leaveOut(height, atUs, others, Math.abs(otherMm - barMm) > TOLD_SPIKE_MM);
  keep(state, reading, use === 'other' ? 0 : 1);
  if (use === 'other') return false;
  const isGap = atUs - seenUs > GAP_US;
  if (isGap) interrupt(state, events, seenUs);
  if (use === 'jump') {
    finishReps(state, events);
    state.reps = null;
    state.filter = startFilter(atUs, heightMm, height.noiseMm);
  } else if (isGap) state.filter = startFilter(atUs, heightMm, height.noiseMm);
  else if (use === 'manoeuvre') resetTo(filter, heightMm, height.noiseMm);
  else updateHeight(filter, heightMm, height.noiseMm);
  onHeight(state.sets, atUs, heightMm);
  return true;
}

/** Nothing is watched, and nothing has moved for a while: only the latest readings are needed. */
const keep = (state: State, reading: Reading, weight: number): void => {
  const { sets, forceReps, trace } = state;
  const isMoving = forceReps?.rising === true;
  pushTrace(trace, reading, weight, sets.watchUs ?? (isMoving ? Number.NEGATIVE_INFINITY : null));
};

function useForce(state: State, events: CoreEvent[], reading: Reading): void {
  const { force, reps } = state;
  const { atUs, value: forceN } = reading;
  const { status, reason, leftOut, isFloating } = force;
  const isSeen = state.height.status !== 'absent' && !state.height.isStuck;
  const use = judgeForce(force, reading, isSeen);
  if (force.status !== status || force.reason !== reason) tellStatus(events, 'force', force, status, reason, atUs);
  if (force.leftOut > leftOut) forgetForces(state.trace, force.leftOut - leftOut);
  if (force.isFloating && !isFloating) forgetForces(state.trace, Number.POSITIVE_INFINITY);
  if (!use) return;
  state.forceN = forceN;
  watchLoad(state.load, atUs, forceN, reps?.placeSinceUs ?? 0);
  const fused = fuse(state, atUs, forceN);
  keep(state, reading, 1);
  const isBridged = fused && atUs - state.beam.barUs < LEAST_GAP_US;
  if (isBridged && reps !== null && mayArrive(reps, state.filter!)) {
    tell(state, events, stepHeightReps(reps, state.filter!, contextOf(state)));
  }
  if (!isSeen && state.options.forceMount !== 'hooks') countByForce(state, events, atUs, forceN);
}

function countByForce(state: State, events: CoreEvent[], atUs: number, forceN: number): void {
  if (state.forceReps === null) {
    // A load that was carried before the height was lost isn't one that comes on and goes again.
    state.forceReps = { ...startForceReps(atUs, forceN), repsInLoad: 1 };
    return;
  }
  const stepped = stepForceReps(state.forceReps, atUs, forceN, state.options.forceMount);
  state.forceReps = stepped.reps;
  tell(state, events, stepped.signals);
}

function interrupt(state: State, events: CoreEvent[], lastSeenUs: number): void {
  if (state.reps !== null) tell(state, events, interruptHeightReps(state.reps, lastSeenUs));
}

function tell(state: State, events: CoreEvent[], signals: readonly RepSignal[]): void {
  if (signals.length === 0) return;
  for (const signal of signals) onSignal(state.sets, events, signal, setInputs(state));
}

/** What follows from time alone: silence of a channel, the target of a hold, the end of a set. */
function passTime(state: State, events: CoreEvent[], atUs: number): void {
  if (atUs > state.nowUs) state.nowUs = atUs;
  const { nowUs, height, force } = state;
  if (isForceSilent(force, nowUs)) silence(state, events, 'force');
  if (isHeightSilent(height, nowUs)) {
    loseHeight(state, events, state.beam.barUs);
    silence(state, events, 'height');
  }
  if (state.sets.watchUs !== null) passSetTime(state, events);
}

/** The same of a set, or of what may become one. */
function passSetTime(state: State, events: CoreEvent[]): void {
  const { reps, sets, nowUs } = state;
  // Progress is never later than now: it need not be asked for before it can be news.
  if (nowUs - sets.lastProgressUs > PROGRESS_US) {
    const progressUs = progressOf(state);
    if (progressUs - sets.lastProgressUs > PROGRESS_US) sets.lastProgressUs = progressUs;
  }
  if (reps !== null && sets.current !== null) {
    const untilUs = heldUntilUs(reps);
    if (isHoldDue(sets, untilUs, state.options.targetHoldS)) {
      onHoldDue(sets, events, nowUs, untilUs, factsOf(reps, null), setInputs(state));
    }
  }
  if (nowUs - sets.lastProgressUs <= REST_ENDS_US) return;
  if (isOver(sets, nowUs, reps !== null && isUnderWay(reps, nowUs), isHung(state))) endNow(state, events, nowUs);
}

/** Of the set's load the cell on the bar feels so little, or that in the hooks so much, that no one holds the bar. */
const LET_GO_SHARE = 0.2;
const HUNG_N = 80;
/** A load that is held trembles. */
const HUNG_US = 1e6;

function isHung({ options: { forceMount }, load: { placeN, placeSinceUs }, nowUs, sets, force }: State): boolean {
  if (nowUs - placeSinceUs < HUNG_US || force.status !== 'ok') return false;
  if (forceMount === 'hooks') return placeN > HUNG_N;
  return forceMount === 'bar' && sets.weightN !== null && placeN < LET_GO_SHARE * sets.weightN;
}

/** When the set was last seen to go on. */
function progressOf(state: State): number {
  if (state.forceReps?.rising === true) return state.nowUs;
  const { reps } = state;
  if (reps === null || reps.phase === 'rest' || reps.placeSinceUs <= state.sets.lastProgressUs) return 0;
  return movedOnUs(reps, contextOf(state));
}

/** What was under way is settled on what was seen of it; from here on the force counts. */
function loseHeight(state: State, events: CoreEvent[], lastSeenUs: number): void {
  interrupt(state, events, lastSeenUs);
  finishReps(state, events);
  state.reps = null;
  state.filter = null;
}

function endNow(state: State, events: CoreEvent[], atUs: number): void {
  state.nowUs = Math.max(atUs, state.nowUs);
  const { reps } = state;
  const isUp = reps !== null && (reps.phase === 'ascending' || reps.phase === 'lockout');
  const riseUs = isUp ? reps.startUs : Number.POSITIVE_INFINITY;
  finishReps(state, events);
  const rackedN = state.options.forceMount === 'hooks' ? state.load.loadN : null;
  endSet(state.sets, events, state.trace, atUs, state.options, rackedN);
  const last = events.at(-1);
  state.isSpent =
    last?.kind === 'set-ended' && last.set.movements.some(({ n, lockoutUs }) => n !== null && lockoutUs! >= riseUs);
}

function finishReps(state: State, events: CoreEvent[]): void {
  if (state.reps === null || state.filter === null) return;
  tell(state, events, finishHeightReps(state.reps, state.filter, contextOf(state)));
}

/** After as long as a channel is called silent. */
const SILENT: ChannelReason = { kind: 'silent', params: { silentS: SILENT_US / 1e6 } };

function silence(state: State, events: CoreEvent[], channel: Channel): void {
  const health = state[channel];
  const { status, reason } = health;
  health.status = 'absent';
  health.reason = SILENT;
  tellStatus(events, channel, health, status, reason, state.nowUs);
}

/** Tells a status or reason that differs from the one before. */
function tellStatus(
  events: CoreEvent[],
  channel: Channel,
  { status, reason }: { readonly status: ChannelStatus; readonly reason: ChannelReason | null },
  statusBefore: ChannelStatus,
  reasonBefore: ChannelReason | null,
  atUs: number,
): void {
  if (status !== statusBefore || reason?.kind !== reasonBefore?.kind)
    events.push({ kind: 'channel', atUs, channel, status, reason });
}

const contextOf = ({ context, options, sets, height }: State): RepContext =>
  updateContext(context, options, sets, height.noiseMm);

function setInputs(state: State): SetInputs {
  const forceOnly = state.forceReps !== null;
  return {
    options: state.options,
    context: contextOf(state),
    trace: state.trace,
    distrust: forceOnly ? distrustOfForce(state) : null,
    forceOnly,
  };
}

/** Acceleration pulses last 0.2 s and more; below 20 readings a second they can't be distinguished from garbage. */
const SLOWEST_FORCE_PERIOD_US = 50_000;

function distrustOfForce({ force }: State): Reason | null {
  if (force.status === 'unreliable') return bare('force-unreliable');
  return force.periodUs > SLOWEST_FORCE_PERIOD_US ? bare('force-too-slow') : null;
}

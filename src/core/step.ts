import { accelerationOf } from './metrics/fusion.ts';
import { pushTrace } from './metrics/trace.ts';
import { startForceReps, stepForceReps } from './reps/force-reps.ts';
import { finishHeightReps, interruptHeightReps } from './reps/height-ends.ts';
import { stepHeightReps } from './reps/height-reps.ts';
import { factsOf, heldUntilUs, startHeightReps } from './reps/height-state.ts';
import type { RepContext, RepSignal } from './reps/signals.ts';
import { repContext } from './sets/references.ts';
import { endSet, isHoldDue, isOver, onHoldDue, onSignal, type SetInputs, type SetStepped } from './sets/set-machine.ts';
import { checkForceSilence, type ForceChannel, judgeForce } from './signal/force-channel.ts';
import { checkSilence, type HeightChannel, judgeHeight } from './signal/height-channel.ts';
import { agrees, farMm, predict, startFilter, updateAcceleration, updateHeight } from './signal/height-filter.ts';
import { watchLoad } from './signal/load-watch.ts';
import { flushOrder, orderReading, type Reading } from './signal/order.ts';
import type { State } from './state.ts';
import type { Channel, CoreEvent, Input } from './types.ts';

export interface Stepped {
  readonly state: State;
  readonly events: readonly CoreEvent[];
}

/** The state under construction: a copy that belongs to one call of `step`, so that the steps need only one copy between them. */
type Draft = { -readonly [Key in keyof State]: State[Key] };

/** A silence of the height longer than this is a gap, told or not. At 20 Hz five readings, at 50 Hz twelve. */
const GAP_US = 250_000;
/** Rattle of a bar in use, as an acceleration; between the errors of 0.1 and 0.3 m/s2 that a cell in use is reckoned to have. */
const FORCE_NOISE_MMPS2 = 200;
/** A lost reading or two are what the filter bridges (5 % of them lost leave no rep unseen); more of them in a row are a gap. */
const LEAST_GAP_US = 100_000;
const LEAST_GAP_PERIODS = 3.5;
/** Below this share of the load the bar lies on something else. */
const CARRIED_SHARE = 0.2;
/** How often progress within a set is noted. */
const PROGRESS_US = 250_000;

/** One input, one new state. Pure: neither argument is changed, and the same arguments give the same result. */
export function step(state: State, input: Input): Stepped {
  const draft = draftOf(state);
  const events: CoreEvent[] = [];
  switch (input.kind) {
    case 'height':
      takeReading(
        draft,
        events,
        'height',
        input.atUs - state.options.heightLagMs * 1000,
        input.heightMm,
        Number.NaN,
        input.flags,
      );
      break;
    case 'force':
      takeReading(
        draft,
        events,
        'force',
        input.atUs - state.options.forceLagMs * 1000,
        input.forceN,
        input.leftForceN ?? Number.NaN,
        input.flags,
      );
      break;
    case 'gap':
      flush(draft, events);
      // The hold ends with the last reading seen, so that a replayed gap ends it at the same time as the live one did.
      if (input.channel === 'height' && draft.filter !== null && isLong(input, draft.height.periodUs)) {
        interrupt(draft, events, draft.height.lastUs);
      }
      passTime(draft, events, input.atUs);
      break;
    case 'tick':
      passTime(draft, events, input.atUs);
      break;
    case 'end-set':
      flush(draft, events);
      endNow(draft, events, Math.max(input.atUs, draft.nowUs));
      break;
  }
  return { state: draft, events };
}

const isLong = ({ fromUs, atUs }: { fromUs: number; atUs: number }, periodUs: number): boolean =>
  atUs - fromUs > Math.max(LEAST_GAP_US, LEAST_GAP_PERIODS * periodUs);

function takeReading(
  draft: Draft,
  events: CoreEvent[],
  channel: Channel,
  atUs: number,
  value: number,
  leftN: number,
  flags: number | undefined,
): void {
  if (!Number.isFinite(value) || !Number.isFinite(atUs)) {
    throw new RangeError(`a ${channel} reading must be a finite number at a finite time; got ${value} at ${atUs} us`);
  }
  const doubted = flags !== undefined && flags !== 0;
  const { order, ready } = orderReading(draft.order, { channel, atUs, value, leftN, doubted });
  draft.order = order;
  for (const reading of ready) use(draft, events, reading);
}

function flush(draft: Draft, events: CoreEvent[]): void {
  const { order, ready } = flushOrder(draft.order);
  draft.order = order;
  for (const reading of ready) use(draft, events, reading);
}

function use(draft: Draft, events: CoreEvent[], reading: Reading): void {
  if (reading.channel === 'height') useHeight(draft, events, reading);
  else useForce(draft, events, reading);
  passTime(draft, events, reading.atUs);
}

function useHeight(draft: Draft, events: CoreEvent[], reading: Reading): void {
  const before = draft.height;
  const judged = judgeHeight(before, reading);
  setHeight(draft, events, judged.channel, reading.atUs);
  if (judged.use === 'skip') return;
  const lastUs = draft.filter === null ? reading.atUs : before.lastUs;
  const isGap = reading.atUs - lastUs > GAP_US;
  if (isGap) interrupt(draft, events, lastUs);
  draft.trace = pushTrace(draft.trace, reading, draft.reps === null || draft.reps.phase === 'rest');
  draft.forceReps = null;
  const { noiseMm } = draft.height;
  if (draft.filter === null || isGap || judged.use === 'restart') {
    draft.filter = startFilter(reading.atUs, reading.value, noiseMm);
    draft.farMm = 0;
  } else {
    const ahead = predict(draft.filter, reading.atUs);
    const residueMm = farMm(ahead, reading.value, noiseMm);
    // One reading far off is a spike, two on the same side are a bar that was stopped or dropped.
    const isSpike = residueMm !== 0 && residueMm * draft.farMm <= 0;
    draft.filter = isSpike ? ahead : updateHeight(ahead, reading.value, noiseMm);
    draft.farMm = isSpike ? residueMm : 0;
    if (isSpike) return;
  }
  if (draft.reps === null) {
    draft.reps = startHeightReps(draft.filter);
    return;
  }
  const { reps, signals } = stepHeightReps(draft.reps, draft.filter, contextOf(draft));
  draft.reps = reps;
  tell(draft, events, signals);
}

function useForce(draft: Draft, events: CoreEvent[], reading: Reading): void {
  const judged = judgeForce(draft.force, reading);
  setForce(draft, events, judged.channel, reading.atUs);
  if (!judged.use) return;
  const atRest = (draft.reps === null || draft.reps.phase === 'rest') && draft.forceReps?.rising !== true;
  draft.forceN = reading.value;
  draft.load = watchLoad(draft.load, reading.atUs, reading.value, draft.reps?.placeSinceUs ?? 0);
  fuse(draft, reading);
  draft.trace = pushTrace(draft.trace, reading, atRest);
  if (draft.height.status !== 'absent' || draft.options.forceMount === 'hooks') return;
  if (draft.forceReps === null) {
    draft.forceReps = startForceReps(reading.atUs, reading.value);
    return;
  }
  const stepped = stepForceReps(draft.forceReps, reading.atUs, reading.value, draft.options.forceMount);
  draft.forceReps = stepped.reps;
  tell(draft, events, stepped.signals);
}

/**
 * The force tells the acceleration between two heights, once a movement has shown that it does. One reading that doesn't fit the
 * heights is left out; a movement that it doesn't fit ends its use.
 */
function fuse(draft: Draft, { atUs, value }: Reading): void {
  const { filter, load, sets } = draft;
  const weightN = sets.weightN ?? load.loadN;
  if (sets.force === null || weightN === null || filter === null || atUs < filter.atUs) return;
  if (draft.height.status !== 'ok' || draft.force.status !== 'ok' || value < CARRIED_SHARE * weightN) return;
  const ahead = predict(filter, atUs);
  const told = accelerationOf({ ...sets.force, weightN }, value, ahead.velocityMmps);
  if (agrees(ahead, told, FORCE_NOISE_MMPS2)) draft.filter = updateAcceleration(ahead, told, FORCE_NOISE_MMPS2);
}

function interrupt(draft: Draft, events: CoreEvent[], lastSeenUs: number): void {
  if (draft.reps === null) return;
  const { reps, signals } = interruptHeightReps(draft.reps, lastSeenUs);
  draft.reps = reps;
  tell(draft, events, signals);
}

function tell(draft: Draft, events: CoreEvent[], signals: readonly RepSignal[]): void {
  for (const signal of signals) apply(draft, events, onSignal(draft.sets, signal, setInputs(draft)));
}

function apply(draft: Draft, events: CoreEvent[], stepped: SetStepped): void {
  draft.sets = stepped.sets;
  for (const event of stepped.events) events.push(event);
}

/** What follows from time alone: silence of a channel, the target of a hold, the end of a set. */
function passTime(draft: Draft, events: CoreEvent[], atUs: number): void {
  if (atUs > draft.nowUs) draft.nowUs = atUs;
  const { nowUs } = draft;
  setForce(draft, events, checkForceSilence(draft.force, nowUs), nowUs);
  const height = checkSilence(draft.height, nowUs);
  if (height !== draft.height) {
    // What was under way is settled on what was seen of it; from here on the force counts.
    interrupt(draft, events, draft.height.lastUs);
    finishReps(draft, events);
    draft.reps = null;
    draft.filter = null;
    setHeight(draft, events, height, nowUs);
  }
  const progressUs = draft.forceReps?.rising === true ? nowUs : (draft.reps?.placeSinceUs ?? 0);
  if (draft.sets.inSet && progressUs - draft.sets.lastProgressUs > PROGRESS_US) {
    draft.sets = { ...draft.sets, lastProgressUs: progressUs };
  }
  if (draft.reps !== null) {
    const untilUs = heldUntilUs(draft.reps);
    if (isHoldDue(draft.sets, untilUs, draft.options.targetHoldS)) {
      apply(draft, events, onHoldDue(draft.sets, nowUs, untilUs, factsOf(draft.reps, null), setInputs(draft)));
    }
  }
  if (isOver(draft.sets, nowUs)) endNow(draft, events, nowUs);
}

function endNow(draft: Draft, events: CoreEvent[], atUs: number): void {
  draft.nowUs = Math.max(atUs, draft.nowUs);
  finishReps(draft, events);
  const rackedN = draft.options.forceMount === 'hooks' ? draft.load.loadN : null;
  apply(draft, events, endSet(draft.sets, atUs, draft.options, rackedN));
}

function finishReps(draft: Draft, events: CoreEvent[]): void {
  if (draft.reps === null || draft.filter === null) return;
  const { reps, signals } = finishHeightReps(draft.reps, draft.filter, contextOf(draft));
  draft.reps = reps;
  tell(draft, events, signals);
}

function setHeight(draft: Draft, events: CoreEvent[], channel: HeightChannel, atUs: number): void {
  if (channel.status !== draft.height.status) {
    events.push({ kind: 'channel', atUs, channel: 'height', status: channel.status, reason: channel.reason });
  }
  draft.height = channel;
}

function setForce(draft: Draft, events: CoreEvent[], channel: ForceChannel, atUs: number): void {
  if (channel.status !== draft.force.status) {
    events.push({ kind: 'channel', atUs, channel: 'force', status: channel.status, reason: channel.reason });
  }
  draft.force = channel;
}

/** Written out: it is the hottest line of the core, and a spread takes several times as long. */
function draftOf(state: State): Draft {
  return {
    options: state.options,
    nowUs: state.nowUs,
    order: state.order,
    height: state.height,
    force: state.force,
    forceN: state.forceN,
    load: state.load,
    filter: state.filter,
    farMm: state.farMm,
    reps: state.reps,
    forceReps: state.forceReps,
    sets: state.sets,
    trace: state.trace,
  };
}

const contextOf = ({ options, sets, height }: State): RepContext => repContext(options, sets, height.noiseMm);

function setInputs(state: State): SetInputs {
  const forceOnly = state.forceReps !== null;
  return {
    options: state.options,
    context: contextOf(state),
    trace: state.trace,
    distrust: forceOnly ? distrustOfForce(state) : distrustOfHeight(state),
    forceOnly,
  };
}

const distrustOfHeight = ({ height }: State): string =>
  height.status === 'unreliable' ? `the height is unreliable: ${height.reason}` : '';

/** Acceleration pulses last 0.2 s and more; below 20 readings a second they can't be told from garbage. */
const SLOWEST_FORCE_PERIOD_US = 50_000;

function distrustOfForce({ force }: State): string {
  if (force.status === 'unreliable') return `the force is unreliable: ${force.reason}`;
  if (force.periodUs > SLOWEST_FORCE_PERIOD_US) return 'force alone, and slower than 20 readings a second';
  return '';
}

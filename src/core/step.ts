import { pushTrace } from './metrics/trace.ts';
import { startForceReps, stepForceReps } from './reps/force-reps.ts';
import {
  finishHeightReps,
  type HeightPoint,
  interruptHeightReps,
  startHeightReps,
  stepHeightReps,
} from './reps/height-reps.ts';
import type { RepContext, RepSignal } from './reps/signals.ts';
import { endSet, isOver, onSignal, onTime, type SetInputs } from './sets/set-machine.ts';
import { median } from './sets/settle.ts';
import { checkForceSilence, judgeForce } from './signal/force-channel.ts';
import { checkSilence, judgeHeight } from './signal/height-channel.ts';
import { type HeightFilter, predict, startFilter, updateHeight } from './signal/height-filter.ts';
import { flushOrder, orderReading, type Reading } from './signal/order.ts';
import type { State } from './state.ts';
import type { Channel, ChannelStatus, CoreEvent, Input } from './types.ts';

export interface Stepped {
  readonly state: State;
  readonly events: readonly CoreEvent[];
}

const nothing: readonly CoreEvent[] = [];
/** A silence of the height longer than this is a gap, told or not. At 20 Hz five readings, at 50 Hz twelve. */
const GAP_US = 250_000;

/** One input, one new state. Pure: neither argument is changed, and the same arguments give the same result. */
export function step(state: State, input: Input): Stepped {
  switch (input.kind) {
    case 'height': {
      const atUs = input.atUs - state.options.heightLagMs * 1000;
      return onReading(state, { channel: 'height', atUs, value: input.heightMm, doubted: isDoubted(input.flags) });
    }
    case 'force': {
      const atUs = input.atUs - state.options.forceLagMs * 1000;
      return onReading(state, { channel: 'force', atUs, value: input.forceN, doubted: isDoubted(input.flags) });
    }
    case 'gap':
      return onGap(state, input.channel, input.fromUs, input.atUs);
    case 'tick':
      return passTime(state, input.atUs, nothing);
    case 'end-set':
      return finish(state, input.atUs);
  }
}

const isDoubted = (flags: number | undefined): boolean => flags !== undefined && flags !== 0;

function onReading(state: State, reading: Reading): Stepped {
  if (!Number.isFinite(reading.value) || !Number.isFinite(reading.atUs)) {
    throw new RangeError(
      `a ${reading.channel} reading must be a finite number at a finite time; got ${reading.value} at ${reading.atUs} us`,
    );
  }
  const { order, ready } = orderReading(state.order, reading);
  return useAll({ ...state, order }, ready);
}

function useAll(state: State, readings: readonly Reading[]): Stepped {
  let current = state;
  let events = nothing;
  for (const reading of readings) {
    const used = reading.channel === 'height' ? useHeight(current, reading) : useForce(current, reading);
    const passed = passTime(used.state, reading.atUs, used.events);
    current = passed.state;
    events = join(events, passed.events);
  }
  return { state: current, events };
}

function useHeight(state: State, reading: Reading): Stepped {
  const judged = judgeHeight(state.height, reading);
  const height = judged.channel;
  let events = channelEvents('height', state.height, height, reading.atUs);
  let next: State = { ...state, height };
  if (judged.use === 'skip') return { state: next, events };
  const silentUs = reading.atUs - (state.filter?.atUs ?? reading.atUs);
  if (silentUs > GAP_US) {
    const gap = interrupt(next, state.filter?.atUs ?? reading.atUs);
    next = gap.state;
    events = join(events, gap.events);
  }
  const filter = advance(next.filter, reading, height.noiseMm, judged.use === 'restart' || silentUs > GAP_US);
  next = { ...next, filter, trace: pushTrace(next.trace, reading, next.reps === null || next.reps.phase === 'rest') };
  const point: HeightPoint = filter;
  if (next.forceReps !== null) next = { ...next, forceReps: null };
  if (next.reps === null) return { state: { ...next, reps: startHeightReps(point) }, events };
  const stepped = stepHeightReps(next.reps, point, contextOf(next));
  return applySignals({ ...next, reps: stepped.reps }, stepped.signals, events);
}

function advance(filter: HeightFilter | null, reading: Reading, noiseMm: number, anew: boolean): HeightFilter {
  if (filter === null || anew) return startFilter(reading.atUs, reading.value, noiseMm);
  return updateHeight(predict(filter, reading.atUs), reading.value, noiseMm);
}

function useForce(state: State, reading: Reading): Stepped {
  const judged = judgeForce(state.force, reading);
  const events = channelEvents('force', state.force, judged.channel, reading.atUs);
  if (!judged.use) return { state: { ...state, force: judged.channel }, events };
  const atRest = (state.reps === null || state.reps.phase === 'rest') && state.forceReps?.rising !== true;
  const next: State = {
    ...state,
    force: judged.channel,
    forceN: reading.value,
    trace: pushTrace(state.trace, reading, atRest),
  };
  if (state.height.status !== 'absent' || state.options.forceMount === 'hooks') return { state: next, events };
  if (next.forceReps === null) {
    return { state: { ...next, forceReps: startForceReps(reading.atUs, reading.value) }, events };
  }
  const stepped = stepForceReps(next.forceReps, reading.atUs, reading.value, state.options.forceMount);
  return applySignals({ ...next, forceReps: stepped.reps }, stepped.signals, events);
}

function onGap(state: State, channel: Channel, fromUs: number, atUs: number): Stepped {
  const flushed = flushOrder(state.order);
  const used = useAll({ ...state, order: flushed.order }, flushed.ready);
  if (channel !== 'height') return passTime(used.state, atUs, used.events);
  const gap = interrupt(used.state, fromUs - state.options.heightLagMs * 1000);
  return passTime(gap.state, atUs, join(used.events, gap.events));
}

function interrupt(state: State, lastSeenUs: number): Stepped {
  if (state.reps === null) return { state, events: nothing };
  const { reps, signals } = interruptHeightReps(state.reps, lastSeenUs);
  return applySignals({ ...state, reps }, signals, nothing);
}

function applySignals(state: State, signals: readonly RepSignal[], before: readonly CoreEvent[]): Stepped {
  let { sets } = state;
  let events = before;
  for (const signal of signals) {
    const told = onSignal(sets, signal, setInputs(state));
    sets = told.sets;
    events = join(events, told.events);
  }
  return { state: sets === state.sets ? state : { ...state, sets }, events };
}

/** What follows from time alone: silence of a channel, the target of a hold, the end of a set. */
function passTime(state: State, atUs: number, before: readonly CoreEvent[]): Stepped {
  const nowUs = Math.max(state.nowUs, atUs);
  const height = checkSilence(state.height, nowUs);
  const force = checkForceSilence(state.force, nowUs);
  let events = join(before, channelEvents('height', state.height, height, nowUs));
  events = join(events, channelEvents('force', state.force, force, nowUs));
  let next: State = { ...state, nowUs, height, force };
  if (height.status === 'absent' && state.height.status !== 'absent') {
    const gap = interrupt(next, state.height.lastUs);
    next = gap.state;
    events = join(events, gap.events);
  }
  const timed = onTime(next.sets, nowUs, next.options.targetHoldS);
  const moving =
    next.reps !== null &&
    (next.reps.phase === 'ascending' || next.reps.phase === 'descending') &&
    height.status !== 'absent';
  const sets = moving && timed.sets.inSet ? { ...timed.sets, lastProgressUs: nowUs } : timed.sets;
  events = join(events, timed.events);
  next = { ...next, sets };
  return isOver(sets, nowUs) ? endNow(next, nowUs, events) : { state: next, events };
}

function finish(state: State, atUs: number): Stepped {
  const flushed = flushOrder(state.order);
  const used = useAll({ ...state, order: flushed.order }, flushed.ready);
  return endNow(used.state, Math.max(atUs, used.state.nowUs), used.events);
}

function endNow(state: State, atUs: number, before: readonly CoreEvent[]): Stepped {
  let next = state;
  let events = before;
  if (state.reps !== null && state.filter !== null) {
    const { reps, signals } = finishHeightReps(state.reps, state.filter, contextOf(state));
    const settled = applySignals({ ...state, reps }, signals, events);
    next = settled.state;
    events = settled.events;
  }
  const ended = endSet(next.sets, atUs);
  return {
    state: { ...next, nowUs: Math.max(atUs, next.nowUs), sets: ended.sets },
    events: join(events, ended.events),
  };
}

function contextOf({ options, sets, height }: State): RepContext {
  const romRefMm = median(sets.romsMm);
  const known = options.lockoutHeightMm;
  const topRefMm = known ?? median(sets.topsMm);
  const spanMm = romRefMm ?? options.profile.romMinMm;
  return {
    romMinMm: options.profile.romMinMm,
    romRefMm,
    topRefMm,
    topToleranceMm: known === undefined ? Math.max(30, 0.15 * spanMm) : Math.max(15, 0.06 * spanMm),
    noiseMm: height.noiseMm,
  };
}

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

function channelEvents(
  channel: Channel,
  before: { status: ChannelStatus },
  after: { status: ChannelStatus; reason: string },
  atUs: number,
): readonly CoreEvent[] {
  if (before.status === after.status) return nothing;
  return [{ kind: 'channel', atUs, channel, status: after.status, reason: after.reason }];
}

function join(a: readonly CoreEvent[], b: readonly CoreEvent[]): readonly CoreEvent[] {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}

import { GRAVITY_MPS2 } from './gravity.ts';
import { type HeightReps, heldUntilUs, NEVER_US } from './reps/height-state.ts';
import { updateContext } from './sets/references.ts';
import { holdS } from './sets/set-machine.ts';
import type { State } from './state.ts';
import type { LiveView } from './types.ts';

/** What a screen shows now. Cheap: call it as often as the screen is drawn. */
export function liveView(state: State): LiveView {
  const { filter, reps, sets, height, force, options } = state;
  const seen = height.status !== 'absent' && filter !== null;
  const { topRefMm: topMm, romRefMm } = updateContext(state.context, options, sets, height.noiseMm);
  return {
    atUs: state.nowUs,
    heightMm: seen ? filter.heightMm : null,
    velocityMps: seen ? filter.velocityMmps / 1000 : null,
    forceN: force.status === 'absent' ? null : state.forceN,
    phase: reps?.phase ?? 'rest',
    stalled: reps !== null && standsStill(reps) && !isPutDown(state),
    holdS: reps === null ? 0 : holdS(sets, heldUntilUs(reps)),
    countedReps: sets.counted,
    topMm,
    bottomMm: topMm === null || romRefMm === null ? null : topMm - romRefMm,
    loadKg: loadKg(state),
    inSet: sets.inSet,
    channels: { height: height.status, force: force.status },
    leftOut: { height: height.leftOut, force: force.leftOut },
  };
}

/** It has been found stalled in this rep, and does not move now. */
const standsStill = ({ phase, stalled, slowSinceUs }: HeightReps): boolean =>
  phase === 'ascending' && stalled && slowSinceUs !== NEVER_US;

/** A bar whose weight the hooks or the floor have taken over has been put down: it holds no lifter down, however far up it stands. */
function isPutDown({ sets, force, forceN, load, options }: State): boolean {
  const weightN = options.forceMount === 'hooks' ? load.loadN : sets.weightN;
  if (force.status !== 'ok' || forceN === null || weightN === null || options.forceMount === 'platform') return false;
  const isOnCell = forceN > weightN / 2;
  return options.forceMount === 'hooks' ? isOnCell : !isOnCell;
}

/** The lightest load that is one. */
const LEAST_KG = 3;

/**
 * Within a set the weight that its reps were lifted with, the settled set's own figure so far: a force alone holds the bar's
 * acceleration. Between the sets, and on hooks, what the cell carries while it is steady.
 */
function loadKg({ sets, load, force, options }: State): number | null {
  const weightN = sets.inSet ? (options.forceMount === 'hooks' ? load.loadN : sets.weightN) : load.steadyN;
  if (force.status === 'absent' || weightN === null || weightN < LEAST_KG * GRAVITY_MPS2) return null;
  return weightN / GRAVITY_MPS2;
}

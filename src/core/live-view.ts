import { holdS } from './sets/set-machine.ts';
import type { State } from './state.ts';
import type { LiveView } from './types.ts';

/** What a screen shows now. Cheap: call it as often as the screen is drawn. */
export function liveView(state: State): LiveView {
  const { filter, reps, sets, height, force, options } = state;
  const seen = height.status !== 'absent' && filter !== null;
  const topMm = options.lockoutHeightMm ?? sets.topRefMm;
  const { romRefMm } = sets;
  return {
    atUs: state.nowUs,
    heightMm: seen ? filter.heightMm : null,
    velocityMps: seen ? filter.velocityMmps / 1000 : null,
    forceN: force.status === 'absent' ? null : state.forceN,
    phase: reps?.phase ?? 'rest',
    holdS: holdS(sets, state.nowUs),
    countedReps: sets.counted,
    topMm,
    bottomMm: topMm === null || romRefMm === null ? null : topMm - romRefMm,
    inSet: sets.inSet,
    channels: { height: height.status, force: force.status },
  };
}

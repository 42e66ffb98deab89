import { median } from './sets/settle.ts';
import type { State } from './state.ts';
import type { LiveView } from './types.ts';

/** What a screen shows now. Cheap: call it as often as the screen is drawn. */
export function liveView(state: State): LiveView {
  const { filter, reps, sets, height, force, options } = state;
  const seen = height.status !== 'absent' && filter !== null;
  const topMm = options.lockoutHeightMm ?? median(sets.topsMm);
  const romMm = median(sets.romsMm);
  return {
    atUs: state.nowUs,
    heightMm: seen ? filter.heightMm : null,
    velocityMps: seen ? filter.velocityMmps / 1000 : null,
    forceN: force.status === 'absent' ? null : state.forceN,
    phase: reps?.phase ?? 'rest',
    holdS: sets.current?.holdS ?? 0,
    countedReps: sets.counted,
    topMm,
    bottomMm: topMm === null || romMm === null ? null : topMm - romMm,
    inSet: sets.inSet,
    channels: { height: height.status, force: force.status },
  };
}

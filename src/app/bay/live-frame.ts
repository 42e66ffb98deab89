/** What the pages draw many times a second. */
import type { LiveFrame } from '../../contracts/live.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { LiveView } from '../../core/index.ts';

export function liveFrame(bay: string, view: LiveView, at: string): LiveFrame {
  const { phase, countedReps, stalled, inSet } = view;
  return {
    bay,
    at,
    heightMm: rounded(view.heightMm, 1),
    velocityMps: rounded(view.velocityMps, 3),
    forceN: rounded(view.forceN, 1),
    phase,
    holdS: rounded(view.holdS, 2),
    countedReps,
    topMm: rounded(view.topMm, 1),
    bottomMm: rounded(view.bottomMm, 1),
    loadKg: rounded(view.loadKg, 1),
    stalled,
    inSet,
  };
}

/** A lifter who can be asked to wait: once the bar rests, their time stands still until they may go on. */
import type { Lifter } from './lifter.ts';

interface WaitingLifter extends Lifter {
  wait(isWaiting: boolean): void;
}

export function waitingLifter(lifter: Lifter): WaitingLifter {
  let isWaiting = false;
  /** How much the lifter's own time is behind. */
  let behindS = 0;
  /** Since when it stands still; null: it goes on. */
  let stoodFromS: number | null = null;
  let latestS = 0;

  /** Sensors ask with ascending time, each a little behind the other. */
  function own(tS: number): number {
    latestS = Math.max(latestS, tS);
    if (stoodFromS !== null) {
      if (isWaiting) return Math.min(tS, stoodFromS) - behindS;
      behindS += latestS - stoodFromS;
      stoodFromS = null;
    }
    const ownS = Math.max(0, tS - behindS);
    if (isWaiting && lifter.phaseAt(ownS) === 'rest') stoodFromS = tS;
    return ownS;
  }

  return {
    config: lifter.config,
    phaseAt: (tS) => lifter.phaseAt(own(tS)),
    truthUntil: (tS) => lifter.truthUntil(own(tS)),
    motionAt: (tS) => lifter.motionAt(own(tS)),
    forceAt: (tS) => lifter.forceAt(own(tS)),
    massAt: (tS) => lifter.massAt(own(tS)),
    wait(next) {
      isWaiting = next;
    },
  };
}

import type { LifterConfig } from './lifter-config.ts';
import { lifterConfig } from './lifter-config.ts';
import type { Motion, Phase, Segment } from './motion.ts';
import { endS, loadOf, motionOf } from './motion.ts';
import { planRound, quietEnd, quietStart } from './plan.ts';
import { createRandom } from './random.ts';
import type { Truth, TruthHandling, TruthSet } from './truth.ts';

export type { ForceMount, LifterConfig } from './lifter-config.ts';
export type { Motion, Phase } from './motion.ts';
export type { Truth, TruthRep, TruthSet } from './truth.ts';

/** Standard gravity (ISO 80000-3), m/s². */
const GRAVITY_MPS2 = 9.80665;
/** Friction turns over within this velocity instead of jumping, as a real rail's stick and creep do. */
const FRICTION_TURNS_MPS = 0.005;

/**
 * A lifter whose every instant is known. Ask with ascending time: at most `lookBackS` back from the latest asked.
 * Seconds count from the start of the simulation.
 */
export interface Lifter {
  readonly config: LifterConfig;
  /** Height of the bar above the sensor's zero, up positive, with its exact derivatives. */
  motionAt(tS: number): Motion;
  /** What the load cell feels, in newtons, by where it is mounted. */
  forceAt(tS: number): number;
  phaseAt(tS: number): Phase;
  /** Mass of bar and plates. */
  massAt(tS: number): number;
  /** Every repetition that reached its top, and every handling that began, by `tS`; `endS` may lie later. */
  truthUntil(tS: number): Truth;
}

/** @throws RangeError on a value that makes no lifter, or when asked too far back. */
export function createLifter(given: Partial<LifterConfig> = {}): Lifter {
  const config = lifterConfig(given);
  const random = createRandom(config.seed, 'lifter');
  let segments: Segment[] = [quietStart(config)];
  let sets: TruthSet[] = [];
  let handling: TruthHandling[] = [];
  let roundsPlanned = 0;
  let latestS = 0;
  let current = 0;

  function planBeyond(tS: number): void {
    while (endS(segments.at(-1)!) <= tS) {
      const last = segments.at(-1)!;
      if (roundsPlanned >= config.sets) {
        segments.push(quietEnd(last));
        continue;
      }
      roundsPlanned += 1;
      const round = planRound(config, random, last, roundsPlanned);
      segments.push(...round.segments);
      if (round.set) sets.push(round.set);
      handling.push(...round.handling);
    }
  }

  /** Drops what can't be requested any more; otherwise an endless demo would fill the memory. */
  function forget(): void {
    const keepFromS = latestS - config.lookBackS;
    const firstKept = segments.findIndex((segment) => endS(segment) >= keepFromS);
    segments = segments.slice(firstKept);
    current = 0;
    const truthFromS = latestS - config.keepTruthS;
    if (!Number.isFinite(truthFromS)) return;
    sets = sets.filter((set) => set.endS >= truthFromS);
    handling = handling.filter((item) => item.endS >= truthFromS);
  }

  function segmentAt(tS: number): Segment {
    if (tS < latestS - config.lookBackS || tS < 0) {
      throw new RangeError(
        `Simulated lifter: asked for ${tS} s, but only the ${config.lookBackS} s before ${latestS} s are kept; ` +
          'ask in ascending order or raise lookBackS.',
      );
    }
    if (tS > latestS) latestS = tS;
    if (endS(segments.at(-1)!) <= tS) {
      planBeyond(tS);
      forget();
    }
    while (current > 0 && tS < segments[current]!.startS) current -= 1;
    while (current < segments.length - 1 && tS >= endS(segments[current]!)) current += 1;
    return segments[current]!;
  }

  function forceAt(tS: number): number {
    const segment = segmentAt(tS);
    const { velocityMps, accelerationMps2 } = motionOf(segment, tS);
    const { carried, massKg, onPlatform, handN } = loadOf(segment, tS);
    const weightN = Math.max(0, massKg - config.counterweightKg) * GRAVITY_MPS2;
    const frictionN = config.frictionN * (velocityMps / Math.hypot(velocityMps, FRICTION_TURNS_MPS));
    const barN = carried * (weightN + (massKg + config.counterweightKg) * accelerationMps2 + frictionN);
    switch (config.forceMount) {
      case 'bar':
        // A bar thrown harder than gravity pulls leaves the hips: the cell feels nothing, never a pull.
        return Math.max(0, barN + handN);
      case 'platform': {
        const bodyN = config.bodyMassKg * onPlatform * (GRAVITY_MPS2 + config.bodyShare * carried * accelerationMps2);
        return Math.max(0, bodyN + barN);
      }
      case 'hooks':
        return (1 - carried) * (weightN + handN);
      case 'none':
        return 0;
    }
  }

  function truthUntil(tS: number): Truth {
    planBeyond(tS);
    return {
      sets: sets
        .map((set) => ({ ...set, reps: set.reps.filter((rep) => rep.topS <= tS) }))
        .filter((set) => set.reps.length > 0),
      handling: handling.filter((item) => item.startS <= tS),
    };
  }

  return {
    config,
    motionAt: (tS) => motionOf(segmentAt(tS), tS),
    forceAt,
    phaseAt: (tS) => segmentAt(tS).phase,
    massAt: (tS) => loadOf(segmentAt(tS), tS).massKg,
    truthUntil,
  };
}

/**
 * The lifter of the demo: endless sets of 8 to 10 hip thrusts, the first repetition within 6 s of the start.
 * `timeScale` 2 lifts and rests twice as fast (for tests).
 */
export function demoLifter(seed: number, timeScale = 1): Lifter {
  const scaled = (lowS: number, highS: number): [number, number] => [lowS / timeScale, highS / timeScale];
  return createLifter({
    seed,
    romMm: 320,
    bottomMm: 260,
    rackMm: 340,
    concentricS: scaled(0.8, 1),
    eccentricS: scaled(1, 1.4),
    holdS: scaled(0.9, 1.5),
    bottomPauseS: scaled(0.3, 0.6),
    reps: [8, 10],
    sets: Number.POSITIVE_INFINITY,
    restS: scaled(20, 60),
    leadS: 1.5 / timeScale,
    fatigue: 0.6,
    repEvents: { partial: 0.04, stall: 0.02, wiggle: 0.03 },
    handling: { 'plate-loading': 0.3, 'slide-in': 0.5, 'hand-on-bar': 0.3 },
    handlingFromSet: 2,
    massKg: 60,
    bodyMassKg: 75,
    keepTruthS: 3600,
  });
}

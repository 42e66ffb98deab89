import { GRAVITY_MPS2 } from '../gravity.ts';
import type { ForceMount } from '../types.ts';
import type { RepFacts, RepSignal } from './signals.ts';

/**
 * Rep machine on force alone, for when the distance sensor is lost.
 *
 * While the cell carries the load, F = W (1 + a/g), with W the slow mean of F. Two leaky integrations turn a into a
 * displacement that is right for seconds and forgets drift; its ups and downs are the movements. Where a bar is put
 * down between the reps (mount `bar`), a stretch of load without any such movement is one rep.
 */
export interface ForceReps {
  readonly atUs: number;
  readonly loaded: boolean;
  readonly changeSinceUs: number;
  readonly loadedSinceUs: number;
  readonly repsInLoad: number;
  readonly weightN: number;
  readonly settledUs: number;
  readonly velocityMps: number;
  readonly positionM: number;
  readonly rising: boolean;
  readonly lowM: number;
  readonly lowUs: number;
  readonly highM: number;
  readonly highUs: number;
  readonly peakMps: number;
  /** The force changes without the bar moving, as in an isometric pull, until it is back near the weight. */
  readonly isometric: boolean;
  /** Sizes of the latest movements that could be reps, for what to expect of the next. */
  readonly sizesM: readonly number[];
}

interface Stepped {
  readonly reps: ForceReps;
  readonly signals: readonly RepSignal[];
}

/** Below the slowest rep (accel/20260619-SQ-MM-1: 6 s a cycle) the integrals forget: 2 pi 1.2 s = 7.5 s. */
const LEAK_S = 1.2;
const WEIGHT_FOLLOW_S = 6;
/** No lift accelerates more than this for long. */
const MAX_ACCELERATION_MPS2 = 8;
/** A bar that hits the floor has stopped (accel/20260619-DL-7: 24 kN); its ringing shows nothing of its way. */
const IMPACT_MPS2 = 15;
/** The lightest load that is one: 3 kg. force/m1_force idles at 20 N. */
const LOADED_N = 30;
const UNLOADED_N = 24;
const UNLOADED_SHARE = 0.2;
const LOADED_DWELL_US = 50_000;
/** A flight is no unloading: force/acl_squatjump_* fly for 0.3 to 0.4 s. */
const UNLOADED_DWELL_US = 500_000;
/** The load swings while it is taken up; meanwhile the weight follows quickly. */
const SETTLE_US = 400_000;
const SETTLE_FOLLOW_S = 0.1;
/** A force further off than this share of the weight is a push or an impact, which moves the weight no further. */
const MOST_DEVIATION_SHARE = 0.7;
/** Shortest and longest load on and off that can be a rep; force/m1_force has 0.6 s spikes when its set-point changes. */
const LOAD_REP_MIN_US = 1.2e6;
const LOAD_REP_MAX_US = 15e6;
/** Faster up than any lift, so no movement at all: force/imtp_example1 to 3. */
const IMPLAUSIBLE_MPS = 4;
const BACK_NEAR_SHARE = 0.12;
const LEAST_TURN_M = 0.06;
const TURN_SHARE = 0.25;
/** Larger movements of a set turn back as visibly as these. */
const LARGE_M = 0.6;
/** The smallest first rep: accel/20260616-BN-1 begins with 0.26 m; re-racking and set-up stay below 0.2 m mostly. */
const LEAST_SIZE_M = 0.2;
/** Taller than any lift: the weight was wrong, as when the load is taken up slowly (force/imtp_example3: 2.7 m). */
const LARGEST_SIZE_M = 2.2;
const LEAST_PEAK_MPS = 0.2;
const LONGEST_WAY_UP_US = 7e6;
const MAX_STEP_S = 0.1;
const REFERENCES = 7;
const silent: readonly RepSignal[] = [];

export function startForceReps(atUs: number, forceN: number): ForceReps {
  return {
    atUs,
    loaded: forceN > LOADED_N,
    changeSinceUs: Number.POSITIVE_INFINITY,
    loadedSinceUs: atUs,
    repsInLoad: 0,
    weightN: forceN,
    settledUs: atUs + SETTLE_US,
    velocityMps: 0,
    positionM: 0,
    rising: false,
    lowM: 0,
    lowUs: atUs,
    highM: 0,
    highUs: atUs,
    peakMps: 0,
    isometric: false,
    sizesM: [],
  };
}

export function stepForceReps(reps: ForceReps, atUs: number, forceN: number, mount: ForceMount): Stepped {
  const switched = switchLoad(reps, atUs, forceN, mount);
  if (!switched.reps.loaded) return switched;
  const moved = integrate(switched.reps, atUs, forceN);
  if (moved.isometric) return { reps: moved, signals: switched.signals };
  const turned = moved.rising ? goingUp(moved) : goingDown(moved);
  return { reps: turned.reps, signals: turned.signals.length === 0 ? switched.signals : turned.signals };
}

/** Follows the load being taken up and put down. */
function switchLoad(reps: ForceReps, atUs: number, forceN: number, mount: ForceMount): Stepped {
  const wants = reps.loaded ? forceN >= Math.max(UNLOADED_N, UNLOADED_SHARE * reps.weightN) : forceN > LOADED_N;
  if (wants === reps.loaded)
    return {
      reps: { ...reps, atUs: reps.loaded ? reps.atUs : atUs, changeSinceUs: Number.POSITIVE_INFINITY },
      signals: silent,
    };
  const changeSinceUs = Math.min(reps.changeSinceUs, atUs);
  const dwellUs = reps.loaded ? UNLOADED_DWELL_US : LOADED_DWELL_US;
  if (atUs - changeSinceUs < dwellUs)
    return { reps: { ...reps, changeSinceUs, atUs: reps.loaded ? reps.atUs : atUs }, signals: silent };
  if (!reps.loaded) {
    return {
      reps: { ...startForceReps(atUs, forceN), loadedSinceUs: changeSinceUs, sizesM: reps.sizesM },
      signals: silent,
    };
  }
  const unloaded: ForceReps = { ...reps, atUs, loaded: false, changeSinceUs: Number.POSITIVE_INFINITY };
  const lastedUs = changeSinceUs - reps.loadedSinceUs;
  const isRep = mount === 'bar' && reps.repsInLoad === 0 && lastedUs >= LOAD_REP_MIN_US && lastedUs <= LOAD_REP_MAX_US;
  return {
    reps: unloaded,
    signals: isRep
      ? repSignals(reps.loadedSinceUs, reps.loadedSinceUs + lastedUs / 2, changeSinceUs, atUs, null, 0)
      : [{ kind: 'put-down', atUs: changeSinceUs }],
  };
}

function integrate(reps: ForceReps, atUs: number, forceN: number): ForceReps {
  const dtS = Math.min(MAX_STEP_S, Math.max(0, (atUs - reps.atUs) / 1e6));
  if (atUs < reps.settledUs) {
    // The first moments give the weight; nothing is integrated yet.
    const weightN = reps.weightN + (forceN - reps.weightN) * Math.min(1, dtS / SETTLE_FOLLOW_S);
    return { ...reps, atUs, weightN };
  }
  const limitN = MOST_DEVIATION_SHARE * reps.weightN;
  const deviationN = Math.min(Math.max(forceN - reps.weightN, -limitN), limitN);
  const weightN = Math.max(UNLOADED_N, reps.weightN + (deviationN * dtS) / WEIGHT_FOLLOW_S);
  if (reps.isometric) {
    const back = Math.abs(forceN - weightN) < BACK_NEAR_SHARE * weightN;
    return back
      ? {
          ...startForceReps(atUs, weightN),
          loadedSinceUs: reps.loadedSinceUs,
          repsInLoad: reps.repsInLoad,
          sizesM: reps.sizesM,
        }
      : { ...reps, atUs, weightN };
  }
  const raw = GRAVITY_MPS2 * (forceN / reps.weightN - 1);
  const accelerationMps2 = Math.min(Math.max(raw, -MAX_ACCELERATION_MPS2), MAX_ACCELERATION_MPS2);
  const kept = Math.exp(-dtS / LEAK_S);
  const velocityMps =
    raw > IMPACT_MPS2 ? Math.max(0, reps.velocityMps * kept) : reps.velocityMps * kept + accelerationMps2 * dtS;
  const positionM = reps.positionM * kept + velocityMps * dtS;
  return {
    ...reps,
    atUs,
    weightN,
    velocityMps,
    positionM,
    peakMps: Math.max(reps.peakMps, velocityMps),
    isometric: velocityMps > IMPLAUSIBLE_MPS,
  };
}

const usualM = (reps: ForceReps): number | null => {
  if (reps.sizesM.length === 0) return null;
  return [...reps.sizesM].sort((a, b) => a - b)[reps.sizesM.length >> 1]!;
};

const turnM = (reps: ForceReps): number => Math.max(LEAST_TURN_M, TURN_SHARE * Math.min(usualM(reps) ?? 0, LARGE_M));

function goingDown(reps: ForceReps): Stepped {
  const { positionM, atUs } = reps;
  if (positionM < reps.lowM) return { reps: { ...reps, lowM: positionM, lowUs: atUs, peakMps: 0 }, signals: silent };
  if (positionM < reps.lowM + turnM(reps)) return { reps, signals: silent };
  return { reps: { ...reps, rising: true, highM: positionM, highUs: atUs }, signals: [{ kind: 'rise', atUs }] };
}

function goingUp(reps: ForceReps): Stepped {
  const { positionM, atUs } = reps;
  if (positionM > reps.highM) return { reps: { ...reps, highM: positionM, highUs: atUs }, signals: silent };
  if (positionM > reps.highM - turnM(reps)) return { reps, signals: silent };
  const turned: ForceReps = { ...reps, rising: false, lowM: positionM, lowUs: atUs, peakMps: 0 };
  const sizeM = reps.highM - reps.lowM;
  const isRep =
    sizeM >= LEAST_SIZE_M &&
    sizeM <= LARGEST_SIZE_M &&
    reps.peakMps >= LEAST_PEAK_MPS &&
    reps.highUs - reps.lowUs <= LONGEST_WAY_UP_US;
  if (!isRep) return { reps: turned, signals: silent };
  return {
    reps: { ...turned, repsInLoad: reps.repsInLoad + 1, sizesM: [...reps.sizesM.slice(1 - REFERENCES), sizeM] },
    signals: repSignals(reps.lowUs, reps.highUs, null, atUs, sizeM * 1000, reps.peakMps),
  };
}

/** Force shows when a rep was, but neither its range nor its hold. */
function repSignals(
  startUs: number,
  lockoutUs: number,
  endUs: number | null,
  atUs: number,
  sizeMm: number | null,
  peakVelocityMps: number,
): readonly RepSignal[] {
  const facts: RepFacts = {
    startUs,
    lockoutUs,
    holdEndUs: null,
    endUs,
    lowMm: null,
    highMm: null,
    sizeMm,
    peakVelocityMps,
    stalled: false,
    rocking: false,
    gap: false,
  };
  return [
    { kind: 'lockout', atUs, facts },
    { kind: 'done', atUs, facts },
  ];
}

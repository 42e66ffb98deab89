/**
 * The past of the simulated members: six weeks of training, so that trends, records and utilisation have something to show. It is made of plain
 * formulas, not lifted: each load has its velocity, which falls in the set and rises over the weeks.
 */
import { v7 as newId } from 'uuid';
import type { Clock } from '../../common/clock.ts';
import { CONTRACT_VERSION, type ExerciseName } from '../../contracts/common.ts';
import type { Rep, SetEvent } from '../../contracts/events.ts';
import { exercises } from '../../contracts/exercises.ts';
import { createRandom, type Random } from '../../sim/random.ts';
import type { Change, Store } from '../../store/index.ts';
import type { DemoMember } from './demo-members.ts';

const WEEKS = 6;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days of the week on which each of the three trains, counted back from yesterday. */
const TRAINING_DAYS = [
  [0, 2, 4],
  [1, 3, 6],
  [0, 3, 5],
] as const;
/** Share of the member's working load, set by set. */
const SET_SHARES = [0.6, 0.8, 1, 1] as const;
const WORKING_LOADS_KG = [80, 100, 60];
/** Gained in a week of training. */
const LOAD_GAIN_KG = 2.5;
/** kg; the smallest step that two plates make. */
const LOAD_STEP_KG = 2.5;
/** Of what the member can lift once. */
const WORKING_SHARE = 0.8;
/** About as fast as people move in a hip thrust with all that they can lift. */
const MPS_AT_ONE_REP_MAX = 0.25;
/** How much faster they are without a load, by the line. */
const MPS_WITHOUT_LOAD = 0.7;
const BAR_KG = 20;
const STANDARD_GRAVITY_MPS2 = 9.80665;
const ROM_M = 0.31;

interface Gym {
  members: readonly DemoMember[];
  exercise: ExerciseName;
  site: string;
  bay: string;
  clock: Clock;
}

/** Writes the past of the members of one bay in one transaction; who has lifted already has one. */
export async function writeHistory(store: Store, gym: Gym): Promise<void> {
  const changes: Change[] = [];
  for (const [index, member] of gym.members.entries()) {
    const { items } = await store.history.sets({ memberId: member.id, limit: 1 });
    if (items.length === 0) changes.push(pastOf(member, index, gym));
  }
  if (changes.length === 0) return;
  await store.write({
    sets: changes.flatMap(({ sets = [] }) => sets),
    reps: changes.flatMap(({ reps = [] }) => reps),
  });
}

/** Same member, same past, moved to the days before now. */
function pastOf(member: DemoMember, index: number, gym: Gym): Change {
  const random = createRandom(index, member.alias);
  const nowMs = gym.clock.wallMs();
  const sets: SetEvent[] = [];
  const reps: Rep[] = [];
  for (let week = 0; week < WEEKS; week++) {
    for (const day of TRAINING_DAYS[index % TRAINING_DAYS.length]!) {
      const daysAgo = 1 + day + 7 * (WEEKS - 1 - week);
      const workingKg = WORKING_LOADS_KG[index % WORKING_LOADS_KG.length]! + LOAD_GAIN_KG * week;
      const beginsMs = eveningBefore(nowMs, daysAgo) + random.integer(0, 150) * MINUTE_MS;
      for (const [nth, share] of SET_SHARES.entries()) {
        const loadKg = Math.round((workingKg * share) / LOAD_STEP_KG) * LOAD_STEP_KG;
        const startedMs = beginsMs + nth * 3.5 * MINUTE_MS;
        const lifted = pastSet(
          { startedMs, loadKg, oneRepMaxKg: workingKg / WORKING_SHARE, memberId: member.id, ...gym },
          random,
        );
        sets.push(lifted.set);
        reps.push(...lifted.reps);
      }
    }
  }
  return { sets, reps };
}

/** 17:00 of the station's own time zone, so many days ago. */
function eveningBefore(nowMs: number, daysAgo: number): number {
  return new Date(nowMs - daysAgo * DAY_MS).setHours(17, 0, 0, 0);
}

interface PastSet {
  startedMs: number;
  loadKg: number;
  /** Of this member in this week: the nearer to it, the slower. */
  oneRepMaxKg: number;
  memberId: string;
  exercise: ExerciseName;
  site: string;
  bay: string;
}

function pastSet(past: PastSet, random: Random): { set: SetEvent; reps: Rep[] } {
  const { startedMs, loadKg, oneRepMaxKg, memberId, exercise, site, bay } = past;
  const { targetRepsMin, targetRepsMax, targetHoldS } = exercises[exercise];
  const id = newId({ msecs: startedMs });
  const origin = { v: CONTRACT_VERSION, site, bay, memberId, source: 'simulated', exercise } as const;
  const firstMps = MPS_AT_ONE_REP_MAX + MPS_WITHOUT_LOAD * (1 - loadKg / oneRepMaxKg) + 0.01 * random.normal();
  const howMany = random.integer(targetRepsMin, targetRepsMax);
  const reps: Rep[] = [];
  let atMs = startedMs + 2_000;
  for (let n = 1; n <= howMany; n++) {
    const tired = (n - 1) / howMany;
    const meanMps = firstMps * (1 - 0.18 * tired) + 0.005 * random.normal();
    const concentricS = ROM_M / meanMps;
    const holdS = Math.max(0.3, targetHoldS * (1.25 - 0.25 * tired) + 0.1 * random.normal());
    const eccentricS = 1.3 + 0.1 * random.normal();
    const lockoutMs = atMs + concentricS * 1000;
    const endedMs = lockoutMs + (holdS + eccentricS) * 1000;
    const meanForceN = loadKg * STANDARD_GRAVITY_MPS2;
    const workJ = meanForceN * ROM_M;
    reps.push({
      ...origin,
      id: newId({ msecs: Math.round(lockoutMs) }),
      revision: 1,
      stage: 'settled',
      setId: id,
      n,
      verdict: 'counted',
      reasons: [],
      startedAt: iso(atMs),
      lockoutAt: iso(lockoutMs),
      endedAt: iso(endedMs),
      concentricS: rounded(concentricS, 2),
      holdS: rounded(holdS, 2),
      eccentricS: rounded(eccentricS, 2),
      romMm: rounded(ROM_M * 1000 + 4 * random.normal(), 1),
      meanVelocityMps: rounded(meanMps, 3),
      meanPropulsiveVelocityMps: rounded(meanMps * 1.04, 3),
      peakVelocityMps: rounded(meanMps * 1.6, 3),
      topMm: null,
      loadKg,
      meanForceN: rounded(meanForceN, 1),
      peakForceN: rounded(meanForceN * 1.15, 1),
      meanPowerW: rounded(meanForceN * meanMps, 1),
      peakPowerW: rounded(meanForceN * meanMps * 1.8, 1),
      workJ: rounded(workJ, 1),
      leftSharePercent: null,
      flags: holdS < targetHoldS ? ['hold-missed'] : [],
      correction: null,
    });
    atMs = endedMs + 600;
  }
  return { set: setOf(past, id, reps, targetHoldS), reps };
}

function setOf(
  { startedMs, loadKg, memberId, exercise, site, bay }: PastSet,
  id: string,
  reps: Rep[],
  targetHoldS: number,
): SetEvent {
  const mean = (of: (rep: Rep) => number | null) => reps.reduce((sum, rep) => sum + (of(rep) ?? 0), 0) / reps.length;
  const sum = (of: (rep: Rep) => number | null) => mean(of) * reps.length;
  const velocities = reps.map(({ meanVelocityMps }) => meanVelocityMps ?? 0);
  const best = Math.max(...velocities);
  const tempo = {
    concentricS: rounded(
      mean((rep) => rep.concentricS),
      2,
    ),
    holdS: rounded(
      mean((rep) => rep.holdS),
      2,
    ),
    eccentricS: rounded(
      mean((rep) => rep.eccentricS),
      2,
    ),
    pauseS: 0.6,
  };
  return {
    v: CONTRACT_VERSION,
    site,
    bay,
    id,
    revision: 1,
    memberId,
    sessionId: null,
    source: 'simulated',
    exercise,
    side: exercises[exercise].sides === 'both' ? 'both' : 'left',
    startedAt: iso(startedMs),
    endedAt: reps.at(-1)?.endedAt ?? iso(startedMs),
    endReason: 'rested',
    countedReps: reps.length,
    partialReps: 0,
    doubtfulReps: 0,
    rejectedReps: 0,
    loadKg,
    loads: [{ loadKg, reps: reps.length, bestMeanVelocityMps: best }],
    enteredLoadKg: null,
    plates: loadKg > BAR_KG ? { barKg: BAR_KG, perSideKg: platesFor((loadKg - BAR_KG) / 2), totalKg: loadKg } : null,
    targetHoldS,
    meanHoldS: tempo.holdS,
    bestMeanVelocityMps: best,
    velocityLossPercent: rounded(100 * (1 - (velocities.at(-1) ?? best) / best), 1),
    timeUnderTensionS: rounded(
      sum((rep) => (rep.concentricS ?? 0) + (rep.holdS ?? 0) + (rep.eccentricS ?? 0)),
      1,
    ),
    tempo,
    meanPowerW: rounded(
      mean((rep) => rep.meanPowerW),
      1,
    ),
    peakPowerW: rounded(Math.max(...reps.map((rep) => rep.peakPowerW ?? 0)), 1),
    workJ: rounded(
      sum((rep) => rep.workJ),
      1,
    ),
    leftSharePercent: null,
    oneRepMax: null,
    note: '',
    isWarmUp: false,
    isTimeUncertain: false,
    rpe: null,
    hasRecording: false,
  };
}

/** Heaviest first. */
function platesFor(perSideKg: number): number[] {
  const plates: number[] = [];
  let leftKg = perSideKg;
  for (const plateKg of [25, 20, 15, 10, 5, 2.5, 1.25])
    while (leftKg >= plateKg) {
      plates.push(plateKg);
      leftKg -= plateKg;
    }
  return plates;
}

const iso = (ms: number) => new Date(Math.round(ms)).toISOString();
const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

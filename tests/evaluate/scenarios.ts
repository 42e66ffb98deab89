/** The simulated matrix: who lifts how, seen by which sensors. Every scenario is drawn from its seed. */
import type { ForceMount } from '../../src/core/index.ts';
import type { LifterConfig } from '../../src/sim/lifter.ts';
import { createRandom, type Random } from '../../src/sim/random.ts';
import type { SensorFault } from '../../src/sim/sensor.ts';

export interface Scenario {
  readonly group: string;
  readonly name: string;
  readonly seed: number;
  readonly lifter: Partial<LifterConfig>;
  readonly heightHz: number;
  /** 0: no load cell. */
  readonly forceHz: number;
  readonly mount: ForceMount;
  readonly noiseScale: number;
  readonly durationS: number;
  readonly clockPpm?: number;
  /** How wrong the lag is that the core is told. */
  readonly lagErrorMs?: number;
  readonly fault?: { readonly channel: 'height' | 'force'; readonly kind: SensorFault; readonly fromS: number };
}

const SETS = 3;
const REPS = 6;

/** Long enough for the sets, their handling and the rest after them. */
function lasting(lifter: Partial<LifterConfig>, upS: number, holdS: number): number {
  const repS = 2 * upS * 1.9 + holdS * 1.3 + 1.5;
  return (lifter.sets ?? SETS) * (REPS * repS + 45) + 10;
}

interface Draw {
  readonly group: string;
  readonly name: string;
  readonly seed: number;
  readonly upS?: number;
  readonly romMm?: number;
  readonly holdS?: number;
  readonly massKg?: number;
  readonly heightHz?: number;
  readonly forceHz?: number;
  readonly mount?: ForceMount;
  readonly noiseScale?: number;
  /** The bar rests on the floor between reps, as it does in most free-barbell hip thrusts. */
  readonly deadStop?: boolean;
  readonly more?: Partial<LifterConfig>;
}

/** A tired lifter with stalls, dips, wiggles and partial reps, who loads plates, slides in, un-racks and re-racks. */
function scenario(draw: Draw): Scenario {
  const { upS = 0.9, romMm = 320, holdS = 1, massKg = 80, mount = 'bar' } = draw;
  const lifter: Partial<LifterConfig> = {
    seed: draw.seed,
    romMm,
    bottomMm: 260,
    rackMm: 260 + romMm * 0.25,
    concentricS: [0.95 * upS, 1.05 * upS],
    eccentricS: [1.1 * upS, 1.3 * upS],
    holdS: [0.9 * holdS, 1.1 * holdS],
    bottomPauseS: [0.3, 0.6],
    reps: REPS,
    sets: SETS,
    restS: [20, 25],
    fatigue: 0.5,
    massKg,
    deadStop: draw.deadStop ?? false,
    forceMount: mount,
    repEvents: { partial: 0.04, stall: 0.02, dip: 0.02, wiggle: 0.03, overshoot: 0.02 },
    handling: { 'plate-loading': 0.3, 'slide-in': 0.5, 'hand-on-bar': 0.3 },
    ...draw.more,
  };
  return {
    group: draw.group,
    name: draw.name,
    seed: draw.seed,
    lifter,
    heightHz: draw.heightHz ?? 50,
    forceHz: mount === 'none' ? 0 : (draw.forceHz ?? 80),
    mount,
    noiseScale: draw.noiseScale ?? 1,
    durationS: lasting(lifter, upS, holdS),
  };
}

const axes: Readonly<Record<string, readonly Omit<Draw, 'group' | 'name' | 'seed'>[]>> = {
  tempo: [0.4, 0.6, 0.9, 1.4, 2, 3].map((upS) => ({ upS })),
  range: [150, 200, 300, 400, 500].map((romMm) => ({ romMm })),
  hold: [0, 0.5, 1, 2, 5].map((holdS) => ({ holdS })),
  load: [0, 20, 60, 140, 250].map((massKg) => ({ massKg })),
  'distance rate': [20, 30, 50, 100].map((heightHz) => ({ heightHz })),
  'load rate': [10, 40, 80, 320].map((forceHz) => ({ forceHz })),
  mount: (['bar', 'platform', 'hooks', 'none'] as const).map((mount) => ({ mount })),
  'dead stop': [0.6, 0.9, 2].map((upS) => ({ upS, deadStop: true })),
};

/** One axis at a time, the others as in the demo. */
export function sweeps(seeds: number): Scenario[] {
  const list: Scenario[] = [];
  for (const [axis, values] of Object.entries(axes)) {
    for (const value of values) {
      const name = `${axis} ${Object.values(value)
        .filter((part) => typeof part !== 'boolean')
        .join(' ')}`;
      for (let seed = 1; seed <= seeds; seed++) list.push(scenario({ group: 'sweep', name, seed, ...value }));
    }
  }
  return list;
}

const MOUNTS = ['bar', 'bar', 'platform', 'hooks', 'none'] as const;
const FORCE_RATES = [10, 40, 80, 80, 160, 320];

/** All axes at once, drawn evenly over what the issue asks for. */
export function draws(count: number, noiseScale: number): Scenario[] {
  const random = createRandom(noiseScale * 1000, 'evaluation');
  return Array.from({ length: count }, (_, index) =>
    scenario({
      ...drawn(random),
      seed: 1000 + index,
      noiseScale,
      group: `noise ×${noiseScale}`,
      name: `draw ${index}`,
    }),
  );
}

function drawn(random: Random): Omit<Draw, 'group' | 'name' | 'seed'> {
  return {
    upS: 0.4 * 7.5 ** random.next(),
    romMm: random.between(150, 500),
    holdS: random.between(0, 5) * random.next(),
    massKg: random.between(0, 250),
    heightHz: random.between(20, 100),
    forceHz: FORCE_RATES[random.integer(0, FORCE_RATES.length - 1)]!,
    mount: MOUNTS[random.integer(0, MOUNTS.length - 1)]!,
  };
}

/** Faults that begin in the middle of the second set, and what is wrong all the time. */
export function faults(seeds: number): Scenario[] {
  const kinds: readonly [channel: 'height' | 'force', kinds: readonly SensorFault[]][] = [
    [
      'height',
      ['dropouts', 'gaps', 'spikes', 'blackMat', 'blocked', 'outOfRange', 'timeout', 'silent', 'frozen', 'drift'],
    ],
    ['force', ['dropouts', 'gaps', 'spikes', 'saturated', 'garbage', 'desync', 'silent', 'frozen', 'drift']],
  ];
  const list: Scenario[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const [channel, names] of kinds) {
      for (const kind of names) {
        const plain = scenario({ group: 'fault', name: `${channel} ${kind}`, seed });
        list.push({ ...plain, fault: { channel, kind, fromS: 75 } });
      }
    }
    for (const lagErrorMs of [-15, 15]) {
      list.push({ ...scenario({ group: 'fault', name: `lag error ${lagErrorMs} ms`, seed }), lagErrorMs });
    }
    for (const clockPpm of [-5000, 5000]) {
      list.push({ ...scenario({ group: 'fault', name: `clock ${clockPpm} ppm`, seed }), clockPpm });
    }
  }
  return list;
}

/** Un-racks, re-racks, walk-outs, plates, slides and hands on the bar, and not one repetition. */
export function handling(hours: number): Scenario[] {
  return (['bar', 'platform', 'hooks', 'none'] as const).flatMap((mount, index) =>
    Array.from({ length: Math.ceil(hours / 4) }, (_, part): Scenario => {
      const plain = scenario({
        group: 'handling',
        name: `handling, ${mount}`,
        seed: 1 + index * 100 + part,
        mount,
        more: {
          reps: 0,
          sets: Number.POSITIVE_INFINITY,
          restS: [5, 60],
          handling: { 'plate-loading': 0.5, 'slide-in': 0.5, 'hand-on-bar': 0.5, 'walk-out': 0.3 },
        },
      });
      return { ...plain, durationS: 3600 * Math.min(1, hours / 4) };
    }),
  );
}

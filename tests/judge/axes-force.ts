/** Good heights, and a load cell that is another one, elsewhere, worse or lost. */
import { type Axis, axis, type Measure, timesOf } from './axes-kit.ts';
import { wholeSet } from './axes-lifts.ts';
import { lay, takeUp } from './lifter-rep.ts';
import { drawLifter, performSet } from './lifter-set.ts';
import { even } from './lifter-shapes.ts';
import { G, move, stageAt, stay } from './lifter-stage.ts';
import type { Random } from './random.ts';
import type { ForceReading, TrueSet } from './scenario.ts';
import { type Fault, garbage, holes, missing, stuck } from './sensor-faults.ts';
import { type ForceSensor, hx711, hx711Slow, nau7802 } from './sensor-force.ts';
import { vl53l1x } from './sensor-height.ts';

const cell = (
  name: string,
  sensor: (random: Random, massKg: number) => ForceSensor | null,
  faults: (random: Random) => Fault<ForceReading>[] = () => [],
  exempt: Measure[] = [],
  own: Parameters<typeof wholeSet>[1] = {},
): Axis =>
  axis(
    'force',
    name,
    (random) => {
      const played = wholeSet(random, own);
      return {
        ...played,
        height: vl53l1x(random),
        force: sensor(random, played.lifter.massKg),
        forceFaults: faults(random),
      };
    },
    exempt,
  );

const noLoad = (sets: TrueSet[]): void => {
  for (const rep of sets.flatMap((set) => set.reps)) rep.blind.push('load');
};

export const FORCES: Axis[] = [
  cell('no-cell', () => null),
  cell('hx711-10-sps', (random) => hx711Slow(random)),
  cell('nau7802-320-sps', (random) => nau7802(random)),
  cell('cell-noise-25N', (random) => hx711(random, { noiseN: random.range(15, 25) }), undefined, ['load']),
  cell(
    'cell-drifts',
    (random) => hx711(random, { driftNPerMin: random.pick([-1, 1]) * random.range(5, 25) }),
    undefined,
    ['load'],
  ),
  cell(
    'cell-garbage',
    (random) => hx711(random),
    (random) => [garbage(random.range(0.003, 0.02))],
  ),
  cell(
    'cell-missing-20%',
    (random) => hx711(random),
    () => [missing(0.2, 0.7)],
  ),
  cell('cell-saturates-in-motion', (random, massKg) =>
    hx711(random, { saturatesN: massKg * G * random.range(1.03, 1.1) }),
  ),
  cell('smith-friction-counterweight', (random) =>
    hx711(random, { frictionN: random.range(2, 12), inertia: random.range(1.02, 1.3) }),
  ),
  axis('force', 'cell-lost-for-a-while', (random) => {
    const played = wholeSet(random, { reps: random.int(5, 9) });
    const { fromS } = timesOf(played.stage, random.int(1, 3));
    const list = [[fromS + random.range(-1, 1), fromS + random.range(3, 15)] as const];
    return { ...played, height: vl53l1x(random), force: hx711(random), forceFaults: [holes(list)] };
  }),
  axis('force', 'stuck-cell', (random) => ({
    // Whether lifts are believed without a living cell is the product's choice; more than were done are wrong.
    ...wholeSet(random),
    height: vl53l1x(random),
    force: hx711(random),
    forceFaults: [stuck(random.pick([0, 412.3]))],
    truth: (sets) => {
      noLoad(sets);
      for (const rep of sets.flatMap((set) => set.reps)) rep.countable = 'either';
    },
  })),
  axis('force', 'bands', (random) => {
    const played = wholeSet(random, { bottom: 'carried' });
    const { lifter } = played;
    const share = random.range(0.2, 0.5);
    const bandNPerMm = (share * lifter.massKg * G) / lifter.romMm;
    const bandFromMm = lifter.bottomMm + random.range(-30, 60);
    return { ...played, height: vl53l1x(random), force: hx711(random, { bandNPerMm, bandFromMm }), truth: noLoad };
  }),
  axis('force', 'platform', (random) => ({
    ...wholeSet(random, { bottom: random.pick(['carried', 'dead']) }),
    height: vl53l1x(random),
    force: hx711(random, { mount: 'platform', noiseN: random.range(3, 8) }),
  })),
  axis('force', 'hooks-mount', (random) => {
    const lifter = drawLifter(random, { bottom: 'carried', reps: random.int(3, 8) });
    const rackMm = lifter.bottomMm + random.range(-10, 30);
    const stage = stageAt(rackMm, lifter.massKg, 0);
    stay(stage, random.range(6, 12));
    takeUp(stage, random);
    move(stage, rackMm + random.range(15, 40), 0.7, even(random));
    stay(stage, random.range(0.4, 1));
    move(stage, lifter.bottomMm, 0.6, even(random));
    stay(stage, random.range(0.5, 2));
    performSet(stage, random, lifter);
    stay(stage, random.range(0.4, 1.5));
    move(stage, rackMm + 20, 0.7, even(random));
    stay(stage, 0.4);
    move(stage, rackMm, 0.4, even(random));
    lay(stage, random, 0);
    stay(stage, random.range(6, 12));
    return { stage, height: vl53l1x(random), force: hx711(random, { mount: 'hooks' }) };
  }),
  axis('force', 'stamps-lag', (random) => ({
    // Both sensors are stamped late, by known times that the options state.
    ...wholeSet(random),
    height: vl53l1x(random, { lagS: random.range(0.01, 0.04) }),
    force: hx711(random, { lagS: random.range(0.02, 0.06) }),
  })),
];

/** What each set of sensors buys, on the simulated lifter: `npm run figures -- --only sensors`; the table of hardware.md. */
import { exercises } from '../../src/contracts/exercises.ts';
import { createCollector } from '../../src/core/index.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { createLoadCell, type LoadCellConfig } from '../../src/sim/load-cell.ts';
import { createRangefinder, type RangefinderConfig } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { rms } from './simulated.ts';

interface SensorSet {
  label: string;
  distance: Partial<RangefinderConfig> & Pick<RangefinderConfig, 'model'>;
  load: (Partial<LoadCellConfig> & Pick<LoadCellConfig, 'model'>) | null;
  /** What a perfect calibration would find: half of the distance's measuring time, 1.5 conversions of the converter. */
  heightLagMs: number;
  forceLagMs: number;
}

const VL53L1X = { distance: { model: 'vl53l1x' }, heightLagMs: 11 } as const;
const HX711_80 = { load: { model: 'hx711', rateHz: 80 }, forceLagMs: 19 } as const;
const SETS: SensorSet[] = [
  { label: 'VL53L1X alone', ...VL53L1X, load: null, forceLagMs: 0 },
  { label: 'VL53L1X, HX711 left at 10 SPS', ...VL53L1X, load: { model: 'hx711', rateHz: 10 }, forceLagMs: 150 },
  { label: '**VL53L1X, HX711 at 80 SPS**', ...VL53L1X, ...HX711_80 },
  { label: 'VL53L1X, NAU7802 at 320 SPS', ...VL53L1X, load: { model: 'nau7802', rateHz: 320 }, forceLagMs: 5 },
  {
    label: 'VL53L0X, HX711 at 80 SPS',
    distance: { model: 'vl53l0x', rateHz: 50, budgetMs: 20 },
    heightLagMs: 11,
    ...HX711_80,
  },
  { label: 'HC-SR04, HX711 at 80 SPS', distance: { model: 'hcsr04' }, heightLagMs: 1, ...HX711_80 },
];
const SEEDS = process.argv.includes('--quick') ? [1] : [1, 2, 3, 4];
const DURATION_S = 900;

for (const set of SETS) {
  const errors = SEEDS.map((seed) => errorsOf(set, seed));
  const all = (key: 'velocityMps' | 'holdS' | 'lockoutS') => rms(errors.flatMap((each) => each[key]));
  const total = (key: 'reps' | 'missed' | 'extra') => errors.reduce((sum, each) => sum + each[key], 0);
  const ms = (seconds: number) => `${(1e3 * seconds).toFixed(0)} ms`;
  const counts = `${total('reps')}; ${total('missed')}; ${total('extra')}`;
  console.log(
    `| ${set.label} | ${counts} | ${ms(all('holdS'))} | ${ms(all('lockoutS'))} | ${all('velocityMps').toFixed(3)} m/s |`,
  );
}

function errorsOf({ distance, load, heightLagMs, forceLagMs }: SensorSet, seed: number) {
  const sensors = [
    createRangefinder({ looks: 'up', ...distance }, seed),
    ...(load ? [createLoadCell(load, seed)] : []),
  ];
  const forceMount = load ? 'bar' : 'none';
  const collector = createCollector({
    profile: exercises['hip-thrust'],
    forceMount,
    heightLagMs,
    forceLagMs,
    targetHoldS: 1,
  });
  for (const input of simulateInputs(demoLifter(seed), sensors, DURATION_S)) collector.take(input);
  const untilS = DURATION_S - 3;
  const truth = demoLifter(seed)
    .truthUntil(DURATION_S)
    .sets.flatMap(({ reps }) => reps);
  const reps = truth.filter(({ complete, endS }) => complete && endS < untilS);
  const counted = collector.finish().movements.filter(({ verdict }) => verdict === 'counted');
  const pairs = reps.flatMap((rep) => {
    const movement = counted.find(({ lockoutUs }) => Math.abs(lockoutUs! / 1e6 - rep.lockoutS!) < 0.5);
    return movement ? [{ rep, movement }] : [];
  });
  return {
    reps: reps.length,
    missed: reps.length - pairs.length,
    extra: counted.filter(({ lockoutUs }) => lockoutUs! / 1e6 < reps.at(-1)!.endS).length - pairs.length,
    velocityMps: pairs.map(({ rep, movement }) => movement.meanVelocityMps! - rep.meanVelocityMps),
    holdS: pairs.map(({ rep, movement }) => movement.holdS! - rep.holdS),
    lockoutS: pairs.map(({ rep, movement }) => movement.lockoutUs! / 1e6 - rep.lockoutS!),
  };
}

/**
 * Makes the recordings of tests/fixtures/recordings: `npm run build && node dist/tests/replay/make-recordings.js`. The lifter and the sensors are
 * simulated, and so is the truth beside each file: it comes from the lifter's plan, not from the core.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatRecordingHeader, formatRecordingRow } from '../../src/contracts/recording-writer.ts';
import { createLifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';

interface Plan {
  title: string;
  lifter: Partial<LifterConfig>;
  durationS: number;
  hasCell: boolean;
  /** From then on the distance sensor gives one number over and over. */
  freezesAtS?: number;
}

const BASE = { sets: 1, romMm: 340, bottomMm: 250, rackMm: 300, holdS: 1 } as const;
const PLANS: Record<string, Plan> = {
  'six-reps': {
    title: 'six reps, with a load cell',
    lifter: { ...BASE, seed: 11, reps: 6 },
    durationS: 32,
    hasCell: true,
  },
  'five-reps-one-partial': {
    title: 'five reps, one of them short of lockout; the distance sensor alone',
    lifter: { ...BASE, seed: 12, reps: 5, repEvents: { partial: [3] } },
    durationS: 32,
    hasCell: false,
  },
  'nobody-lifts': {
    title: 'plates are loaded, somebody slides in and lays a hand on the bar',
    lifter: { ...BASE, seed: 13, reps: 0, handling: { 'plate-loading': 1, 'slide-in': 1, 'hand-on-bar': 1 } },
    durationS: 30,
    hasCell: true,
  },
  'distance-freezes': {
    title: 'the distance sensor gives one number from the middle of the set on',
    lifter: { ...BASE, seed: 14, reps: 6 },
    durationS: 32,
    hasCell: true,
    freezesAtS: 15,
  },
};

const folder = fileURLToPath(new URL('../../../tests/fixtures/recordings/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, { title, lifter, durationS, hasCell, freezesAtS = Number.POSITIVE_INFINITY }] of Object.entries(
  PLANS,
)) {
  const sensors = [
    createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1),
    ...(hasCell ? [createLoadCell({ model: 'hx711', rateHz: 80 }, 2)] : []),
  ];
  const forceMount = hasCell ? 'bar' : 'none';
  const header = formatRecordingHeader({ title, source: 'simulated', exercise: 'hip-thrust', forceMount, further: {} });
  let frozenMm: number | null = null;
  const rows = [...simulateInputs(createLifter(lifter), sensors, durationS)].flatMap((input) => {
    if (input.kind === 'gap') return [];
    const { atUs, flags = 0 } = input;
    const blank = { atUs, heightMm: null, forceN: null, rawLoad: null, rawDistanceMm: null, flags };
    if (input.kind === 'force') return formatRecordingRow({ ...blank, forceN: input.forceN });
    if (atUs >= freezesAtS * 1e6) frozenMm ??= input.heightMm;
    return formatRecordingRow({ ...blank, heightMm: frozenMm ?? input.heightMm });
  });
  const reps = createLifter(lifter)
    .truthUntil(durationS)
    .sets.flatMap((set) => set.reps)
    .map(({ complete, lockoutS, holdS, meanVelocityMps }) => ({ complete, lockoutS, holdS, meanVelocityMps }));
  writeFileSync(join(folder, `${name}.csv`), header + rows.join(''));
  writeFileSync(join(folder, `${name}.truth.json`), `${JSON.stringify({ reps }, null, 2)}\n`);
}

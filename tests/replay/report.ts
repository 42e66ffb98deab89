/** `npm run evaluate`: how the core does on the recordings, folder by folder, and on the simulated lifter. */
import { errorOf, type Folder, folders, namesIn, present, resultOf } from './recordings.ts';
import { quantile, rms, simulate } from './simulated.ts';

async function report(folder: Folder): Promise<void> {
  const errors: number[] = [];
  console.log(`\n${folder}/`);
  for (const name of namesIn(folder)) {
    const result = await resultOf(folder, name);
    const { document, truth } = result;
    const error = errorOf(result);
    if (error !== null) errors.push(error);
    const others = (['partial', 'doubtful', 'rejected'] as const).flatMap((verdict) => {
      const count = document.movements.filter((movement) => movement.verdict === verdict).length;
      return count === 0 ? [] : [`${count} ${verdict}`];
    });
    const mark = error === null || error === 0 ? ' ' : '!';
    const rest = others.join(', ');
    console.log(
      `${mark} ${name.padEnd(52)} true ${String(truth.reps ?? '?').padStart(3)}  counted ${String(document.countedReps).padStart(3)}  height ${document.channels.height}, force ${document.channels.force}${rest === '' ? '' : `  (${rest})`}`,
    );
  }
  const share = (limit: number): string => `${errors.filter((error) => error <= limit).length} of ${errors.length}`;
  console.log(`  exact ${share(0)}, within one ${share(1)}`);
}

function reportSimulated(seeds: number, durationS: number): void {
  const runs = Array.from({ length: seeds }, (_, index) => simulate(index + 1, durationS));
  const total = (of: (run: (typeof runs)[number]) => number): number => runs.reduce((sum, run) => sum + of(run), 0);
  const delays = runs.flatMap(({ delayS }) => delayS);
  console.log(`\nsimulated lifter, ${seeds} times ${durationS / 60} min`);
  console.log(
    `  reps ${total((run) => run.whole)}, missed ${total((run) => run.missed)}, phantom ${total((run) => run.phantom)}`,
  );
  console.log(`  sets ${total(({ sets }) => sets[0])} of ${total(({ sets }) => sets[1])}`);
  console.log(`  rms mean velocity ${rms(runs.flatMap(({ velocityMps }) => velocityMps)).toFixed(4)} m/s`);
  console.log(`  rms hold ${(1e3 * rms(runs.flatMap(({ holdS }) => holdS))).toFixed(0)} ms`);
  console.log(`  rms lockout ${(1e3 * rms(runs.flatMap(({ lockoutS }) => lockoutS))).toFixed(0)} ms`);
  console.log(`  rms range ${rms(runs.flatMap(({ romMm }) => romMm)).toFixed(1)} mm`);
  console.log(`  rms load ${(100 * rms(runs.flatMap(({ loadShare }) => loadShare))).toFixed(2)} %`);
  console.log(
    `  lockout to event: median ${(1e3 * quantile(delays, 0.5)).toFixed(0)} ms, p99 ${(1e3 * quantile(delays, 0.99)).toFixed(0)} ms`,
  );
}

if (present) for (const folder of folders) await report(folder);
else console.log('skipped: recordings not present');
reportSimulated(6, 900);

/** `npm run evaluate`: how the core does on the recordings, folder by folder. */
import { errorOf, type Folder, folders, namesIn, present, resultOf } from './recordings.ts';

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

if (present) for (const folder of folders) await report(folder);
else console.log('skipped: recordings not present');

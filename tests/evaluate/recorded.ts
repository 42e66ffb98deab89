/** The recordings by folder: counts against those written beside them, and the same when a recording is distorted. */
import { errorOf, folders, namesIn, type Result, resultOf, tooMany } from '../replay/recordings.ts';
import { distortedErrors, distortions } from './perturbed.ts';

export interface Recorded {
  readonly rows: readonly {
    readonly folder: string;
    readonly files: number;
    readonly known: number;
    readonly exact: number;
    readonly withinOne: number;
    /** Of the files whose signal is no good: how many are reported unreliable without one rep too many. */
    readonly flagged: string;
  }[];
  readonly distorted: readonly { readonly label: string; readonly exact: number; readonly files: number }[];
}

const isReported = ({ document: { channels } }: Result): boolean =>
  channels[channels.height === 'absent' ? 'force' : 'height'] === 'unreliable';

export async function recordings(): Promise<Recorded> {
  const rows: Recorded['rows'][number][] = [];
  for (const name of folders) {
    const results = [];
    for (const file of namesIn(name)) results.push(await resultOf(name, file));
    const faulty = name === 'fault' ? results : results.filter(({ truth }) => truth.mustFlag !== undefined);
    const errors = results.filter((result) => !faulty.includes(result)).flatMap((result) => errorOf(result) ?? []);
    rows.push({
      folder: name,
      files: results.length,
      known: errors.length,
      exact: errors.filter((error) => error === 0).length,
      withinOne: errors.filter((error) => error <= 1).length,
      flagged:
        faulty.length === 0
          ? '–'
          : `${faulty.filter((result) => isReported(result) && tooMany(result) === 0).length} of ${faulty.length}`,
    });
  }
  const distorted = Object.keys(distortions).map((label) => ({ label, exact: 0, files: 0 }));
  for (const file of namesIn('lift')) {
    const errors = distortedErrors('lift', file);
    for (const row of distorted) {
      row.files += 1;
      if (errors[row.label] === 0) row.exact += 1;
    }
  }
  return { rows, distorted };
}

/** What a member takes along: the own data in a file of the wanted format. */
import type { Rep, SetEvent } from '../../contracts/events.ts';
import type { ExportFormat } from '../../contracts/history.ts';
import type { Store } from '../../store/index.ts';
import { type ExportFile, ProblemError } from '../../web/index.ts';
import { csvExport } from './csv.ts';
import { jsonExport } from './json.ts';

export interface SetWithReps {
  set: SetEvent;
  reps: Rep[];
}

const PAGE = 200;

/** Oldest first. */
export async function setsOf(store: Store, memberId: string): Promise<SetWithReps[]> {
  const all: SetWithReps[] = [];
  for (let before: string | undefined; ; ) {
    const { items, next } = await store.history.setsWithReps({ memberId, limit: PAGE, ...(before && { before }) });
    all.push(...items);
    if (next === null) return all.reverse();
    before = next;
  }
}

/** @throws ProblemError 422 for a format that can't be made of it */
export async function exportMember(store: Store, memberId: string, format: ExportFormat): Promise<ExportFile> {
  if (format === 'csv') return csvExport(await setsOf(store, memberId));
  if (format === 'json') return jsonExport(store, memberId, await setsOf(store, memberId));
  throw new ProblemError(422, 'format-not-made', `The format "${format}" isn't made yet. Take csv or json.`);
}

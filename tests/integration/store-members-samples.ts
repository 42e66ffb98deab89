import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Rep } from '../../src/contracts/events.ts';
import type { Correction } from '../../src/contracts/members.ts';
import { tally } from '../../src/members/set-tally.ts';
import type { Actor, CorrectionRequest, NewMemberRow } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { newRep, newSet } from './store-samples.ts';
import { tempDir } from './store-temp.ts';

export const NOW = '2026-11-22T18:00:00.000Z';
/** So long after it; before it, when negative. */
export const later = (minutes: number) => new Date(Date.parse(NOW) + 60_000 * minutes).toISOString();
export const TRAINER: Actor = { id: null, role: 'trainer' };
export const STATION: Actor = { id: null, role: 'station' };
export const openRepository = () => new Repository(join(tempDir(), 'a.db'));

export const newMember = (change: Partial<NewMemberRow> = {}): NewMemberRow => ({
  id: newId(),
  alias: 'Mira',
  name: null,
  role: 'member',
  login: null,
  secretHash: null,
  heightMm: 1720,
  consents: { showAlias: true, keepRecordings: true, shareSets: true, acrossGyms: false },
  consentsAt: NOW,
  createdAt: NOW,
  ...change,
});

export function addMember(repository: Repository, change: Partial<NewMemberRow> = {}): string {
  return repository.tables.members.add(newMember(change), TRAINER).id;
}

/** A settled set with its reps, stored as the station would. */
export function addSet(
  repository: Repository,
  change: Parameters<typeof newSet>[0] = {},
  reps: Partial<Rep>[] = [{}, {}],
) {
  const set = newSet(change);
  let n = 0;
  const rows = reps.map((rep, index) =>
    newRep(set.id, {
      memberId: set.memberId,
      exercise: set.exercise,
      stage: 'settled',
      startedAt: new Date(Date.parse(set.startedAt) + 4000 * index).toISOString(),
      n: (rep.verdict ?? 'counted') === 'counted' ? ++n : null,
      ...rep,
    }),
  );
  const settled = { ...set, ...tally(rows) };
  repository.write({ sets: [settled], reps: rows });
  return { set: settled, reps: rows };
}

export const request = (
  setId: string,
  correction: Correction,
  change: Partial<CorrectionRequest> = {},
): CorrectionRequest => ({
  id: newId(),
  setId,
  correction,
  actor: TRAINER,
  at: NOW,
  ...change,
});

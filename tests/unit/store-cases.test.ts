import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { CASE_LIMITS } from '../../src/contracts/cases.ts';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import { Database } from '../../src/store/database.ts';
import type { CaseRequest } from '../../src/store/index.ts';
import { Repository } from '../../src/store/repository.ts';
import {
  addMember,
  addSet,
  later,
  NOW,
  openRepository,
  request,
  TRAINER,
} from '../integration/store-members-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const CSV = new Uint8Array([1, 2, 3]);
const DAY = 24 * 60;
const keepRequest = (setId: string, change: Partial<CaseRequest> = {}): CaseRequest => ({
  id: randomUUID(),
  setId,
  right: { countedReps: 3, movements: [], missing: [] },
  csvGzip: CSV,
  version: '1.2.3',
  actor: TRAINER,
  at: NOW,
  ...change,
});

/** A member's set that is a case. */
function withCase(repository: Repository) {
  const member = addMember(repository);
  const { set, reps } = addSet(repository, { memberId: member });
  repository.write({ recordings: [{ setId: set.id, csvGzip: CSV }] });
  const kept = repository.tables.cases.persist(keepRequest(set.id));
  return { member, set, reps, kept };
}
const withConsent = (repository: Repository, member: string, keepRecordings: boolean) => {
  const { revision, consents } = repository.tables.members.get(member)!;
  const next = { consents: { ...consents, keepRecordings } };
  repository.tables.members.change(member, revision, next, NOW, { id: member, role: 'member' });
};

describe('a case', () => {
  it('holds what was right, what the station counted, and the recording', () => {
    const repository = openRepository();
    const { cases, corrections } = repository.tables;
    const { set, reps } = addSet(repository, {}, [{}, {}, {}]);
    corrections.correct(request(set.id, { kind: 'exclude-rep', repId: reps[0]!.id }));
    const kept = cases.persist(keepRequest(set.id));
    expect(kept).toMatchObject({ setId: set.id, memberId: null, exercise: 'hip-thrust', version: '1.2.3' });
    // Of the three that the station counted a person excluded one.
    expect([kept.countedReps, kept.right.countedReps, kept.recordingBytes]).toEqual([3, 3, 3]);
    expect(cases.recording(kept.id)).toEqual(CSV);
    expect(cases.of(set.id)).toEqual(kept);
    expect(cases.size()).toEqual({ cases: 1, bytes: 3 });
  });

  it('of the same set gets another right value and keeps its id', () => {
    const repository = openRepository();
    const { cases, corrections } = repository.tables;
    const { set } = addSet(repository);
    const first = cases.persist(keepRequest(set.id));
    const right = { countedReps: 1, movements: [], missing: [] };
    expect(cases.persist(keepRequest(set.id, { right }))).toEqual({ ...first, right });
    expect(cases.remove(first.id, NOW, TRAINER)).toBe(true);
    expect(cases.remove(first.id, NOW, TRAINER)).toBe(false);
    const audit = corrections.audit({ limit: 9 }).items;
    expect(audit.map(({ kind }) => kind)).toEqual(['case-removed', 'case-changed', 'case-kept']);
    expect(JSON.parse(audit[1]!.beforeJson)).toEqual({ countedReps: 2 });
    expect(JSON.parse(audit[1]!.afterJson)).toEqual({ countedReps: 1, set: set.id });
    // A row of a set can be undone as a correction of it; these can't.
    expect(audit.every(({ setId }) => setId === null)).toBe(true);
    expect(corrections.of(set.id)).toEqual([]);
  });

  it('is kept of no member who keeps no recordings, and of no set that is not there', () => {
    const repository = openRepository();
    const { cases } = repository.tables;
    const member = addMember(repository, { consents: { ...NO_CONSENTS, showAlias: true, shareSets: true } });
    const { set } = addSet(repository, { memberId: member });
    expect(() => cases.persist(keepRequest(set.id))).toThrow(
      expect.objectContaining({ problem: { kind: 'no-consent', params: {} } }),
    );
    expect(() => cases.persist(keepRequest(newId()))).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(cases.size()).toEqual({ cases: 0, bytes: 0 });
  });

  it('outlives its set when that is deleted for its age, and its recording stays', () => {
    const repository = openRepository();
    const { cases, upkeep } = repository.tables;
    const { member, kept } = withCase(repository);
    expect(upkeep.expireSets(later(400 * DAY), 9, NOW)).toBe(1);
    expect(cases.page({ limit: 9 }).items).toEqual([{ ...kept, setId: null }]);
    expect(cases.recording(kept.id)).toEqual(CSV);
    expect(cases.ofMember(member)).toHaveLength(1);
  });

  it('goes with its member, with their consent, and with a set that a person deleted', () => {
    for (const leave of [
      (repository: Repository, { member }: ReturnType<typeof withCase>) =>
        void repository.tables.members.remove(member, NOW, TRAINER),
      (repository: Repository, { member }: ReturnType<typeof withCase>) => withConsent(repository, member, false),
      (repository: Repository, { set }: ReturnType<typeof withCase>) => {
        repository.tables.corrections.correct(request(set.id, { kind: 'delete' }));
        repository.tables.upkeep.removeDeleted(later(31 * DAY));
      },
      (repository: Repository, { set }: ReturnType<typeof withCase>) => {
        repository.tables.corrections.correct(request(set.id, { kind: 'delete' }));
        repository.tables.upkeep.expireSets(later(400 * DAY), 9, NOW);
      },
    ]) {
      const repository = openRepository();
      const made = withCase(repository);
      const other = withCase(repository);
      leave(repository, made);
      const left = repository.tables.cases.page({ limit: 9 }).items.map(({ id }) => id);
      expect(left.includes(made.kept.id)).toBe(false);
      if (repository.tables.members.get(other.member) && left.length > 0) expect(left).toEqual([other.kept.id]);
    }
  });

  it('also goes after its set was deleted for its age, with its member and with their consent', () => {
    for (const leave of ['remove', 'withdraw']) {
      const repository = openRepository();
      const { member } = withCase(repository);
      repository.tables.upkeep.expireSets(later(400 * DAY), 9, NOW);
      if (leave === 'remove') repository.tables.members.remove(member, NOW, TRAINER);
      else withConsent(repository, member, false);
      expect(repository.tables.cases.size()).toEqual({ cases: 0, bytes: 0 });
    }
  });

  it('belongs to whom the set is given, and goes when they keep no recordings', () => {
    const repository = openRepository();
    const { cases, corrections } = repository.tables;
    const { set, kept } = withCase(repository);
    const other = addMember(repository);
    corrections.correct(request(set.id, { kind: 'owner', memberId: other }));
    expect(cases.of(set.id)!.memberId).toBe(other);
    const shy = addMember(repository, { consents: NO_CONSENTS });
    corrections.correct(request(set.id, { kind: 'owner', memberId: shy }));
    expect(cases.recording(kept.id)).toBeNull();
  });

  it('is one of at most so many', () => {
    const file = join(tempDir(), 'a.db');
    const repository = new Repository(file);
    const { cases } = repository.tables;
    const [last, tooMany] = [addSet(repository), addSet(repository)].map(({ set }) => set.id) as [string, string];
    const db = new Database(file);
    db.run(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO cases (id, bay, exercise, made_at, version, counted_reps, right_json, csv_gzip)
       SELECT 'case ' || i, 'bay-1', 'squat', '', '', 1, '{}', zeroblob(1) FROM n`,
      CASE_LIMITS.cases - 1,
    );
    db.close();
    const { id } = cases.persist(keepRequest(last));
    expect(() => cases.persist(keepRequest(tooMany))).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ kind: 'cases-full' }) }),
    );
    // What is a case already may still be said otherwise.
    expect(cases.persist(keepRequest(last)).id).toBe(id);
  });

  it('comes page by page, newest first', () => {
    const repository = openRepository();
    const { cases } = repository.tables;
    const ids = Array.from({ length: 5 }, () => cases.persist(keepRequest(addSet(repository).set.id)).id).reverse();
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const { items, next } = cases.page({ limit: 2, ...(before && { before }) });
      seen.push(...items.map(({ id }) => id));
      if (next === null) break;
      before = next;
    }
    expect(seen).toEqual(ids);
    expect(() => cases.page({ limit: 2, before: randomUUID() })).toThrow(/Begin with the first page/);
  });
});

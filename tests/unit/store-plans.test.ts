import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, it, vi } from 'vitest';
import { Database } from '../../src/store/database.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, addSet, NOW, request, TRAINER } from '../integration/store-members-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

/** Tables that grow with every rep, set or change. */
const LARGE = ['sets', 'reps', 'recordings', 'outbox', 'audit', 'corrected_sets', 'bay_sessions', 'webhook_outbox'];

/** A page in the order of the table's key stops when it is full. */
const isPage = (sql: string) => /ORDER BY (id|seq) DESC LIMIT \?$/.test(sql);

describe('every query of a working day', () => {
  it('goes by an index where a table grows', () => {
    const statements = new Set<string>();
    const spies = (['run', 'get', 'all'] as const).map((call) => {
      const real = Database.prototype[call] as (sql: string, ...values: never[]) => unknown;
      return vi.spyOn(Database.prototype, call).mockImplementation(function (this: Database, sql: string, ...values) {
        statements.add(sql);
        return real.call(this, sql, ...(values as never[])) as never;
      });
    });
    const file = join(tempDir(), 'a.db');
    const repository = new Repository(file);
    const { tables } = repository;
    const member = addMember(repository);
    const { set, reps } = addSet(repository, { memberId: member });
    tables.webhooks.add({ id: newId(), url: 'http://127.0.0.1/', createdAt: NOW }, 'secret', TRAINER);
    const corrected = tables.corrections.correct(request(set.id, { kind: 'exclude-rep', repId: reps[0]!.id }));
    tables.corrections.undo(corrected.audit.id, { id: newId(), actor: TRAINER, at: NOW });
    tables.corrections.of(set.id);
    for (const filter of [{}, { memberId: member }, { kind: 'undo' }, { before: corrected.audit.id }])
      tables.corrections.audit({ limit: 9, ...filter });
    tables.history.sets({ memberId: member, limit: 9, exercise: 'squat', from: NOW, before: set.id });
    tables.history.setsWithReps({ memberId: member, limit: 9 });
    tables.history.summaries(member, 'hip-thrust', NOW);
    tables.presence.open();
    tables.presence.unclaimed('bay-1', NOW);
    tables.webhooks.due(NOW, NOW);
    repository.listSets({ limit: 9 });
    repository.listSets({ limit: 9, bay: 'bay-1', before: set.id });
    repository.openSets();
    repository.pending('bay-1', 9);
    repository.write({
      sessions: [
        { id: newId(), bay: 'bay-1', kind: 'guest', memberId: null, startedAt: NOW, endedAt: null, endReason: null },
      ],
    });
    tables.upkeep.expireSets('2020-01-01T00:00:00.000Z', 9, NOW);
    tables.upkeep.tidy(NOW);
    tables.upkeep.removeDeleted(NOW);
    tables.upkeep.survey(NOW);
    for (const spy of spies) spy.mockRestore();

    const db = new Database(file);
    const queries = [...statements].filter((sql) => /^\s*(SELECT|UPDATE|DELETE|INSERT)/.test(sql));
    expect(queries.length).toBeGreaterThan(40);
    const walking = queries.flatMap((sql) => {
      const plan = db.all(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
      const walks = plan.filter((detail) => LARGE.some((table) => detail === `SCAN ${table}`) && !isPage(sql));
      const sorts = plan.filter((detail) => isPage(sql) && detail === 'USE TEMP B-TREE FOR ORDER BY');
      return [...walks, ...sorts].map((detail) => `${detail}: ${sql}`);
    });
    expect(walking).toEqual([]);
  });
});

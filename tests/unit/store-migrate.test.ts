import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/store/database.ts';
import { type Migration, migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { repToValues, setToValues, UPSERT_REP, UPSERT_SET } from '../../src/store/rows.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const schemaOf = (db: Database) => db.all('SELECT name, sql FROM sqlite_schema ORDER BY name');
const withoutTiming = (rows: ReturnType<typeof schemaOf>) => rows.map(({ name, sql }) => `${name}: ${sql}`);

/** A second migration to go on from the first. */
const ADD_REMARK: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'a remark',
  sql: 'ALTER TABLE sets ADD COLUMN remark TEXT',
};
const BROKEN: Migration = {
  version: MIGRATIONS.length + 1,
  name: 'breaks half-way',
  sql: 'CREATE TABLE half (id TEXT); ALTER TABLE nowhere ADD COLUMN x TEXT',
};

describe('migrations', () => {
  it('are numbered 1, 2, 3, … without a gap', () => {
    expect(MIGRATIONS.length).toBeGreaterThan(0);
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  const all = [...MIGRATIONS, ADD_REMARK];
  it.each(all.map((_, version) => version))('end in the same schema from version %i', (version) => {
    const dir = tempDir();
    const fresh = new Database(join(dir, 'fresh.db'));
    migrate(fresh, all, 'fresh.db');
    const older = new Database(join(dir, 'older.db'));
    migrate(older, all.slice(0, version), 'older.db');

    expect(migrate(older, all, 'older.db')).toEqual(all.slice(version).map((migration) => migration.version));
    expect(withoutTiming(schemaOf(older))).toEqual(withoutTiming(schemaOf(fresh)));
    expect(older.number('PRAGMA user_version')).toBe(all.length);
  });

  it('do nothing the second time', () => {
    const db = new Database(join(tempDir(), 'a.db'));
    migrate(db, MIGRATIONS, 'a.db');
    expect(migrate(db, MIGRATIONS, 'a.db')).toEqual([]);
  });

  it('leave the version before untouched when one fails', () => {
    const db = new Database(join(tempDir(), 'a.db'));
    migrate(db, MIGRATIONS, 'a.db');
    const before = withoutTiming(schemaOf(db));
    expect(() => migrate(db, [...MIGRATIONS, BROKEN], 'a.db')).toThrow(/nowhere/);
    expect(withoutTiming(schemaOf(db))).toEqual(before);
    expect(db.number('PRAGMA user_version')).toBe(MIGRATIONS.length);
    expect(migrate(db, [...MIGRATIONS, ADD_REMARK], 'a.db')).toEqual([ADD_REMARK.version]);
  });

  it('refuse a database of a newer program, and say what to do', () => {
    const db = new Database(join(tempDir(), 'a.db'));
    migrate(db, all, 'a.db');
    expect(() => migrate(db, MIGRATIONS, 'a.db')).toThrow(/newer Lockout .*Install that version again/);
  });

  it('refuse the database of another program', () => {
    const db = new Database(join(tempDir(), 'a.db'));
    db.exec('CREATE TABLE theirs (id TEXT)');
    expect(() => migrate(db, MIGRATIONS, 'a.db')).toThrow(/another program/);
    expect(schemaOf(db)).toHaveLength(1);
  });
});

describe('a database of version 3', () => {
  it('keeps its sets and reps, and knows how busy it was', () => {
    const file = join(tempDir(), 'a.db');
    const old = new Database(file);
    migrate(old, MIGRATIONS.slice(0, 3), file);
    const set = newSet();
    const kept = [set, newSet({ endedAt: null, endReason: null }), newSet({ source: 'replay' })];
    // Today's SQL also fills what later versions added.
    old.exec(`ALTER TABLE sets ADD COLUMN target_hold_s REAL; ALTER TABLE sets ADD COLUMN loads_json TEXT;
      ALTER TABLE sets ADD COLUMN is_warm_up_json TEXT; ALTER TABLE sets ADD COLUMN rpe REAL; ALTER TABLE sets ADD COLUMN note TEXT;
      ALTER TABLE sets ADD COLUMN is_time_uncertain_json TEXT; ALTER TABLE sets ADD COLUMN superset TEXT;
      ALTER TABLE reps ADD COLUMN load_kg REAL`);
    for (const row of kept) old.run(UPSERT_SET, ...setToValues(row));
    const rep = newRep(set.id, { memberId: null, loadKg: null });
    old.run(UPSERT_REP, ...repToValues(rep));
    old.exec(`ALTER TABLE sets DROP COLUMN target_hold_s; ALTER TABLE sets DROP COLUMN loads_json;
      ALTER TABLE sets DROP COLUMN is_warm_up_json; ALTER TABLE sets DROP COLUMN rpe; ALTER TABLE sets DROP COLUMN note;
      ALTER TABLE sets DROP COLUMN is_time_uncertain_json; ALTER TABLE sets DROP COLUMN superset;
      ALTER TABLE reps DROP COLUMN load_kg`);
    old.close();

    const repository = new Repository(file);
    expect(repository.migrated).toEqual(MIGRATIONS.slice(3).map(({ version }) => version));
    expect(repository.getSet(set.id)).toEqual({ set: { ...set, targetHoldS: null, rpe: null }, reps: [rep] });
    expect(repository.listSets({ limit: 9 }).sets).toHaveLength(3);
    const { hours } = repository.tables.history.utilisation({ from: '2026', to: '2027' });
    expect(hours).toEqual([expect.objectContaining({ bay: set.bay, sets: 1, reps: set.countedReps })]);
  });
});

/** The tables of the hub, and how an older database is brought to them. One organisation is one database. */
import type { Pool, PoolClient } from 'pg';
import { LIVE, LIVE_BY_BROKER, PAGES, RECORDINGS_UNLOGGED } from './schema-pages.ts';
import { PEOPLE } from './schema-people.ts';
import { TRAINING } from './schema-training.ts';

/** In their order; one that was released is never changed. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE gyms (
    id text PRIMARY KEY,
    name text NOT NULL,
    zone text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE controllers (
    id text PRIMARY KEY,
    gym_id text NOT NULL REFERENCES gyms (id),
    state text NOT NULL CHECK (state IN ('pending', 'accepted', 'revoked')),
    -- serial numbers of the certificates that count; a renewal adds one, a revocation leaves none
    serials text[] NOT NULL,
    certificate_until timestamptz NOT NULL,
    paired_at timestamptz NOT NULL DEFAULT now(),
    version text NOT NULL,
    epoch uuid,
    heard_at timestamptz,
    waiting integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    -- its wall clock minus that of the hub
    clock_ahead_ms bigint,
    acked_seq bigint,
    acked_at timestamptz,
    -- what it is to send again; a mark that it has sent back is done
    resend_mark text,
    resend_since timestamptz,
    resent_mark text
  );
  CREATE TABLE revoked_certificates (
    serial text PRIMARY KEY,
    controller_id text NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE bays (
    gym_id text NOT NULL REFERENCES gyms (id),
    bay text NOT NULL,
    controller_id text NOT NULL REFERENCES controllers (id),
    name text NOT NULL,
    is_up boolean NOT NULL,
    is_lifting boolean NOT NULL,
    PRIMARY KEY (gym_id, bay)
  );
  CREATE TABLE pairing_codes (
    secret_hash text PRIMARY KEY,
    gym_id text NOT NULL REFERENCES gyms (id),
    accepts boolean NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by text
  );
  -- One row a set, its reps in one compressed value. Ids begin with their time, so each month is a partition.
  CREATE TABLE sets (
    id uuid PRIMARY KEY,
    controller_id text NOT NULL,
    epoch uuid NOT NULL,
    seq bigint NOT NULL,
    revision integer NOT NULL,
    hash bytea NOT NULL,
    gym_id text NOT NULL,
    bay text NOT NULL,
    exercise text,
    source text,
    counted_reps integer,
    load_kg double precision,
    -- as the controller said, and what is added where its clock was wrong
    said_started_at timestamptz,
    said_ended_at timestamptz,
    shift_ms bigint NOT NULL,
    clock text NOT NULL CHECK (clock IN ('ok', 'corrected', 'unknown')),
    member_id uuid,
    session_id uuid,
    note text NOT NULL,
    deleted_at timestamptz,
    gone_at timestamptz,
    doc jsonb NOT NULL,
    reps jsonb COMPRESSION lz4 NOT NULL,
    received_at timestamptz NOT NULL
  ) PARTITION BY RANGE (id);
  CREATE TABLE sets_other PARTITION OF sets DEFAULT;
  CREATE INDEX sets_by_gym ON sets (gym_id, id);
  CREATE INDEX sets_by_member ON sets (member_id, id) WHERE member_id IS NOT NULL;
  -- The same revision of the same set, and another content: shown, and never overwritten silently.
  CREATE TABLE diverged (
    set_id uuid NOT NULL,
    controller_id text NOT NULL,
    epoch uuid NOT NULL,
    revision integer NOT NULL,
    hash bytea NOT NULL,
    doc jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (set_id, controller_id, revision, hash)
  );
  CREATE TABLE forgotten_members (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL
  );
  `,
  PEOPLE,
  TRAINING,
  PAGES,
  LIVE,
  LIVE_BY_BROKER,
  RECORDINGS_UNLOGGED,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
/** Of PostgreSQL; older ones lack `NULLS NOT DISTINCT`. */
export const OLDEST_POSTGRES = 15;

/** Two hubs that start at once take turns. */
const MIGRATION_LOCK = 4_871_001;
const PARTITION_LOCK = 4_871_002;

/** @throws Error when the database was written by a newer hub */
export async function migrateHub(pool: Pool): Promise<void> {
  await inTransaction(pool, async (db) => {
    await db.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await db.query('CREATE TABLE IF NOT EXISTS hub_schema (version integer NOT NULL)');
    const { rows } = await db.query<{ version: number }>('SELECT version FROM hub_schema');
    const version = rows[0]?.version ?? 0;
    if (version > MIGRATIONS.length)
      throw new Error(
        `The database was written by a newer hub (schema ${version}, this one knows ${MIGRATIONS.length}). Install that version again.`,
      );
    for (const sql of MIGRATIONS.slice(version)) await db.query(sql);
    await db.query('DELETE FROM hub_schema');
    await db.query('INSERT INTO hub_schema VALUES ($1)', [MIGRATIONS.length]);
  });
}

export async function inTransaction<T>(pool: Pool, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  let fault: Error | undefined;
  // A connection that breaks between two queries tells it by an event, which would end the process; the next query tells it too.
  const onBroken = (error: Error) => {
    fault = error;
  };
  db.on('error', onBroken);
  try {
    await db.query('BEGIN');
    const result = await work(db);
    await db.query('COMMIT');
    return result;
  } catch (error) {
    await db.query('ROLLBACK').catch(onBroken);
    throw error;
  } finally {
    // One whose transaction could not be taken back is not used again.
    db.off('error', onBroken);
    db.release(fault);
  }
}

/** Ids of before are of a wrong clock: they lie together in `sets_other`. */
const FIRST_MONTH = '2020-01';
const MONTHS_AHEAD = 2;

const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
/** @returns ms of the UUIDv7 (RFC 9562, section 5.7) */
const timeOfId = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
const lowestId = (ms: number): string =>
  `${ms
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')}-0000-0000-000000000000`;

/** Makes the partitions of this month and the next ahead, and those of other months as sets of them come. */
export class Partitions {
  readonly #pool: Pool;
  readonly #known = new Set<string>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async ensureFor(ids: readonly string[], nowMs: number): Promise<void> {
    const latest = monthOf(nowMs + MONTHS_AHEAD * 31 * 24 * 3_600_000);
    // The next month too, so that its first set waits for no lock.
    const ahead = [nowMs, nowMs + 31 * 24 * 3_600_000];
    const months = new Set([...ahead, ...ids.map(timeOfId)].flatMap((ms) => (ms < 8e15 ? [monthOf(ms)] : [])));
    for (const month of months)
      if (month >= FIRST_MONTH && month <= latest && !this.#known.has(month)) await this.#make(month);
  }

  async #make(month: string): Promise<void> {
    const name = `sets_${month.replace('-', '_')}`;
    const from = Date.parse(`${month}-01T00:00:00Z`);
    const [year, of] = month.split('-').map(Number) as [number, number];
    const to = Date.UTC(year, of, 1);
    const range = [lowestId(from), lowestId(to)];
    await inTransaction(this.#pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const { rows } = await db.query('SELECT to_regclass($1) AS found', [name]);
      if (rows[0].found !== null) return;
      await db.query(`CREATE TABLE ${name} (LIKE sets INCLUDING ALL)`);
      // A clock that was ahead may have put some there.
      const moved = 'WITH moved AS (DELETE FROM sets_other WHERE id >= $1 AND id < $2 RETURNING *)';
      await db.query(`${moved} INSERT INTO ${name} SELECT * FROM moved`, range);
      await db.query(`ALTER TABLE sets ATTACH PARTITION ${name} FOR VALUES FROM ('${range[0]}') TO ('${range[1]}')`);
    });
    this.#known.add(month);
  }
}

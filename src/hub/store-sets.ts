/** Sets of one batch, written by one statement. */
import type { PoolClient } from 'pg';
import type { SetItem, UplinkAnswer, UplinkRequest } from '../contracts/uplink.ts';
import { isGone, type SetTexts, shiftOf } from './items.ts';
import { jsonbArray } from './json-array.ts';
import { dropRecordings } from './recordings.ts';

/** A request of a controller, judged. */
export interface Arrived {
  controllerId: string;
  /** of the certificate that it came with */
  serial: string;
  request: UplinkRequest;
  /** of its sets, by their ids */
  texts: ReadonlyMap<string, SetTexts>;
  /** what was judged already */
  refused: UplinkAnswer['refused'];
  /** when it came, by the hub's clock */
  atMs: number;
}

export interface SetRow {
  item: SetItem;
  from: Arrived;
  gymId: string;
  texts: SetTexts;
  memberId: string | null;
}

interface Stored {
  id: string;
  controller_id: string;
  epoch: string;
  revision: number;
  hash: Buffer;
}

type ColumnOf = (row: SetRow) => unknown;
const COLUMNS: readonly [name: string, type: string, of: ColumnOf][] = [
  ['id', 'uuid', ({ item }) => item.id],
  ['controller_id', 'text', ({ from }) => from.controllerId],
  ['epoch', 'uuid', ({ from }) => from.request.epoch],
  ['seq', 'bigint', ({ item }) => item.seq],
  ['revision', 'integer', ({ item }) => item.revision],
  ['hash', 'bytea', ({ texts }) => texts.hash],
  ['gym_id', 'text', ({ gymId }) => gymId],
  ['bay', 'text', ({ item }) => item.doc.bay],
  ['exercise', 'text', ({ item: { doc } }) => (isGone(doc) ? null : doc.exercise)],
  ['source', 'text', ({ item: { doc } }) => (isGone(doc) ? null : doc.source)],
  ['counted_reps', 'integer', ({ item: { doc } }) => (isGone(doc) ? null : doc.countedReps)],
  ['load_kg', 'double precision', ({ item: { doc } }) => (isGone(doc) ? null : doc.loadKg)],
  ['said_started_at', 'timestamptz', ({ item: { doc } }) => (isGone(doc) ? null : doc.startedAt)],
  ['said_ended_at', 'timestamptz', ({ item: { doc } }) => (isGone(doc) ? null : doc.endedAt)],
  ['shift_ms', 'bigint', ({ item, from }) => shiftOf(item, from.atMs).shiftMs],
  ['clock', 'text', ({ item, from }) => shiftOf(item, from.atMs).clock],
  ['member_id', 'uuid', ({ memberId }) => memberId],
  ['session_id', 'uuid', ({ item, memberId }) => (memberId === null ? null : item.person!.sessionId)],
  ['note', 'text', ({ item, memberId }) => (memberId === null ? '' : item.person!.note)],
  ['deleted_at', 'timestamptz', ({ item: { doc } }) => (isGone(doc) ? null : (doc.deletedAt ?? null))],
  ['gone_at', 'timestamptz', ({ item: { doc } }) => (isGone(doc) ? doc.goneAt : null)],
  ['doc', 'jsonb', ({ texts }) => texts.doc],
  ['reps', 'jsonb', ({ texts }) => texts.reps],
  ['received_at', 'timestamptz', ({ from }) => new Date(from.atMs).toISOString()],
];
const NAMES = COLUMNS.map(([name]) => name);
/** A correction comes without the age of what it corrects: the shift that is known stays. */
const KEEPS_SHIFT = `excluded.clock = 'unknown' AND sets.said_started_at = excluded.said_started_at`;
const REPLACED = NAMES.filter((name) => name !== 'id').map((name) =>
  name === 'shift_ms' || name === 'clock'
    ? `${name} = CASE WHEN ${KEEPS_SHIFT} THEN sets.${name} ELSE excluded.${name} END`
    : `${name} = excluded.${name}`,
);
/** The revision decides. Of the same content, who lifted may have changed: the latest change of the same file does. */
const UPSERT = `INSERT INTO sets (${NAMES.join(', ')})
  SELECT * FROM unnest(${COLUMNS.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${REPLACED.join(', ')}
  WHERE sets.controller_id = excluded.controller_id AND (sets.revision < excluded.revision
    OR (sets.revision = excluded.revision AND sets.hash = excluded.hash AND (sets.epoch, sets.seq) < (excluded.epoch, excluded.seq)))
  RETURNING id`;

/** @returns ids of what says something else than what is stored: it is kept beside it */
export async function storeSets(db: PoolClient, rows: SetRow[]): Promise<Set<string>> {
  rows.sort((a, b) => (a.item.id < b.item.id ? -1 : 1));
  const written = await upsert(db, rows);
  const gone = rows.filter(({ item }) => isGone(item.doc) && written.has(item.id)).map(({ item }) => item.id);
  if (gone.length > 0) await dropRecordings(db, gone);
  return findDiverged(
    db,
    rows.filter(({ item }) => !written.has(item.id)),
  );
}

/** @returns ids of what was written; the rest is there already, or is another content */
async function upsert(db: PoolClient, rows: readonly SetRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const values = COLUMNS.map(([, type, of]) =>
    type === 'jsonb' ? jsonbArray(rows.map(of) as string[]) : rows.map(of),
  );
  const { rows: written } = await db.query<{ id: string }>({ name: `upsert`, text: UPSERT, values });
  return new Set(written.map(({ id }) => id));
}

/** Of what was not written: what says something else than what is stored. It is kept beside it. */
async function findDiverged(db: PoolClient, rows: readonly SetRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: stored } = await db.query<Stored>(
    'SELECT id, controller_id, epoch, revision, hash FROM sets WHERE id = ANY($1)',
    [rows.map(({ item }) => item.id)],
  );
  const byId = new Map(stored.map((row) => [row.id, row]));
  const diverged = rows.filter((row) => isOther(row, byId.get(row.item.id)!));
  for (const { item, from, texts } of diverged)
    await db.query(
      `INSERT INTO diverged (set_id, controller_id, epoch, revision, hash, doc, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING`,
      [
        item.id,
        from.controllerId,
        from.request.epoch,
        item.revision,
        texts.hash,
        JSON.stringify(item.doc),
        new Date(from.atMs),
      ],
    );
  return new Set(diverged.map(({ item }) => item.id));
}

function isOther({ item, from, texts }: SetRow, stored: Stored): boolean {
  if (stored.controller_id !== from.controllerId) return true;
  if (stored.revision === item.revision) return !stored.hash.equals(texts.hash);
  // Its database was restored from a backup: it lacks what the hub has, or has gone another way.
  return stored.revision > item.revision && stored.epoch < from.request.epoch;
}

/**
 * Raw samples of a set that someone asked its gym for. They are here while they are looked at: for an hour, in a table that is in no log of the
 * database. Whose set it is decides on each look whether they may be seen.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';

const KEPT_MS = 60 * 60_000;
/** Unpacked: half an hour at 370 samples a second, the longest that a station records. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

const gunzipAsync = promisify(gunzip);

/** The set is as it was, and its member, if it has one that is known here, agrees; its gym asked that too when it gave it. */
const MAY_BE_SEEN = `sets s LEFT JOIN members m ON m.id = s.member_id
  WHERE s.gone_at IS NULL AND s.deleted_at IS NULL AND (m.id IS NULL OR m.keep_recordings)`;

interface Kept {
  gzipped: Buffer;
  until: Date;
}

export class Recordings {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Nothing where its member was deleted, or withdrew their consent, since it was asked for. */
  async keep(db: PoolClient, of: { setId: string; gymId: string; gzipped: Buffer }, nowMs: number): Promise<void> {
    await this.dropOld(nowMs, db);
    await db.query(
      `INSERT INTO recordings (set_id, gym_id, data, at) SELECT s.id, s.gym_id, $3, $4 FROM ${MAY_BE_SEEN} AND s.id = $1 AND s.gym_id = $2
       ON CONFLICT (set_id) DO UPDATE SET data = excluded.data, at = excluded.at`,
      [of.setId, of.gymId, of.gzipped, new Date(nowMs)],
    );
  }

  async read(setId: string, gyms: readonly string[] | null, nowMs: number): Promise<Kept | null> {
    const { rows } = await this.#pool.query<{ data: Buffer; at: Date }>(
      `SELECT r.data, r.at FROM recordings r WHERE r.set_id = $1 AND r.at > $2 AND ($3::text[] IS NULL OR r.gym_id = ANY($3))
         AND EXISTS (SELECT 1 FROM ${MAY_BE_SEEN} AND s.id = $1)`,
      [setId, new Date(nowMs - KEPT_MS), gyms],
    );
    const [found] = rows;
    return found ? { gzipped: found.data, until: new Date(found.at.getTime() + KEPT_MS) } : null;
  }

  async dropOld(nowMs: number, db: Pick<Pool, 'query'> = this.#pool): Promise<void> {
    await db.query('DELETE FROM recordings WHERE at <= $1', [new Date(nowMs - KEPT_MS)]);
  }
}

/** Those of sets that are gone, or whose member no longer agrees. */
export const dropRecordings = (db: PoolClient, setIds: readonly string[]) =>
  db.query('DELETE FROM recordings WHERE set_id = ANY($1)', [setIds]);

export const dropRecordingsOf = (db: PoolClient, memberId: string) =>
  db.query('DELETE FROM recordings r USING sets s WHERE s.id = r.set_id AND s.member_id = $1', [memberId]);

/** A few bytes of a hostile controller may be gigabytes in the browser that unpacks them. */
export async function isReadable(gzipped: Buffer): Promise<boolean> {
  try {
    await gunzipAsync(gzipped, { maxOutputLength: MAX_UNPACKED_BYTES });
    return true;
  } catch {
    return false;
  }
}

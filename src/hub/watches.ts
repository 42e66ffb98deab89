/** Who looks at which gym: only then its controllers show what happens there. Any hub may have the page, and any hub the controller. */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { Watch } from '../contracts/hub-live.ts';
import { FEED_CHANNEL } from './feed-notes.ts';

/** A page that vanished is looked for no longer than that. */
const WATCH_MS = 45_000;
export const RENEW_MS = 15_000;

export class Watches {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly counts = { opened: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Controllers of the gym hear of it at once when they did not know. */
  async open(gymId: string): Promise<void> {
    const until = this.#clock.wallMs() + WATCH_MS;
    await this.#pool.query(
      `INSERT INTO watches (gym_id, until, token) VALUES ($1, $2, $3)
         ON CONFLICT (gym_id) DO UPDATE SET until = excluded.until, token = greatest(excluded.token, watches.token + 1)`,
      [gymId, new Date(until), until],
    );
    await this.#pool.query('SELECT pg_notify($1, $2)', [FEED_CHANNEL, gymId]);
    this.counts.opened++;
  }

  async of(db: Pick<PoolClient, 'query'>, gymId: string, nowMs: number): Promise<Watch | null> {
    const { rows } = await db.query<{ until: Date; token: string }>(
      'SELECT until, token FROM watches WHERE gym_id = $1 AND until > $2',
      [gymId, new Date(nowMs)],
    );
    const [found] = rows;
    return found ? { token: Number(found.token), forMs: found.until.getTime() - nowMs } : null;
  }
}

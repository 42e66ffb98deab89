/** Who looks at which gym: only then its controllers show what happens there. Any hub may have the page, and any hub the controller. */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { Watch } from '../contracts/hub-live.ts';
import { FEED_CHANNEL } from './feed-notes.ts';

/** A page that vanished is looked for no longer than that. */
const WATCH_MS = 60_000;
/** A controller that asks for the feed when it is due learns early enough that a watch goes on: that of the feed is kept open for 25 s. */
export const RENEW_MS = 15_000;

export class Watches {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #broker: string;
  readonly counts = { opened: 0 };

  /** @param broker address at which controllers show what happens; empty: there is none, and no one looks */
  constructor({ pool, clock, broker }: { pool: Pool; clock: Clock; broker: string }) {
    this.#pool = pool;
    this.#clock = clock;
    this.#broker = broker;
  }

  /** Or goes on. Controllers of the gym hear of it at once when no one did before. */
  async open(gymId: string): Promise<void> {
    const nowMs = this.#clock.wallMs();
    const { rows } = await this.#pool.query<{ token: string }>(
      `INSERT INTO watches (gym_id, until, token) VALUES ($1, $2, $3)
         ON CONFLICT (gym_id) DO UPDATE SET until = excluded.until,
           token = CASE WHEN watches.until > $4 THEN watches.token ELSE greatest(excluded.token, watches.token + 1) END
         RETURNING token`,
      [gymId, new Date(nowMs + WATCH_MS), nowMs, new Date(nowMs)],
    );
    if (Number(rows[0]!.token) < nowMs) return;
    await this.#pool.query('SELECT pg_notify($1, $2)', [FEED_CHANNEL, gymId]);
    this.counts.opened++;
  }

  async of(db: Pick<PoolClient, 'query'>, gymId: string, nowMs: number): Promise<Watch | null> {
    if (this.#broker === '') return null;
    const { rows } = await db.query<{ until: Date; token: string }>(
      'SELECT until, token FROM watches WHERE gym_id = $1 AND until > $2',
      [gymId, new Date(nowMs)],
    );
    const [found] = rows;
    return found ? { token: Number(found.token), forMs: found.until.getTime() - nowMs, broker: this.#broker } : null;
  }
}

/** What controllers show of their bays while someone watches, kept where every hub of the organisation sees it. */
import type { Pool } from 'pg';
import { Compile } from 'typebox/compile';
import type { Clock } from '../common/clock.ts';
import { type LiveAnswer, LivePost } from '../contracts/hub-live.ts';
import type { BaySnapshot } from '../contracts/live.ts';
import { declared } from '../web/declared.ts';
import { HubRefusal } from './refusal.ts';
import { refusalOf } from './store-batch.ts';
import type { Watches } from './watches.ts';

/** Pages of a gym listen on this channel. */
export const LIVE_CHANNEL = 'lockout_live';
const OLD_MS = 60_000;
/** Posts of one controller in a second. */
const MAX_POSTS = 6;
const check = Compile(LivePost);

interface Posted {
  controllerId: string;
  serial: string;
  body: unknown;
}

export class LiveInbox {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #watches: Watches;
  readonly #posts = new Map<string, { sinceMs: number; times: number }>();
  readonly counts = { posts: 0, bays: 0, unwatched: 0, foreign: 0, tooMany: 0 };

  constructor({ pool, clock, watches }: { pool: Pool; clock: Clock; watches: Watches }) {
    this.#pool = pool;
    this.#clock = clock;
    this.#watches = watches;
  }

  /** Of its own bays alone. @throws HubRefusal */
  async take({ controllerId, serial, body }: Posted): Promise<LiveAnswer> {
    this.#checkRate(controllerId);
    // A newer controller says more than this hub knows.
    const post = declared(body, LivePost);
    if (!check.Check(post)) throw new HubRefusal(400, 'bad-request', 'These are no live values.');
    this.counts.posts++;
    const { rows } = await this.#pool.query(
      `SELECT state, serials, gym_id, (SELECT coalesce(array_agg(bay), '{}') FROM bays b WHERE b.controller_id = c.id) AS bays
         FROM controllers c WHERE id = $1`,
      [controllerId],
    );
    const refusal = refusalOf(rows[0], serial);
    if (refusal) throw refusal;
    const gymId = rows[0].gym_id as string;
    const nowMs = this.#clock.wallMs();
    const watch = await this.#watches.of(this.#pool, gymId, nowMs);
    if (watch === null) {
      this.counts.unwatched++;
      return { watchedForMs: 0 };
    }
    const own = new Set(rows[0].bays as string[]);
    const snapshots = post.bays.filter((one) => isOf(one, own));
    const frames = post.frames.filter(({ bay }) => own.has(bay));
    this.counts.foreign += post.bays.length - snapshots.length + post.frames.length - frames.length;
    this.counts.bays += snapshots.length + frames.length;
    await this.#keep(gymId, snapshots, frames, new Date(nowMs));
    return { watchedForMs: watch.forMs };
  }

  async #keep(
    gymId: string,
    snapshots: readonly BaySnapshot[],
    frames: readonly LivePost['frames'][number][],
    now: Date,
  ): Promise<void> {
    if (snapshots.length > 0)
      await this.#pool.query(
        `INSERT INTO live_bays (gym_id, bay, snapshot, at) SELECT $1, bay, snapshot, $4 FROM unnest($2::text[], $3::jsonb[]) AS t (bay, snapshot)
         ON CONFLICT (gym_id, bay) DO UPDATE SET n = DEFAULT, snapshot = excluded.snapshot, at = excluded.at`,
        [gymId, snapshots.map(({ state }) => state.bay), snapshots.map((one) => JSON.stringify(one)), now],
      );
    if (frames.length > 0)
      await this.#pool.query(
        `UPDATE live_bays l SET n = DEFAULT, snapshot = jsonb_set(l.snapshot, '{live}', t.frame), at = $4
           FROM unnest($2::text[], $3::jsonb[]) AS t (bay, frame) WHERE l.gym_id = $1 AND l.bay = t.bay`,
        [gymId, frames.map(({ bay }) => bay), frames.map((frame) => JSON.stringify(frame)), now],
      );
    await this.#pool.query('SELECT pg_notify($1, $2)', [LIVE_CHANNEL, gymId]);
  }

  /** Of gyms that no one watches any more: an alias may be in it. */
  async dropOld(): Promise<void> {
    await this.#pool.query('DELETE FROM live_bays WHERE at < $1', [new Date(this.#clock.wallMs() - OLD_MS)]);
  }

  #checkRate(controllerId: string): void {
    const nowMs = this.#clock.monoMs();
    const known = this.#posts.get(controllerId);
    const { sinceMs, times } = known && nowMs - known.sinceMs < 1000 ? known : { sinceMs: nowMs, times: 0 };
    if (times >= MAX_POSTS) {
      this.counts.tooMany++;
      throw new HubRefusal(429, 'too-many-posts', 'Too many live values. Send them once a second.', 1000);
    }
    this.#posts.set(controllerId, { sinceMs, times: times + 1 });
  }
}

/** Everything in it is about one bay, and that is its own. */
const isOf = ({ state, session, presence, live, reps, lastSet, alerts, seenAlerts }: BaySnapshot, own: Set<string>) =>
  own.has(state.bay) &&
  [session, presence, live, lastSet, ...reps, ...alerts, ...seenAlerts].every(
    (part) => part === null || part.bay === state.bay,
  );

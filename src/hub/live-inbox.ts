/**
 * What controllers show of their bays while someone watches, kept where every hub of the organisation sees it. Posts that come within a moment are stored
 * together: a chain sends more than a thousand a second.
 */
import type { Pool, PoolClient } from 'pg';
import { Compile } from 'typebox/compile';
import type { Clock } from '../common/clock.ts';
import { type LiveAnswer, LivePost } from '../contracts/hub-live.ts';
import type { BaySnapshot } from '../contracts/live.ts';
import { declared } from '../web/declared.ts';
import { jsonArray } from './json-array.ts';
import { HubRefusal } from './refusal.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';

/** Pages of a gym listen on this channel. */
export const LIVE_CHANNEL = 'lockout_live';
/** After no one watches any more. */
const OLD_MS = 60_000;
/** Pages read at once; a hub that is busy, later. */
const OLD_POST_MS = 30_000;
const DROP_EVERY_MS = 2000;
/** Posts of one controller in a second. */
const MAX_POSTS = 6;
const MAX_BATCH = 200;
/** Beyond it the database is far behind, and what waits is too old to be shown. */
const MAX_WAITING = 4000;
/** From the start of one batch to the next. */
const GAP_MS = 40;
/** Batches of all hubs follow each other. */
const LIVE_LOCK = 4_871_005;
const check = Compile(LivePost);

interface Posted {
  controllerId: string;
  serial: string;
  body: unknown;
}

interface Waiting {
  controllerId: string;
  serial: string;
  post: LivePost;
  resolve(answer: LiveAnswer | HubRefusal): void;
  reject(error: unknown): void;
}

interface Controller {
  id: string;
  state: 'pending' | 'accepted' | 'revoked';
  serials: string[];
  gym_id: string;
  /** of who looks; null: no one does */
  until: Date | null;
  bays: string[];
}

/** Of one controller, what is of its own bays. */
interface Taken extends LivePost {
  gymId: string;
}

export class LiveInbox {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #posts = new Map<string, { sinceMs: number; times: number }>();
  #waiting: Waiting[] = [];
  #isRunning = false;
  #droppedMs = 0;
  #dropTimer: NodeJS.Timeout | null = null;
  readonly counts = { posts: 0, bays: 0, unwatched: 0, foreign: 0, tooMany: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** Of its own bays alone. @throws HubRefusal */
  async take({ controllerId, serial, body }: Posted): Promise<LiveAnswer> {
    this.#checkRate(controllerId);
    // A newer controller says more than this hub knows.
    const post = declared(body, LivePost);
    if (!check.Check(post)) throw new HubRefusal(400, 'bad-request', 'These are no live values.');
    if (this.#waiting.length >= MAX_WAITING) {
      this.counts.tooMany++;
      throw new HubRefusal(429, 'too-many-posts', 'The hub is behind with live values. Send them later.', 5000);
    }
    this.counts.posts++;
    const answer = await new Promise<LiveAnswer | HubRefusal>((resolve, reject) => {
      this.#waiting.push({ controllerId, serial, post, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
    if (answer instanceof HubRefusal) throw answer;
    return answer;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const startMs = this.#clock.monoMs();
      await this.#store(this.#nextBatch());
      const leftMs = startMs + GAP_MS - this.#clock.monoMs();
      if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
    }
    this.#isRunning = false;
  }

  /** A controller is in a batch once: PostgreSQL can't write a row twice in one statement. */
  #nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    this.#waiting = this.#waiting.filter((one) => {
      if (batch.size >= MAX_BATCH || batch.has(one.controllerId)) return true;
      batch.set(one.controllerId, one);
      return false;
    });
    return [...batch.values()];
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await inTransaction(this.#pool, (db) => this.#storeIn(db, batch));
      for (const [n, one] of batch.entries()) one.resolve(answers[n]!);
      this.#dropLater();
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }

  async #storeIn(db: PoolClient, batch: readonly Waiting[]): Promise<(LiveAnswer | HubRefusal)[]> {
    await db.query(`SELECT pg_advisory_xact_lock(${LIVE_LOCK})`);
    const nowMs = this.#clock.wallMs();
    const controllers = await controllersOf(db, batch, new Date(nowMs));
    const taken: Taken[] = [];
    const answers = batch.map(({ controllerId, serial, post }) => {
      const controller = controllers.get(controllerId);
      const refusal = refusalOf(controller, serial);
      if (refusal) return refusal;
      const { gym_id: gymId, bays: known, until } = controller!;
      if (until === null) {
        this.counts.unwatched++;
        return { watchedForMs: 0 };
      }
      const own = new Set(known);
      const bays = post.bays.filter((one) => isOf(one, own));
      const frames = post.frames.filter(({ bay }) => own.has(bay));
      this.counts.foreign += post.bays.length - bays.length + post.frames.length - frames.length;
      this.counts.bays += bays.length + frames.length;
      if (bays.length + frames.length > 0) taken.push({ gymId, bays, frames });
      return { watchedForMs: until.getTime() - nowMs };
    });
    if (taken.length > 0) await keep(db, taken, new Date(nowMs));
    if (nowMs - this.#droppedMs >= DROP_EVERY_MS) {
      this.#droppedMs = nowMs;
      await db.query('DELETE FROM live_posts WHERE at < $1', [new Date(nowMs - OLD_POST_MS)]);
    }
    return answers;
  }

  /** The last page may have been closed. */
  #dropLater(): void {
    this.#dropTimer ??= setTimeout(() => {
      this.#dropTimer = null;
      void this.dropOld().catch(() => undefined); // by the next one
    }, 2 * OLD_MS).unref();
  }

  /** Of gyms that no one watches: an alias may be in it. */
  async dropOld(): Promise<void> {
    const old = [new Date(this.#clock.wallMs() - OLD_MS)];
    await this.#pool.query('DELETE FROM live_posts WHERE at < $1', old);
    await this.#pool.query(
      'DELETE FROM live_bays b WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.gym_id = b.gym_id AND w.until > $1)',
      old,
    );
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

async function controllersOf(db: PoolClient, batch: readonly Waiting[], now: Date): Promise<Map<string, Controller>> {
  const { rows } = await db.query<Controller>({
    name: 'live-controllers',
    text: `SELECT c.id, c.state, c.serials, c.gym_id, w.until, ARRAY(SELECT bay FROM bays b WHERE b.controller_id = c.id) AS bays
       FROM controllers c LEFT JOIN watches w ON w.gym_id = c.gym_id AND w.until > $2 WHERE c.id = ANY($1)`,
    values: [batch.map(({ controllerId }) => controllerId), now],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

async function keep(db: PoolClient, taken: readonly Taken[], now: Date): Promise<void> {
  const gyms = taken.map(({ gymId }) => gymId);
  const texts = (what: 'bays' | 'frames') =>
    jsonArray(
      'json',
      taken.map((one) => JSON.stringify(one[what])),
    );
  await db.query({
    name: 'live-posts',
    text: `INSERT INTO live_posts (gym_id, bays, frames, at)
       SELECT gym_id, bays, frames, $4::timestamptz FROM unnest($1::text[], $2::json[], $3::json[]) AS t (gym_id, bays, frames)`,
    values: [gyms, texts('bays'), texts('frames'), now],
  });
  // One a bay: PostgreSQL can't write a row twice in one statement.
  const bays = new Map(
    taken.flatMap(({ gymId, bays }) =>
      bays.map(
        (one) => [`${gymId}/${one.state.bay}`, { gymId, bay: one.state.bay, json: JSON.stringify(one) }] as const,
      ),
    ),
  );
  const lines = [...bays.values()];
  if (lines.length > 0)
    await db.query({
      name: 'live-bays',
      text: `INSERT INTO live_bays (gym_id, bay, snapshot, at)
           SELECT gym_id, bay, snapshot, $4::timestamptz FROM unnest($1::text[], $2::text[], $3::json[]) AS t (gym_id, bay, snapshot)
         ON CONFLICT (gym_id, bay) DO UPDATE SET snapshot = excluded.snapshot, at = excluded.at`,
      values: [
        lines.map(({ gymId }) => gymId),
        lines.map(({ bay }) => bay),
        jsonArray(
          'json',
          lines.map(({ json }) => json),
        ),
        now,
      ],
    });
  const text = `SELECT pg_notify('${LIVE_CHANNEL}', unnest($1::text[]))`;
  await db.query({ name: 'live-notify', text, values: [[...new Set(gyms)]] });
}

/** Everything in it is about one bay, and that is its own. */
const isOf = ({ state, session, presence, live, reps, lastSet, alerts, seenAlerts }: BaySnapshot, own: Set<string>) =>
  own.has(state.bay) &&
  [session, presence, live, lastSet, ...reps, ...alerts, ...seenAlerts].every(
    (part) => part === null || part.bay === state.bay,
  );

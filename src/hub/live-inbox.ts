/**
 * What controllers show of their bays while somebody looks, kept where every hub of the organisation sees it. Posts that come within a moment are stored
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
const OLD_MS = 60_000;
/** Posts of one controller in a second. */
const MAX_POSTS = 6;
const MAX_BATCH = 200;
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
  /** of who looks; null: nobody does */
  until: Date | null;
  bays: string[];
}

/** `json` of one bay. */
interface Line {
  gymId: string;
  bay: string;
  json: string;
}

export class LiveInbox {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #posts = new Map<string, { sinceMs: number; times: number }>();
  #waiting: Waiting[] = [];
  #isRunning = false;
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
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }

  async #storeIn(db: PoolClient, batch: readonly Waiting[]): Promise<(LiveAnswer | HubRefusal)[]> {
    await db.query(`SELECT pg_advisory_xact_lock(${LIVE_LOCK})`);
    const nowMs = this.#clock.wallMs();
    const controllers = await controllersOf(db, batch, new Date(nowMs));
    const snapshots = new Map<string, Line>();
    const frames = new Map<string, Line>();
    const answers = batch.map(({ controllerId, serial, post }) => {
      const controller = controllers.get(controllerId);
      const refusal = refusalOf(controller, serial);
      if (refusal) return refusal;
      const { gym_id: gymId, bays, until } = controller!;
      if (until === null) {
        this.counts.unwatched++;
        return { watchedForMs: 0 };
      }
      const own = new Set(bays);
      const shown = post.bays.filter((one) => isOf(one, own));
      const moved = post.frames.filter(({ bay }) => own.has(bay));
      this.counts.foreign += post.bays.length - shown.length + post.frames.length - moved.length;
      this.counts.bays += shown.length + moved.length;
      for (const one of shown) {
        const { bay } = one.state;
        snapshots.set(`${gymId}/${bay}`, { gymId, bay, json: JSON.stringify(one) });
      }
      for (const one of moved) frames.set(`${gymId}/${one.bay}`, { gymId, bay: one.bay, json: JSON.stringify(one) });
      return { watchedForMs: until.getTime() - nowMs };
    });
    await keep(db, [...snapshots.values()], [...frames.values()], new Date(nowMs));
    return answers;
  }

  /** What nobody looks at any more: an alias may be in it. */
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

async function controllersOf(db: PoolClient, batch: readonly Waiting[], now: Date): Promise<Map<string, Controller>> {
  const { rows } = await db.query<Controller>({
    name: 'live-controllers',
    text: `SELECT c.id, c.state, c.serials, c.gym_id, w.until, ARRAY(SELECT bay FROM bays b WHERE b.controller_id = c.id) AS bays
       FROM controllers c LEFT JOIN watches w ON w.gym_id = c.gym_id AND w.until > $2 WHERE c.id = ANY($1)`,
    values: [batch.map(({ controllerId }) => controllerId), now],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

async function keep(db: PoolClient, snapshots: readonly Line[], frames: readonly Line[], now: Date): Promise<void> {
  const gyms = [...new Set([...snapshots, ...frames].map(({ gymId }) => gymId))];
  if (gyms.length === 0) return;
  const { rows } = await db.query<{ n: string }>(`SELECT nextval('live_batches') AS n`);
  const valuesOf = (lines: readonly Line[]) => [
    lines.map(({ gymId }) => gymId),
    lines.map(({ bay }) => bay),
    jsonArray(
      'json',
      lines.map(({ json }) => json),
    ),
    rows[0]!.n,
    now,
  ];
  if (snapshots.length > 0)
    await db.query({
      name: 'live-snapshots',
      text: `INSERT INTO live_bays (gym_id, bay, snapshot, n, snapshot_n, at)
           SELECT gym_id, bay, snapshot, $4::bigint, $4, $5::timestamptz FROM unnest($1::text[], $2::text[], $3::json[]) AS t (gym_id, bay, snapshot)
         ON CONFLICT (gym_id, bay) DO UPDATE SET n = excluded.n, snapshot_n = excluded.snapshot_n, snapshot = excluded.snapshot, frame = NULL,
           at = excluded.at`,
      values: valuesOf(snapshots),
    });
  if (frames.length > 0)
    await db.query({
      name: 'live-frames',
      text: `UPDATE live_bays l SET n = $4::bigint, frame = t.frame, at = $5::timestamptz
         FROM unnest($1::text[], $2::text[], $3::json[]) AS t (gym_id, bay, frame) WHERE l.gym_id = t.gym_id AND l.bay = t.bay`,
      values: valuesOf(frames),
    });
  await db.query({
    name: 'live-notify',
    text: `SELECT pg_notify('${LIVE_CHANNEL}', unnest($1::text[]))`,
    values: [gyms],
  });
}

/** Everything in it is about one bay, and that is its own. */
const isOf = ({ state, session, presence, live, reps, lastSet, alerts, seenAlerts }: BaySnapshot, own: Set<string>) =>
  own.has(state.bay) &&
  [session, presence, live, lastSet, ...reps, ...alerts, ...seenAlerts].every(
    (part) => part === null || part.bay === state.bay,
  );

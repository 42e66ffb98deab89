/**
 * What a gym is to know of people: read by each of its controllers from where it got to. A request with nothing to answer is kept open for a while. That a
 * controller asks for what follows n says that it has kept everything up to n, deletions too.
 */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common/clock.ts';
import {
  type FeedAnswer,
  type FeedItem,
  MAX_FEED_ITEMS,
  type PersonCard,
  type Training,
} from '../contracts/hub-people.ts';
import type { CardKeys } from './card-keys.ts';
import type { Commands } from './commands.ts';
import type { FeedBell } from './feed-bell.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';
import { fieldsOf, type MemberRow } from './store-members.ts';
import { trainingSql } from './store-training.ts';
import type { Watches } from './watches.ts';

/** A controller takes an answer of 1 MiB; a sign has at most three bytes. */
const MAX_PAGE_CHARS = 300_000;

interface Asked {
  controllerId: string;
  serial: string;
  since: number;
  /** null: the controller has read nothing yet */
  epoch: string | null;
  waitMs: number;
  /** The watch that it knows of; 0: none. */
  watch: number;
  /** The controller has gone. */
  signal: AbortSignal;
}

interface FeedOptions {
  pool: Pool;
  cardKeys: CardKeys;
  bell: FeedBell;
  clock: Clock;
  /** For controllers, beside what is kept of people. */
  watches: Pick<Watches, 'of'>;
  commands: Pick<Commands, 'waitingFor'>;
}

export class Feed {
  readonly #options: FeedOptions;
  readonly counts = { requests: 0, items: 0, snapshots: 0 };

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** @throws HubRefusal */
  async read(asked: Asked): Promise<FeedAnswer> {
    this.counts.requests++;
    const { bell, pool } = this.#options;
    const rung = bell.listen();
    try {
      let { page, gymId } = await inTransaction(pool, (db) => this.#page(db, asked));
      const hasNews =
        page.items.length > 0 ||
        page.isSnapshot ||
        page.commands.length > 0 ||
        (page.watch?.token ?? 0) !== asked.watch;
      if (!hasNews && asked.waitMs > 0) {
        await rung.wait(gymId, asked.waitMs, asked.signal);
        if (!asked.signal.aborted) ({ page, gymId } = await inTransaction(pool, (db) => this.#page(db, asked)));
      }
      this.counts.items += page.items.length;
      this.counts.snapshots += Number(page.isSnapshot);
      return page;
    } finally {
      rung.end();
    }
  }

  async #page(db: PoolClient, asked: Asked): Promise<{ page: FeedAnswer; gymId: string }> {
    const { rows: controllers } = await db.query('SELECT state, serials, gym_id FROM controllers WHERE id = $1', [
      asked.controllerId,
    ]);
    const refusal = refusalOf(controllers[0], asked.serial);
    if (refusal) throw refusal;
    const gymId = controllers[0].gym_id as string;
    const { rows: states } = await db.query<{ epoch: string; last: string }>(
      'SELECT e.epoch, coalesce((SELECT last FROM feed_counters WHERE gym_id = $1), 0) AS last FROM feed_epoch e',
      [gymId],
    );
    let { epoch } = states[0]!;
    if (asked.epoch === epoch && asked.since > Number(states[0]!.last)) epoch = await newEpoch(db);
    const isSnapshot = asked.epoch !== epoch;
    const since = isSnapshot ? 0 : asked.since;
    await db.query('UPDATE controllers SET feed_n = $2, feed_at = $3 WHERE id = $1', [
      asked.controllerId,
      since,
      new Date(this.#options.clock.wallMs()),
    ]);
    const { rows } = await db.query<{ n: string; kind: string; id: string }>(
      'SELECT n, kind, id FROM feed WHERE gym_id = $1 AND n > $2 ORDER BY n LIMIT $3',
      [gymId, since, MAX_FEED_ITEMS + 1],
    );
    const shown = rows.slice(0, MAX_FEED_ITEMS);
    const ids = (kind: string) => shown.filter((row) => row.kind === kind).map(({ id }) => id);
    const people = await personItems(db, gymId, ids('person'));
    const keys = ids('card-key').length > 0 ? await this.#options.cardKeys.all(db) : [];
    const itemsOf = ({ kind, id }: (typeof shown)[number]): FeedItem[] => {
      if (kind === 'person') return [people.get(id)!];
      return keys.flatMap((key) => (key.kid === id ? [{ kind: 'card-key', id, key }] : []));
    };
    const items: FeedItem[] = [];
    let [next, bytes, taken] = [since, 0, 0];
    for (const row of shown) {
      const own = itemsOf(row);
      bytes += JSON.stringify(own).length;
      if (taken > 0 && bytes > MAX_PAGE_CHARS) break;
      items.push(...own);
      next = Number(row.n);
      taken++;
    }
    const nowMs = this.#options.clock.wallMs();
    const watch = await this.#options.watches.of(db, gymId, nowMs);
    const commands = await this.#options.commands.waitingFor(db, asked.controllerId, nowMs);
    return { page: { epoch, isSnapshot, next, more: rows.length > taken, items, watch, commands }, gymId };
  }
}

/** A controller has read further than there is: this database was restored from an older backup. */
async function newEpoch(db: PoolClient): Promise<string> {
  const { rows } = await db.query<{ epoch: string }>('UPDATE feed_epoch SET epoch = gen_random_uuid() RETURNING epoch');
  return rows[0]!.epoch;
}

type Shown = MemberRow & { role: never; visits_until: Date | null; cards: PersonCard[]; training: Training };

/** As a gym may know them. Members are read before the deleted ones; a deletion in between is in the next page. */
export async function personItems(
  db: PoolClient,
  gymId: string,
  ids: readonly string[],
): Promise<Map<string, FeedItem>> {
  const { rows: members } = await db.query<Shown>(
    `SELECT DISTINCT ON (m.id) m.*, s.role, s.visits_until,
       (SELECT coalesce(json_agg(json_build_object('id', c.id, 'hash', c.hash, 'lastDigits', c.last_digits,
          'addedAt', to_char(c.added_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY c.id), '[]')
          FROM cards c WHERE c.member_id = m.id) AS cards,
       ${trainingSql('m.id')} AS training
       FROM members m JOIN memberships s ON s.member_id = m.id AND coalesce(s.gym_id, $2) = $2
       WHERE m.id = ANY($1::uuid[]) ORDER BY m.id, s.gym_id NULLS LAST`,
    [ids, gymId],
  );
  const { rows: forgotten } = await db.query<{ id: string; at: Date }>(
    'SELECT id, at FROM forgotten_members WHERE id = ANY($1::uuid[])',
    [ids],
  );
  const items = new Map<string, FeedItem>(ids.map((id) => [id, { kind: 'left', id }]));
  for (const { id, at } of forgotten) items.set(id, { kind: 'gone', id, at: at.toISOString() });
  for (const row of members)
    items.set(row.id, {
      kind: 'member',
      id: row.id,
      revision: row.revision,
      fields: fieldsOf(row, row.role),
      cards: row.cards,
      training: row.training,
      createdAt: row.created_at.toISOString(),
      visitsUntil: row.visits_until?.toISOString() ?? null,
    });
  return items;
}

/** A card that a gym does not know: perhaps that of a visitor. */
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { FeedItem } from '../contracts/hub-people.ts';
import { VISIT_MS } from './extend-visits.ts';
import { personItems } from './feed.ts';
import { note } from './feed-notes.ts';
import { lockPeople } from './forget.ts';
import { HubRefusal } from './refusal.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';

/** Unknown cards that a controller may ask for in a minute: who has a station must not try all numbers. */
const MAX_ASKED = 60;
const MINUTE_MS = 60_000;

interface AskedFor {
  controllerId: string;
  serial: string;
  /** of one card, by every key */
  hashes: readonly string[];
}

export class Visits {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #asked = new Map<string, { sinceMs: number; times: number }>();
  readonly counts = { asked: 0, found: 0, tooMany: 0 };

  constructor({ pool, clock }: { pool: Pool; clock: Clock }) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** The owner of a card, whom this gym knows for 90 days from now on. Null: the card is unknown. @throws HubRefusal */
  async find({ controllerId, serial, hashes }: AskedFor): Promise<FeedItem | null> {
    this.counts.asked++;
    this.#checkRate(controllerId);
    const found = await inTransaction(this.#pool, async (db) => {
      await lockPeople(db, false);
      const { rows } = await db.query('SELECT state, serials, gym_id FROM controllers WHERE id = $1', [controllerId]);
      const refusal = refusalOf(rows[0], serial);
      if (refusal) throw refusal;
      const gymId = rows[0].gym_id as string;
      const { rows: cards } = await db.query<{ member_id: string }>(
        'SELECT member_id FROM cards WHERE hash = ANY($1) LIMIT 1',
        [hashes],
      );
      const id = cards[0]?.member_id;
      if (id === undefined) return null;
      await db.query(
        `INSERT INTO memberships (member_id, gym_id, role, visits_until) SELECT $1, $2, 'member', $3
           WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE member_id = $1 AND gym_id IS NULL)
         ON CONFLICT (member_id, gym_id) DO UPDATE SET visits_until = excluded.visits_until
           WHERE memberships.visits_until IS NOT NULL`,
        [id, gymId, new Date(this.#clock.wallMs() + VISIT_MS)],
      );
      const item = (await personItems(db, gymId, [id])).get(id) ?? null;
      await note(db, [{ gymId, kind: 'person', id }]);
      return item;
    });
    this.counts.found += Number(found !== null);
    return found;
  }

  #checkRate(controllerId: string): void {
    const nowMs = this.#clock.monoMs();
    const known = this.#asked.get(controllerId);
    const isOver = !known || nowMs - known.sinceMs >= MINUTE_MS;
    const { sinceMs, times } = isOver ? { sinceMs: nowMs, times: 0 } : known;
    if (times >= MAX_ASKED) {
      this.counts.tooMany++;
      const pauseMs = Math.ceil(sinceMs + MINUTE_MS - nowMs);
      throw new HubRefusal(429, 'too-many-cards', `Too many unknown cards. Ask again in ${pauseMs} ms.`, pauseMs);
    }
    this.#asked.set(controllerId, { sinceMs, times: times + 1 });
  }
}

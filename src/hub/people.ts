/** What an admin of the hub does with people. */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { PersonField } from '../contracts/hub-people.ts';
import { PERSON_FIELDS } from '../contracts/person-fields.ts';
import { folded } from '../contracts/plain-text.ts';
import type { CardKeys } from './card-keys.ts';
import { gymsOf, note } from './feed-notes.ts';
import { forget, lockPeople } from './forget.ts';
import { inTransaction } from './schema.ts';

const COLUMNS: Partial<Record<PersonField, string>> = {
  alias: 'alias',
  name: 'name',
  login: 'login',
  heightMm: 'height_mm',
};

/** What is to be changed is not there. */
export class NotThere extends Error {}
export class LoginTaken extends Error {
  readonly login: string;
  constructor(login: string) {
    super(`Another member has the log-in "${login}" by now.`);
    this.login = login;
  }
}

interface PeopleOptions {
  pool: Pool;
  cardKeys: CardKeys;
  clock: Clock;
}

export class People {
  readonly #options: PeopleOptions;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Cards are stored by a new key from their next tap on, in every gym. @returns the id of the key */
  async rotateCardKey(): Promise<string> {
    const { pool, cardKeys } = this.#options;
    return inTransaction(pool, async (db) => (await cardKeys.rotate(db)).kid);
  }

  /** In every gym, as soon as each is heard. @throws Error when there is no such member */
  async remove(memberId: string): Promise<void> {
    await this.#change(async (db, nowMs) => {
      const { rowCount } = await db.query('SELECT 1 FROM members WHERE id::text = $1', [memberId]);
      if (rowCount === 0) throw new NotThere(`There is no member "${memberId}".`);
      await note(db, await forget(db, memberId, nowMs));
    });
  }

  /** @param takes whether the other value takes the place of the hub's; else it is dropped */
  async settle(conflictId: number, takes: boolean): Promise<void> {
    await this.#change(async (db, nowMs) => {
      const { rows } = await db.query<{ member_id: string; field: PersonField; value: unknown; gym_id: string }>(
        'DELETE FROM conflicts WHERE id = $1 RETURNING member_id, field, value, gym_id',
        [conflictId],
      );
      const [found] = rows;
      if (!found || !PERSON_FIELDS.includes(found.field)) throw new NotThere(`There is no conflict ${conflictId}.`);
      if (!takes) return;
      const { member_id: id, field, value, gym_id } = found;
      await setField(db, id, field, value, gym_id);
      await db.query('UPDATE members SET revision = revision + 1 WHERE id = $1', [id]);
      const gyms = (await gymsOf(db, [id], nowMs)).get(id)!;
      await note(
        db,
        gyms.map((gymId) => ({ gymId, kind: 'person' as const, id })),
      );
    });
  }

  #change<T>(work: (db: PoolClient, nowMs: number) => Promise<T>): Promise<T> {
    const { pool, clock } = this.#options;
    return inTransaction(pool, async (db) => {
      await lockPeople(db, true);
      return work(db, clock.wallMs());
    });
  }
}

/** @throws Error if another member has this login by now */
async function setField(db: PoolClient, id: string, field: PersonField, value: unknown, gymId: string): Promise<void> {
  if (field === 'role') {
    await db.query('UPDATE memberships SET role = $2 WHERE member_id = $1 AND coalesce(gym_id, $3) = $3', [
      id,
      value,
      gymId,
    ]);
    return;
  }
  if (field === 'login') {
    const key = value === null ? null : folded(String(value));
    const { rowCount } = await db.query('SELECT 1 FROM members WHERE login_key = $1 AND id <> $2', [key, id]);
    if (rowCount !== 0) throw new LoginTaken(String(value));
    await db.query('UPDATE members SET login_key = $2 WHERE id = $1', [id, key]);
  }
  await db.query(`UPDATE members SET ${COLUMNS[field]} = $2 WHERE id = $1`, [id, value]);
}

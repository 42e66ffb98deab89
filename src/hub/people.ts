/** What an admin of the hub does with people. */
import type { Pool, PoolClient } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { PersonField } from '../contracts/hub-people.ts';
import type { NewProgramme } from '../contracts/members.ts';
import { PERSON_FIELDS } from '../contracts/person-fields.ts';
import type { CardKeys } from './card-keys.ts';
import { gymsOf, note } from './feed-notes.ts';
import { forget, lockPeople } from './forget.ts';
import { checkRevision, editMember, editProgramme, type HubEdit, raised, setField } from './people-edits.ts';
import { inTransaction } from './schema.ts';
import { exerciseOf, putProgramme } from './store-training.ts';

/** What is to be changed is not there. */
export class NotThere extends Error {}

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

  /** In every gym, as soon as each is heard. @throws NotThere */
  async remove(memberId: string): Promise<void> {
    await this.#change(async (db, nowMs) => {
      const { rowCount } = await db.query('SELECT 1 FROM members WHERE id::text = $1', [memberId]);
      if (rowCount === 0) throw new NotThere(`There is no member "${memberId}".`);
      await note(db, await forget(db, memberId, nowMs));
    });
  }

  /** @param revision of the member, as the author saw it @throws HubRefusal 412 when it is another one by now */
  async edit(memberId: string, revision: number, edit: HubEdit): Promise<void> {
    await this.#change(async (db, nowMs) => {
      await editMember(db, memberId, revision, edit);
      await this.#noteMember(db, memberId, nowMs);
    });
  }

  /** @param edit `revision` is that of the programme @throws HubRefusal 412 when it is another one by now */
  async putProgramme(
    memberId: string,
    edit: { exercise: string; revision: number; programme: NewProgramme | null },
  ): Promise<void> {
    await this.#change(async (db, nowMs) => {
      await editProgramme(db, memberId, edit);
      await this.#noteMember(db, memberId, nowMs);
    });
  }

  /**
   * @param takes whether the other value takes the place of the hub's; else it is dropped
   * @param revision of the member, as the status showed it; null: whatever it is
   */
  async settle(conflictId: number, takes: boolean, revision: number | null = null): Promise<void> {
    await this.#change(async (db, nowMs) => {
      const { rows } = await db.query<{ member_id: string; field: string; value: unknown; gym_id: string }>(
        'DELETE FROM conflicts WHERE id = $1 RETURNING member_id, field, value, gym_id',
        [conflictId],
      );
      const [found] = rows;
      const exercise = found ? exerciseOf(found.field) : null;
      if (!found || (exercise === null && !PERSON_FIELDS.includes(found.field as PersonField)))
        throw new NotThere(`There is no conflict ${conflictId}.`);
      const { member_id: id, field, value, gym_id } = found;
      await checkRevision(db, id, revision);
      if (!takes) return;
      if (exercise === null) await setField(db, id, field as PersonField, value, gym_id);
      else await putProgramme(db, id, exercise, value as NewProgramme | null);
      await raised(db, id);
      await this.#noteMember(db, id, nowMs);
    });
  }

  async #noteMember(db: PoolClient, id: string, nowMs: number): Promise<void> {
    const gyms = (await gymsOf(db, [id], nowMs)).get(id)!;
    await note(
      db,
      gyms.map((gymId) => ({ gymId, kind: 'person' as const, id })),
    );
  }

  #change<T>(work: (db: PoolClient, nowMs: number) => Promise<T>): Promise<T> {
    const { pool, clock } = this.#options;
    return inTransaction(pool, async (db) => {
      await lockPeople(db, true);
      return work(db, clock.wallMs());
    });
  }
}

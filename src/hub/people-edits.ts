/** Edits of people made at the hub. Each names the revision that it was made from: nothing is overwritten that its author has not seen. */
import type { PoolClient } from 'pg';
import { Compile } from 'typebox/compile';
import type { PersonField, PersonFields } from '../contracts/hub-people.ts';
import { NewProgramme } from '../contracts/members.ts';
import { folded } from '../contracts/plain-text.ts';
import { HubRefusal } from './refusal.ts';
import { putProgramme } from './store-training.ts';

const COLUMNS = { alias: 'alias', name: 'name', login: 'login', heightMm: 'height_mm' } as const;
/** Roles, consents and secrets are said in a gym. */
export type HubEdit = Partial<Pick<PersonFields, keyof typeof COLUMNS>>;

export class LoginTaken extends HubRefusal {
  readonly login: string;
  constructor(login: string) {
    super(409, 'login-taken', `Another member has the log-in "${login}" by now.`);
    this.login = login;
  }
}

const ProgrammeCheck = Compile(NewProgramme);

/** @param revision that the author has seen; null: whatever it is @throws HubRefusal 404 or 412 */
export async function checkRevision(db: PoolClient, memberId: string, revision: number | null): Promise<void> {
  const { rows } = await db.query<{ revision: number }>('SELECT revision FROM members WHERE id::text = $1 FOR UPDATE', [
    memberId,
  ]);
  if (!rows[0]) throw new HubRefusal(404, 'no-such-member', `There is no member "${memberId}".`);
  if (revision !== null && rows[0].revision !== revision) throw changed(rows[0].revision);
}

const changed = (revision: number) =>
  new HubRefusal(
    412,
    'changed',
    `It was changed in between (revision ${revision} now). Look at it, and edit it again.`,
  );

export async function editMember(db: PoolClient, id: string, revision: number, edit: HubEdit): Promise<void> {
  await checkRevision(db, id, revision);
  for (const field of Object.keys(edit) as (keyof HubEdit)[]) await setField(db, id, field, edit[field], '');
  await raised(db, id);
}

/** @param edit its `revision` is that of the programme; 0: there is none. `programme` null removes it */
export async function editProgramme(
  db: PoolClient,
  id: string,
  { exercise, revision, programme }: { exercise: string; revision: number; programme: NewProgramme | null },
): Promise<void> {
  await checkRevision(db, id, null);
  const { rows } = await db.query<{ revision: number }>(
    'SELECT revision FROM programmes WHERE member_id = $1 AND exercise = $2',
    [id, exercise],
  );
  const known = rows[0]?.revision ?? 0;
  if (known !== revision) throw changed(known);
  if (programme !== null && (!ProgrammeCheck.Check(programme) || programme.exercise !== exercise))
    throw new HubRefusal(400, 'bad-request', 'This is no programme of this exercise.');
  await putProgramme(db, id, exercise, programme);
  await raised(db, id);
}

export const raised = (db: PoolClient, id: string) =>
  db.query('UPDATE members SET revision = revision + 1 WHERE id = $1', [id]);

/** @param gymId of the role @throws LoginTaken */
export async function setField(
  db: PoolClient,
  id: string,
  field: PersonField,
  value: unknown,
  gymId: string,
): Promise<void> {
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
  if (!(field in COLUMNS)) throw new HubRefusal(400, 'bad-request', `${field} is not changed at the hub.`);
  await db.query(`UPDATE members SET ${COLUMNS[field as keyof HubEdit]} = $2 WHERE id = $1`, [id, value]);
}

/** What stations say of their members, taken in: one after the other, in the transaction of the batch. */
import type { PoolClient } from 'pg';
import { MAX_CARDS, type MemberEdit, type PersonCard, type PersonFields } from '../contracts/hub-people.ts';
import { folded } from '../contracts/plain-text.ts';
import type { MemberItem } from '../contracts/uplink.ts';
import { gymsOf, type Note } from './feed-notes.ts';
import { forget, leave } from './forget.ts';
import { mergeEdit, wholePerson } from './merge.ts';
import { dropRecordingsOf } from './recordings.ts';
import { programmeField, storeTraining } from './store-training.ts';

interface SaidMember {
  item: MemberItem;
  gymId: string;
  controllerId: string;
  /** by the hub's clock */
  atMs: number;
}

type Taken = { revision: number; notes: Note[] } | { refused: string };

export interface MemberRow {
  id: string;
  revision: number;
  alias: string;
  name: string | null;
  login: string | null;
  height_mm: number | null;
  show_alias: boolean;
  keep_recordings: boolean;
  share_sets: boolean;
  consents_at: Date | null;
  created_at: Date;
}
type Role = PersonFields['role'];

export const fieldsOf = (row: MemberRow, role: Role): PersonFields => ({
  alias: row.alias,
  name: row.name,
  login: row.login,
  heightMm: row.height_mm,
  role,
  showAlias: row.show_alias,
  keepRecordings: row.keep_recordings,
  shareSets: row.share_sets,
  consentsAt: row.consents_at?.toISOString() ?? null,
});

export async function storeMember(db: PoolClient, said: SaidMember, isForgotten: boolean): Promise<Taken> {
  const { item, gymId, atMs } = said;
  const own: Note = { gymId, kind: 'person', id: item.id };
  // It hears of the deletion (again).
  if (isForgotten) return { revision: 0, notes: [own] };
  const { rows } = await db.query<MemberRow & { role: Role | null }>(
    `SELECT m.*, s.role FROM members m LEFT JOIN memberships s ON s.member_id = m.id AND coalesce(s.gym_id, $2) = $2
       WHERE m.id = $1 ORDER BY s.gym_id NULLS LAST LIMIT 1`,
    [item.id, gymId],
  );
  const known = rows[0] ?? null;
  if ('fields' in item.doc) return storeEdit(db, said, item.doc, known);
  if (known !== null && known.role === null) return { refused: 'this member is not known in this gym' };
  if ('goneAt' in item.doc) return { revision: 0, notes: await forget(db, item.id, atMs) };
  return { revision: 0, notes: [own, ...(await leave(db, item.id))] };
}

async function storeEdit(
  db: PoolClient,
  said: SaidMember,
  edit: MemberEdit,
  known: (MemberRow & { role: Role | null }) | null,
): Promise<Taken> {
  const { item, gymId, atMs } = said;
  const { id } = item;
  const role = known?.role ?? edit.fields.role ?? 'member';
  const before = known === null ? wholePerson(edit) : fieldsOf(known, role);
  if (before === null) return { refused: 'the hub does not know this member, and not all of them was sent' };
  const { fields, changed, conflicts } = mergeEdit(before, edit);
  const cards = await newCards(db, id, edit.cards);
  if (typeof cards === 'string') return { refused: cards };
  const others = await othersLike(db, said, fields.login, edit.cards);
  if (others !== null) return { refused: others };

  const isNew = known === null || known.role === null;
  await putMember(db, id, fields, edit.createdAt);
  if (known?.keep_recordings && !fields.keepRecordings) await dropRecordingsOf(db, id);
  await db.query(
    `INSERT INTO memberships (member_id, gym_id, role) SELECT $1, $2, $3
       WHERE NOT EXISTS (SELECT 1 FROM memberships WHERE member_id = $1 AND gym_id IS NULL)
     ON CONFLICT (member_id, gym_id) DO UPDATE SET role = excluded.role`,
    [id, gymId, fields.role],
  );
  for (const card of cards)
    await db.query(
      `INSERT INTO cards (id, member_id, hash, last_digits, added_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE cards.member_id = excluded.member_id`,
      [card.id, id, card.hash, card.lastDigits, card.addedAt],
    );
  const { rowCount: removed } = await db.query('DELETE FROM cards WHERE member_id = $1 AND id = ANY($2)', [
    id,
    edit.cardsRemoved,
  ]);
  const training = await storeTraining(db, id, edit.training ?? { programmes: [], ranges: [] });
  const refused = [
    ...conflicts.map((field) => [field, edit.fields[field]] as const),
    ...training.conflicts.map(({ exercise, programme }) => [programmeField(exercise), programme] as const),
  ];
  for (const [field, value] of refused)
    await db.query(
      `INSERT INTO conflicts (member_id, field, value, gym_id, controller_id, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING`,
      [id, field, JSON.stringify(value), gymId, said.controllerId, new Date(atMs)],
    );
  await db.query('DELETE FROM duplicates WHERE member_id = $1', [id]);
  const isChanged = isNew || changed.length > 0 || cards.length > 0 || removed !== 0 || training.isChanged;
  const { rows } = await db.query<{ revision: number }>(
    'UPDATE members SET revision = revision + $2 WHERE id = $1 RETURNING revision',
    [id, Number(isChanged)],
  );
  const gyms = isChanged ? (await gymsOf(db, [id], atMs)).get(id)! : [];
  return {
    revision: rows[0]!.revision,
    notes: [gymId, ...gyms].map((one) => ({ gymId: one, kind: 'person' as const, id })),
  };
}

async function putMember(db: PoolClient, id: string, fields: PersonFields, createdAt: string): Promise<void> {
  await db.query(
    `INSERT INTO members (id, revision, alias, name, login, login_key, height_mm, show_alias, keep_recordings, share_sets, consents_at, created_at)
       VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET alias = $2, name = $3, login = $4, login_key = $5, height_mm = $6, show_alias = $7,
       keep_recordings = $8, share_sets = $9, consents_at = $10`,
    [
      ...[id, fields.alias, fields.name, fields.login, fields.login === null ? null : folded(fields.login)],
      ...[fields.heightMm, fields.showAlias, fields.keepRecordings, fields.shareSets, fields.consentsAt, createdAt],
    ],
  );
}

/** Those that the hub lacks, or has by an older key. A text: why they can't be taken. */
async function newCards(
  db: PoolClient,
  memberId: string,
  cards: readonly PersonCard[],
): Promise<PersonCard[] | string> {
  if (cards.length === 0) return [];
  const { rows: keys } = await db.query<{ kid: string; n: number }>('SELECT kid, n FROM card_keys');
  const order = new Map(keys.map(({ kid, n }) => [kid, n]));
  const keyOf = (hash: string) => order.get(hash.split(':')[0]!);
  const strange = cards.find(({ hash }) => keyOf(hash) === undefined);
  if (strange) return `its card ...${strange.lastDigits} was stored by a key that this hub does not have`;
  const { rows: known } = await db.query<{ id: string; hash: string }>(
    'SELECT id, hash FROM cards WHERE member_id = $1',
    [memberId],
  );
  const hashes = new Set(known.map(({ hash }) => hash));
  const byId = new Map(known.map(({ id, hash }) => [id, hash]));
  const wanted = cards.filter(({ id, hash }) => {
    const stored = byId.get(id);
    return !hashes.has(hash) && (stored === undefined || keyOf(stored)! < keyOf(hash)!);
  });
  const added = wanted.filter(({ id }) => !byId.has(id)).length;
  return known.length + added > MAX_CARDS ? `a member has at most ${MAX_CARDS} cards` : wanted;
}

/** Another member has the same card or login: perhaps the same person. Nothing is merged automatically. @returns why it waits; null: it is unique */
async function othersLike(
  db: PoolClient,
  { item, gymId, controllerId, atMs }: SaidMember,
  login: string | null,
  cards: readonly PersonCard[],
): Promise<string | null> {
  const { rows: byCard } = await db.query<{ id: string; word: string }>(
    `SELECT member_id AS id, last_digits AS word FROM cards WHERE hash = ANY($1) AND member_id <> $2`,
    [cards.map(({ hash }) => hash), item.id],
  );
  const { rows: byLogin } = await db.query<{ id: string; word: string }>(
    'SELECT id, login AS word FROM members WHERE login_key = $1 AND id <> $2',
    [login === null ? null : folded(login), item.id],
  );
  for (const [why, rows] of [
    ['card', byCard],
    ['login', byLogin],
  ] as const)
    for (const { id } of rows)
      await db.query(
        `INSERT INTO duplicates (member_id, other_id, why, gym_id, controller_id, at) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT DO NOTHING`,
        [item.id, id, why, gymId, controllerId, new Date(atMs)],
      );
  if (byCard[0]) return `another member of the chain has its card ...${byCard[0].word}; remove it from one of them`;
  if (byLogin[0]) return `another member of the chain has the log-in "${byLogin[0].word}"; change one of them`;
  return null;
}

/** The report on a member for the hub: what this station has changed since the last state from there. */
import type { MemberDoc, PersonCard, PersonField, PersonFields } from '../../contracts/hub-people.ts';
import type { Member } from '../../contracts/members.ts';
import { PERSON_FIELDS } from '../../contracts/person-fields.ts';
import type { MemberItem } from '../../contracts/uplink.ts';
import type { Database, Row } from '../database.ts';
import { getMember } from './members.ts';
import { NO_TRAINING, type TrainingBase, trainingEdit } from './training.ts';

/** As both sides had it last. */
export interface Base {
  fields: Partial<PersonFields>;
  /** hash by id */
  cards: Record<string, string>;
  /** left out: an older version wrote it */
  training?: TrainingBase;
}

interface Replica {
  base: Base | null;
  revision: number;
  visitsUntil: string | null;
  epoch: string | null;
}

export function replicaOf(db: Database, id: string): Replica | null {
  const row = db.get('SELECT * FROM replica WHERE member_id = ?', id);
  if (!row) return null;
  return {
    base: row.base_json === null ? null : (JSON.parse(row.base_json as string) as Base),
    revision: row.hub_revision as number,
    visitsUntil: row.visits_until as string | null,
    epoch: row.epoch as string | null,
  };
}

export function putReplica(db: Database, id: string, { base, revision, visitsUntil, epoch }: Replica): void {
  db.run(
    `INSERT INTO replica (member_id, base_json, hub_revision, visits_until, epoch) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET base_json = excluded.base_json, hub_revision = excluded.hub_revision,
         visits_until = excluded.visits_until, epoch = excluded.epoch`,
    id,
    base === null ? null : JSON.stringify(base),
    revision,
    visitsUntil,
    epoch,
  );
}

export const fieldsOf = ({ alias, name, login, heightMm, role, consents, consentsAt }: Member): PersonFields => ({
  ...{ alias, name, login, heightMm, role, consentsAt },
  ...{ showAlias: consents.showAlias, keepRecordings: consents.keepRecordings, shareSets: consents.shareSets },
});

/** Those of the organisation's keys; one of this station's own key means nothing elsewhere until its next tap. */
const sharedCards = (db: Database, memberId: string): PersonCard[] =>
  db
    .all(`SELECT * FROM cards WHERE member_id = ? AND instr(hash, ':') > 0 ORDER BY id`, memberId)
    .map(({ id, hash, last_digits, added_at }) => ({
      id: id as string,
      hash: hash as string,
      lastDigits: last_digits as string,
      addedAt: added_at as string,
    }));

/** Null: the hub knows all of it. */
export function memberItem(db: Database, row: Row): MemberItem | null {
  const common = { seq: row.seq as number, kind: 'member' as const, id: row.id as string };
  if (row.gone_at !== null) return { ...common, doc: { goneAt: row.gone_at as string } };
  const member = getMember(db, common.id);
  const replica = replicaOf(db, common.id);
  if (!member || !replica) return null;
  if (!member.consents.acrossGyms) return { ...common, doc: { leftAt: member.consentsAt ?? member.createdAt } };
  const doc = editOf(db, member, replica.base);
  return doc && { ...common, doc };
}

function editOf(db: Database, member: Member, base: Base | null): MemberDoc | null {
  const all = fieldsOf(member);
  const isChanged = (field: PersonField) => base === null || base.fields[field] !== all[field];
  const changed = PERSON_FIELDS.filter(isChanged);
  const own = sharedCards(db, member.id);
  const cards = own.filter(({ id, hash }) => base?.cards[id] !== hash);
  const cardsRemoved = Object.keys(base?.cards ?? {}).filter((id) => own.every((card) => card.id !== id));
  const training = trainingEdit(db, member.id, base?.training ?? NO_TRAINING);
  if (changed.length === 0 && cards.length === 0 && cardsRemoved.length === 0 && !training) return null;
  return {
    base: base?.fields ?? null,
    fields: Object.fromEntries(changed.map((field) => [field, all[field]])),
    cards,
    cardsRemoved,
    ...(training && { training }),
    createdAt: member.createdAt,
  };
}

/** A three-way merge of a member from the hub into the local one, based on the last common state. */
import type { FeedItem, PersonCard, PersonFields } from '../../contracts/hub-people.ts';
import type { Member } from '../../contracts/members.ts';
import { CONSENT_FIELDS, PERSON_FIELDS } from '../../contracts/person-fields.ts';
import type { Database } from '../database.ts';
import { changeMember, getMember, insertMember, isLoginTaken } from './members.ts';
import { type Base, fieldsOf, putReplica, replicaOf } from './person.ts';
import { followTraining, NO_TRAINING, type TrainingBase } from './training.ts';

/** Who did it, in the audit. */
export const HUB = { id: null, role: 'hub' };

type Received = Extract<FeedItem, { kind: 'member' }>;

/** Not noted for the hub: it said so itself. */
export function followMember(
  db: Database,
  received: Received,
  epoch: string,
  at: string,
): { isChanged: boolean; notTaken: string[] } {
  const { id, revision, visitsUntil } = received;
  const before = getMember(db, id);
  const replica = replicaOf(db, id);
  const notTaken: string[] = [];
  if (!before) {
    const fields = { ...received.fields, role: 'member' as const };
    if (isLoginTaken(db, fields.login, id)) {
      notTaken.push(`the log-in of ${fields.alias}: another member here has it`);
      fields.login = null;
    }
    const { alias, name, login, heightMm, role, consentsAt } = fields;
    const consents = { ...consentsOf(fields), acrossGyms: true };
    insertMember(db, {
      ...{ id, alias, name, role, login, heightMm, consents, consentsAt },
      ...{ createdAt: received.createdAt, secretHash: null },
    });
    const cards = followCards(db, received, {}, notTaken);
    const { base: training } = trainingOf(db, received, NO_TRAINING, at);
    putReplica(db, id, { base: { fields, cards, training }, revision, visitsUntil, epoch });
    return { isChanged: true, notTaken };
  }
  // A newer local consent is sent first; what is newer than this page comes with the next one.
  if (!before.consents.acrossGyms || !replica) return { isChanged: false, notTaken };
  if (replica.base === null || (replica.epoch === epoch && replica.revision > revision)) {
    putReplica(db, id, { ...replica, visitsUntil, epoch });
    return { isChanged: false, notTaken };
  }
  const base: Base = { fields: { ...replica.base.fields }, cards: {} };
  const wanted = takeFields(db, received, before, base, notTaken);
  const isEdited = Object.keys(wanted).length > 0;
  if (isEdited) writeFields(db, before, wanted, at);
  const cardsBefore = db.all('SELECT id, hash FROM cards WHERE member_id = ? ORDER BY id', id);
  base.cards = followCards(db, received, replica.base.cards, notTaken);
  const cardsAfter = db.all('SELECT id, hash FROM cards WHERE member_id = ? ORDER BY id', id);
  const training = trainingOf(db, received, replica.base.training ?? NO_TRAINING, at);
  base.training = training.base;
  putReplica(db, id, { base, revision, visitsUntil, epoch });
  if (training.isChanged) return { isChanged: true, notTaken };
  return { isChanged: isEdited || JSON.stringify(cardsBefore) !== JSON.stringify(cardsAfter), notTaken };
}

const trainingOf = (db: Database, { id, training }: Received, had: TrainingBase, at: string) =>
  followTraining(db, id, training ?? { programmes: [], ranges: [] }, had, { at, actor: HUB });

const consentsOf = ({ showAlias, keepRecordings, shareSets }: PersonFields) => ({
  showAlias,
  keepRecordings,
  shareSets,
});

/** What is here as both had it last takes the hub's value; what was edited here waits to be sent. */
function takeFields(
  db: Database,
  received: Received,
  before: Member,
  base: Base,
  notTaken: string[],
): Partial<PersonFields> {
  const here = fieldsOf(before);
  const wanted: Partial<PersonFields> = {};
  for (const field of PERSON_FIELDS) {
    const value = received.fields[field];
    if (here[field] !== base.fields[field] && here[field] !== value) continue;
    if (here[field] !== value && !mayTake(db, received, before, field)) {
      notTaken.push(`the ${field === 'login' ? 'log-in' : 'role'} of ${before.alias}`);
      continue;
    }
    Object.assign(base.fields, { [field]: value });
    if (here[field] !== value) Object.assign(wanted, { [field]: value });
  }
  return wanted;
}

/** A log-in must be free here; a role needs a secret, which stays in its gym, and no gym loses its only admin. */
function mayTake(db: Database, { fields, id }: Received, before: Member, field: keyof PersonFields): boolean {
  if (field === 'login') return !isLoginTaken(db, fields.login, id);
  return field !== 'role' || (before.hasSecret && before.role !== 'admin');
}

function writeFields(db: Database, before: Member, wanted: Partial<PersonFields>, at: string): void {
  const { alias, name, login, heightMm, role, consentsAt } = wanted;
  const isConsent = [...CONSENT_FIELDS].some((field) => field in wanted);
  const consents = { ...before.consents, ...consentsOf({ ...fieldsOf(before), ...wanted }) };
  const change = Object.fromEntries(
    Object.entries({ alias, name, login, heightMm, role }).filter(([, value]) => value !== undefined),
  );
  changeMember(db, before.id, before.revision, { ...change, ...(isConsent && { consents }) }, at, HUB);
  const agreedAt = consentsAt === undefined ? before.consentsAt : consentsAt;
  db.run('UPDATE members SET consents_at = ? WHERE id = ?', agreedAt, before.id);
}

/** @param had hash by id, as both had it last @returns the same from now on */
function followCards(db: Database, received: Received, had: Base['cards'], notTaken: string[]): Base['cards'] {
  const { id: memberId } = received;
  const next: Base['cards'] = {};
  const ids = new Set(received.cards.map(({ id }) => id));
  for (const [id, hash] of Object.entries(had))
    if (!ids.has(id)) db.run('DELETE FROM cards WHERE id = ? AND member_id = ? AND hash = ?', id, memberId, hash);
  for (const card of received.cards) {
    const same = db.get('SELECT id, member_id FROM cards WHERE hash = ?', card.hash);
    const own = db.get('SELECT hash FROM cards WHERE id = ? AND member_id = ?', card.id, memberId);
    const isRemovedHere = !own && had[card.id] !== undefined;
    if (same && same.member_id !== memberId) {
      notTaken.push(`the card ...${card.lastDigits} of ${received.fields.alias}: another member here has it`);
      continue;
    }
    next[card.id] = card.hash;
    if (isRemovedHere) next[card.id] = had[card.id]!;
    else if (same && same.id !== card.id) {
      db.run('DELETE FROM cards WHERE id = ?', same.id as string);
      putCard(db, memberId, card);
    } else if (!own || own.hash === had[card.id]) putCard(db, memberId, card);
  }
  return next;
}

function putCard(db: Database, memberId: string, { id, hash, lastDigits, addedAt }: PersonCard): void {
  db.run(
    `INSERT INTO cards (id, member_id, hash, last_digits, added_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE member_id = excluded.member_id`,
    id,
    memberId,
    hash,
    lastDigits,
    addedAt,
  );
}

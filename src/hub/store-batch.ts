/** One transaction of the ingest: several controllers' requests, in few statements, locked in one order. */
import type { PoolClient } from 'pg';
import type { MemberItem, SetItem, UplinkAnswer, UplinkItem } from '../contracts/uplink.ts';
import { extendVisits } from './extend-visits.ts';
import { type Note, note } from './feed-notes.ts';
import { lockPeople } from './forget.ts';
import { noteHealth } from './health.ts';
import { HubRefusal } from './refusal.ts';
import { storeMember } from './store-members.ts';
import { type Arrived, type SetRow, storeSets } from './store-sets.ts';

export type Outcome = Omit<UplinkAnswer, 'serverTime' | 'pauseMs'> | HubRefusal;

interface Controller {
  id: string;
  state: 'pending' | 'accepted' | 'revoked';
  serials: string[];
  gym_id: string;
  zone: string;
  resend_mark: string | null;
  resend_since: Date | null;
}

export async function storeBatch(db: PoolClient, batch: readonly Arrived[]): Promise<Outcome[]> {
  await lockPeople(
    db,
    batch.some(({ request }) => request.items.some(isMember)),
  );
  const controllers = await lockControllers(db, batch);
  const refusals = new Map(batch.map((one) => [one, refusalOf(controllers.get(one.controllerId), one.serial)]));
  const accepted = batch.filter((one) => !refusals.get(one));
  const gymOf = (one: Arrived) => controllers.get(one.controllerId)!.gym_id;
  const owners = await claimBays(db, accepted, gymOf);
  const taken = new Map<Arrived, UplinkAnswer['refused']>();
  const people = await storePeople(db, accepted, gymOf, taken);
  const forgotten = await forgottenOf(db, accepted);
  const rows: SetRow[] = [];
  for (const from of accepted)
    for (const item of from.request.items.filter(isSet)) {
      const gymId = gymOf(from);
      const owner = owners.get(`${gymId}/${item.doc.bay}`);
      const memberId = item.person?.memberId ?? null;
      if (owner !== from.controllerId) refuse(taken, from, item.seq, bayTaken(item.doc.bay, gymId, owner));
      else {
        const texts = from.texts.get(item.id)!;
        rows.push({ item, from, gymId, texts, memberId: forgotten.has(memberId ?? '') ? null : memberId });
      }
    }
  const diverged = await storeSets(db, rows);
  await noteHeard(db, accepted);
  await noteHealth(db, accepted);
  await note(db, [...people.notes, ...(await extendVisits(db, rows))]);
  const stored = new Map<Arrived, SetItem[]>(batch.map((one) => [one, []]));
  for (const { item, from } of rows) stored.get(from)!.push(item);
  return batch.map((one) => {
    const refusal = refusals.get(one);
    if (refusal) return refusal;
    const own = stored.get(one)!;
    const members = people.stored.get(one) ?? [];
    const { gym_id, zone, resend_mark, resend_since } = controllers.get(one.controllerId)!;
    const isOpen = resend_mark !== null && resend_mark !== one.request.resent;
    return {
      acked: [...own, ...members].map(({ seq }) => seq),
      diverged: own.filter(({ id }) => diverged.has(id)).map(({ seq }) => seq),
      forgotten: own.filter(({ person }) => forgotten.has(person?.memberId ?? '')).map(({ seq }) => seq),
      members,
      refused: [...one.refused, ...(taken.get(one) ?? [])],
      resend: isOpen ? { mark: resend_mark, since: resend_since?.toISOString() ?? null } : null,
      gym: { id: gym_id, zone },
    };
  });
}

const isSet = (item: UplinkItem): item is SetItem => item.kind === 'set';
const isMember = (item: UplinkItem): item is MemberItem => item.kind === 'member';

interface StoredPeople {
  stored: Map<Arrived, UplinkAnswer['members']>;
  notes: Note[];
}

/** Before the sets: of who is deleted in this batch, none comes in. */
async function storePeople(
  db: PoolClient,
  batch: readonly Arrived[],
  gymOf: (one: Arrived) => string,
  taken: Map<Arrived, UplinkAnswer['refused']>,
): Promise<StoredPeople> {
  const people: StoredPeople = { stored: new Map(), notes: [] };
  for (const from of batch)
    for (const item of from.request.items.filter(isMember)) {
      const { controllerId, atMs } = from;
      const { rowCount } = await db.query('SELECT 1 FROM forgotten_members WHERE id = $1', [item.id]);
      const outcome = await storeMember(db, { item, gymId: gymOf(from), controllerId, atMs }, rowCount !== 0);
      if ('refused' in outcome) refuse(taken, from, item.seq, outcome.refused);
      else {
        people.notes.push(...outcome.notes);
        const stored = { seq: item.seq, revision: outcome.revision };
        people.stored.set(from, [...(people.stored.get(from) ?? []), stored]);
      }
    }
  return people;
}

/** A revocation waits for the batch, or the batch for it. */
async function lockControllers(db: PoolClient, batch: readonly Arrived[]): Promise<Map<string, Controller>> {
  const { rows } = await db.query<Controller>({
    name: 'lock-controllers',
    text: `SELECT c.id, c.state, c.serials, c.gym_id, g.zone, c.resend_mark, c.resend_since
       FROM controllers c JOIN gyms g ON g.id = c.gym_id WHERE c.id = ANY($1) ORDER BY c.id FOR NO KEY UPDATE OF c`,
    values: [batch.map(({ controllerId }) => controllerId)],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

export function refusalOf(
  controller: Pick<Controller, 'state' | 'serials'> | undefined,
  serial: string,
): HubRefusal | null {
  if (!controller)
    return new HubRefusal(403, 'unknown-controller', 'This hub does not know this controller. Pair it again.');
  if (controller.state === 'revoked' || !controller.serials.includes(serial))
    return new HubRefusal(403, 'revoked', 'This controller was revoked at the hub. Pair it again, if it is yours.');
  if (controller.state === 'pending')
    return new HubRefusal(403, 'pending', 'An admin of the hub has yet to accept this controller.');
  return null;
}

const bayTaken = (bay: string, gymId: string, owner = 'another controller') =>
  `bay "${bay}" of gym "${gymId}" belongs to controller ${owner}; give this one another id (bays[].id)`;

function refuse(into: Map<Arrived, UplinkAnswer['refused']>, from: Arrived, seq: number, why: string): void {
  into.set(from, [...(into.get(from) ?? []), { seq, why }]);
}

/** A bay belongs to the controller that named it first. @returns owner by `gym/bay` */
async function claimBays(
  db: PoolClient,
  batch: readonly Arrived[],
  gymOf: (one: Arrived) => string,
): Promise<Map<string, string>> {
  const wanted = batch.flatMap((one) => {
    const told = new Map(one.request.bays.map((bay) => [bay.bay, bay]));
    for (const { doc } of one.request.items.filter(isSet))
      if (!told.has(doc.bay)) told.set(doc.bay, { bay: doc.bay, name: doc.bay, isUp: false, isLifting: false });
    return [...told.values()].map((bay) => ({ ...bay, controllerId: one.controllerId, gymId: gymOf(one) }));
  });
  const unique = [...new Map(wanted.map((bay) => [`${bay.gymId}/${bay.bay}`, bay])).entries()];
  unique.sort(([a], [b]) => (a < b ? -1 : 1));
  const owners = new Map<string, string>();
  const known = await knownBays(
    db,
    unique.map(([, bay]) => bay),
  );
  const isSame = ([key, { controllerId, name, isUp, isLifting }]: (typeof unique)[number]) => {
    const bay = known.get(key);
    return (
      bay?.controller_id === controllerId && bay.name === name && bay.is_up === isUp && bay.is_lifting === isLifting
    );
  };
  // No one takes a bay from a controller that is locked.
  for (const [key, { controllerId }] of unique.filter(isSame)) owners.set(key, controllerId);
  const bays = unique.filter((one) => !isSame(one)).map(([, bay]) => bay);
  if (bays.length === 0) return owners;
  const { rows } = await db.query<Pick<BayRow, 'gym_id' | 'bay' | 'controller_id'>>({
    name: 'claim-bays',
    text: `INSERT INTO bays (gym_id, bay, controller_id, name, is_up, is_lifting)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[])
     ON CONFLICT (gym_id, bay) DO UPDATE SET
       name = CASE WHEN bays.controller_id = excluded.controller_id THEN excluded.name ELSE bays.name END,
       is_up = CASE WHEN bays.controller_id = excluded.controller_id THEN excluded.is_up ELSE bays.is_up END,
       is_lifting = CASE WHEN bays.controller_id = excluded.controller_id THEN excluded.is_lifting ELSE bays.is_lifting END
     RETURNING gym_id, bay, controller_id`,
    values: [
      bays.map(({ gymId }) => gymId),
      bays.map(({ bay }) => bay),
      bays.map(({ controllerId }) => controllerId),
      bays.map(({ name }) => name),
      bays.map(({ isUp }) => isUp),
      bays.map(({ isLifting }) => isLifting),
    ],
  });
  for (const row of rows) owners.set(`${row.gym_id}/${row.bay}`, row.controller_id);
  return owners;
}

interface BayRow {
  gym_id: string;
  bay: string;
  controller_id: string;
  name: string;
  is_up: boolean;
  is_lifting: boolean;
}

/** @returns by `gym/bay` */
async function knownBays(
  db: PoolClient,
  bays: readonly { gymId: string; bay: string }[],
): Promise<Map<string, BayRow>> {
  if (bays.length === 0) return new Map();
  const { rows } = await db.query<BayRow>({
    name: 'known-bays',
    text: `SELECT b.gym_id, b.bay, b.controller_id, b.name, b.is_up, b.is_lifting
       FROM unnest($1::text[], $2::text[]) AS w (gym_id, bay) JOIN bays b ON b.gym_id = w.gym_id AND b.bay = w.bay`,
    values: [bays.map(({ gymId }) => gymId), bays.map(({ bay }) => bay)],
  });
  return new Map(rows.map((row) => [`${row.gym_id}/${row.bay}`, row]));
}

async function forgottenOf(db: PoolClient, batch: readonly Arrived[]): Promise<Set<string>> {
  const members = batch.flatMap(({ request }) =>
    request.items.filter(isSet).flatMap(({ person }) => person?.memberId ?? []),
  );
  if (members.length === 0) return new Set();
  const text = 'SELECT id FROM forgotten_members WHERE id = ANY($1)';
  const { rows } = await db.query<{ id: string }>({ name: 'forgotten-of', text, values: [members] });
  return new Set(rows.map(({ id }) => id));
}

async function noteHeard(db: PoolClient, batch: readonly Arrived[]): Promise<void> {
  if (batch.length === 0) return;
  const highest = (one: Arrived) => Math.max(0, ...one.request.items.map(({ seq }) => seq));
  await db.query({
    name: 'note-heard',
    text: `UPDATE controllers c SET epoch = n.epoch, heard_at = n.at, waiting = n.waiting, refused = n.refused, version = n.version,
       clock_ahead_ms = n.ahead, resent_mark = n.resent,
       acked_seq = CASE WHEN n.seq > 0 THEN n.seq ELSE c.acked_seq END, acked_at = CASE WHEN n.seq > 0 THEN n.at ELSE c.acked_at END
     FROM unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::integer[], $5::integer[], $6::text[], $7::bigint[], $8::text[], $9::bigint[])
       AS n (id, epoch, at, waiting, refused, version, ahead, resent, seq)
     WHERE c.id = n.id`,
    values: [
      batch.map(({ controllerId }) => controllerId),
      batch.map(({ request }) => request.epoch),
      batch.map(({ atMs }) => new Date(atMs).toISOString()),
      batch.map(({ request }) => Math.max(0, request.waiting - request.items.length)),
      batch.map(({ request }) => request.refused),
      batch.map(({ request }) => request.version),
      batch.map(({ request, atMs }) => Math.round(Date.parse(request.sentAt) - atMs)),
      batch.map(({ request }) => request.resent),
      batch.map(highest),
    ],
  });
}

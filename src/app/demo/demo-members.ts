/** The people of the demo: made once, and marked as a demo wherever their name stands. */
import { v7 as newId } from 'uuid';
import { lastDigits } from '../../contracts/card-uid.ts';
import type { ExerciseName } from '../../contracts/common.ts';
import type { Member } from '../../contracts/members.ts';
import { defaultProgramme } from '../../members/programme.ts';
import type { Store } from '../../store/index.ts';
import { CardBook } from '../people/presence/card-book.ts';

export interface DemoMember {
  id: string;
  alias: string;
  /** Number of their card. */
  uid: string;
}

/** An unknown card. */
export const UNKNOWN_CARD = '04DE30FFFFFF80';
/** By bay; further bays have those of the first, with their number. */
const NAMES = [
  ['Mira', 'Ben', 'Ada'],
  ['Lena', 'Omar', 'Ines'],
  ['Jonas', 'Kim', 'Tariq'],
] as const;
const DEMO = { id: null, role: 'demo' };
/** How their names end wherever they stand. */
const MARK = '(demo)';
const SIMULATED = 'simulated';
const STAFF = { trainer: 'Tess', admin: 'Alex' } as const;

interface DemoPlace {
  dataDir: string;
  /** number of the bay, from 0 */
  bay: number;
  exercise: ExerciseName;
  /** ISO wall time now */
  at: string;
  /** id of who has a card in every gym of a chain; left out: no one has, and each member is of this gym alone */
  idOf?: (uid: string) => string;
}

/**
 * Those of one bay, each with a card; the first one also with a programme, as a trainer would write it. Who is there already stays.
 */
export async function demoMembers(
  store: Store,
  { dataDir, bay, exercise, at, idOf }: DemoPlace,
): Promise<DemoMember[]> {
  const cards = new CardBook(dataDir);
  const known = new Map((await store.cards.all()).map(({ hash, memberId }) => [hash, memberId]));
  const members: DemoMember[] = [];
  const own = NAMES[bay];
  for (const [index, name] of (own ?? NAMES[0]).entries()) {
    const alias = own ? `${name} ${MARK}` : `${name} ${bay + 1} ${MARK}`;
    const uid = uidOf(bay, index);
    const hash = cards.hashOf(uid);
    const id =
      known.get(hash) ?? (await add(store, { id: idOf?.(uid) ?? newId(), alias, uid, hash, at }, idOf !== undefined));
    if (index === 0) await writeProgramme(store, id, exercise, at);
    members.push({ id, alias, uid });
  }
  return members;
}

/** The trainer or the admin of the demo; made when that role is first chosen. */
export async function demoStaff(store: Store, role: keyof typeof STAFF, at: string): Promise<Member> {
  const alias = `${STAFF[role]} ${MARK}`;
  const { items } = await store.members.list({ limit: 200, search: alias });
  const known = items.find((member) => member.role === role && member.name === SIMULATED && member.login === null);
  if (known) return known;
  const person = { alias, name: SIMULATED, role, login: null, heightMm: null };
  const consents = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: false };
  return store.members.add({ id: newId(), ...person, consents, consentsAt: at, createdAt: at, secretHash: null }, DEMO);
}

async function add(
  store: Store,
  { id, alias, uid, hash, at }: { id: string; alias: string; uid: string; hash: string; at: string },
  acrossGyms: boolean,
): Promise<string> {
  const consents = { showAlias: true, keepRecordings: true, shareSets: false, acrossGyms };
  const person = { alias, name: SIMULATED, role: 'member' as const, login: null, heightMm: null };
  await store.members.add({ id, ...person, consents, consentsAt: at, createdAt: at, secretHash: null }, DEMO);
  await store.cards.add({ id: newId(), memberId: id, lastDigits: lastDigits(uid), addedAt: at }, hash, DEMO);
  return id;
}

async function writeProgramme(store: Store, id: string, exercise: ExerciseName, at: string): Promise<void> {
  if (await store.programmes.get(id, exercise)) return;
  const { memberId: _, revision: __, updatedAt: ___, ...usual } = defaultProgramme(exercise, id);
  const programme = { ...usual, sets: 4, restS: 60, note: 'Drive through the heels. (Written by the demo.)' };
  await store.programmes.put(id, 0, programme, at, DEMO);
}

/** Seven bytes, as the cards of NXP (04) have; the last two, which pages show, differ from card to card. */
const uidOf = (bay: number, index: number) =>
  `04DE305180${[0x51 + 43 * bay, 0x86 + 29 * index].map((byte) => (byte % 256).toString(16).padStart(2, '0')).join('')}`.toUpperCase();

/** The people of the demo: made once, and marked as a demo wherever their name stands. */
import { v7 as newId } from 'uuid';
import { lastDigits } from '../../contracts/card-uid.ts';
import type { ExerciseName } from '../../contracts/common.ts';
import { defaultProgramme } from '../../members/programme.ts';
import type { Store } from '../../store/index.ts';
import { CardBook } from '../people/presence/card-book.ts';

export interface DemoMember {
  id: string;
  alias: string;
  /** Number of their card. */
  uid: string;
}

/** Somebody whom nobody here knows. */
export const UNKNOWN_CARD = '04DE30FFFFFF80';
const NAMES = ['Mira', 'Ben', 'Ada'];
const DEMO = { id: null, role: 'demo' };

/**
 * Those of one bay, each with a card; the first one also with a programme, as a trainer would write it. Who is there already stays.
 * @param bay number of the bay, from 0
 * @param at ISO wall time now
 */
export async function demoMembers(
  store: Store,
  { dataDir, bay, exercise, at }: { dataDir: string; bay: number; exercise: ExerciseName; at: string },
): Promise<DemoMember[]> {
  const cards = new CardBook(dataDir);
  const known = new Map((await store.cards.all()).map(({ hash, memberId }) => [hash, memberId]));
  const members: DemoMember[] = [];
  for (const [index, name] of NAMES.entries()) {
    const alias = bay === 0 ? `${name} (demo)` : `${name} ${bay + 1} (demo)`;
    const uid = uidOf(bay, index);
    const hash = cards.hashOf(uid);
    const id = known.get(hash) ?? (await add(store, alias, uid, hash, at));
    if (index === 0) await writeProgramme(store, id, exercise, at);
    members.push({ id, alias, uid });
  }
  return members;
}

async function add(store: Store, alias: string, uid: string, hash: string, at: string): Promise<string> {
  const id = newId();
  const consents = { showAlias: true, keepRecordings: true, shareSets: false, acrossGyms: false };
  const person = { alias, name: 'simulated', role: 'member' as const, login: null, heightMm: null };
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

/** Seven bytes, as the cards of NXP (04) have. */
const uidOf = (bay: number, index: number) =>
  `04DE30${[bay, index, 0x51].map((byte) => byte.toString(16).padStart(2, '0')).join('')}80`.toUpperCase();

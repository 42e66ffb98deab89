/** Members with cards, for tests of a whole station. */
import { v7 as newId } from 'uuid';
import { CardBook } from '../../src/app/people/presence/card-book.ts';
import { lastDigits } from '../../src/contracts/card-uid.ts';
import type { Consents } from '../../src/contracts/members.ts';
import type { Store } from '../../src/store/index.ts';

const TESTER = { id: null, role: 'test' };
const NOTHING: Consents = { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false };

/** A member as the store keeps them, with a card that works at the next reading of the cards. */
export async function addMember(
  store: Store,
  dataDir: string,
  { alias, uid, consents = {} }: { alias: string; uid: string; consents?: Partial<Consents> },
): Promise<string> {
  const id = newId();
  const at = new Date().toISOString();
  const person = {
    id,
    alias,
    name: null,
    role: 'member' as const,
    login: null,
    heightMm: null,
    consentsAt: at,
    createdAt: at,
  };
  await store.members.add({ ...person, secretHash: null, consents: { ...NOTHING, ...consents } }, TESTER);
  await addCard(store, dataDir, { memberId: id, uid });
  return id;
}

/** A card for a member; it works at the next reading of the cards. */
export async function addCard(
  store: Store,
  dataDir: string,
  { memberId, uid }: { memberId: string; uid: string },
): Promise<void> {
  const card = { id: newId(), memberId, lastDigits: lastDigits(uid), addedAt: new Date().toISOString() };
  await store.cards.add(card, new CardBook(dataDir).hashOf(uid), TESTER);
}

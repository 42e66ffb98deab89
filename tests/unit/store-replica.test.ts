import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FeedItem, FeedPage, PersonFields } from '../../src/contracts/hub-people.ts';
import type { MemberItem } from '../../src/contracts/uplink.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, later, STATION } from '../integration/store-members-samples.ts';
import { newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';

const MEMBER = '019aac3e-0000-7000-8000-000000000001';
const CARD = '019aac3e-0000-7000-8000-0000000000c1';
const EPOCH = '019aac3e-0000-7000-8000-0000000000e1';
const OTHER_EPOCH = '019aac3e-0000-7000-8000-0000000000e2';
const AGREED = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: true };
const ALL = { lane: 'fresh' as const, ageMs: 300_000, limit: 50, maxBytes: 1e9 };
const HASHES = { own: 'a'.repeat(64), old: `00000001:${'b'.repeat(64)}`, next: `00000002:${'c'.repeat(64)}` };

function station(tracks = true, folder = tempDir()) {
  const [keyFile, idFile] = [join(folder, 'card.key'), join(folder, 'controller.id')];
  const parts = { keyFile, idFile, lastId: null, lastIdFile: null };
  const repository = new Repository(join(folder, 'lockout.sqlite'), true, parts, tracks);
  const { changes, replica, members, cards } = repository.tables;
  const sent = () => changes.next(ALL).filter((item): item is MemberItem => item.kind === 'member');
  /** The hub takes all that waits. */
  const take = (revision = 1) => {
    const items = sent();
    replica.acked(
      items.map((item) => ({ item, revision })),
      replica.state().epoch,
    );
    return items;
  };
  let next = 0;
  const follow = (items: FeedItem[], change: Partial<FeedPage> = {}) =>
    replica.follow({ epoch: EPOCH, isSnapshot: false, more: false, next: ++next, items, ...change }, later(9));
  const change = (wanted: Parameters<typeof members.change>[2]) =>
    members.change(MEMBER, members.get(MEMBER)!.revision, wanted, later(5), STATION);
  return { folder, repository, changes, replica, members, cards, sent, take, follow, change };
}

const person: PersonFields = {
  ...{ alias: 'Mira', name: null, login: null, heightMm: null, role: 'member' },
  ...{ showAlias: true, keepRecordings: false, shareSets: false, consentsAt: later(0) },
};
const told = (fields: Partial<PersonFields> = {}, rest: object = {}): FeedItem => ({
  ...{ kind: 'member', id: MEMBER, revision: 2, cards: [], createdAt: later(0), visitsUntil: null },
  fields: { ...person, ...fields },
  ...rest,
});

test('members who agreed before there was a hub are told once there is one, the others never', () => {
  const before = station(false);
  addMember(before.repository, { id: MEMBER, consents: AGREED });
  addMember(before.repository, { consents: { ...AGREED, acrossGyms: false } });
  expect(before.sent()).toEqual([]);
  before.repository.close();
  const after = station(true, before.folder);
  expect(after.take()).toMatchObject([{ id: MEMBER, doc: { base: null, fields: { role: 'member' } } }]);
  expect(after.sent()).toEqual([]);
  after.repository.close();
  const again = station(true, before.folder);
  expect(again.sent()).toEqual([]);
  again.repository.close();
});

test('an edit says what it was, and only what changed; what the hub tells then is no edit', () => {
  const { repository, take, change, sent, follow, members } = station();
  addMember(repository, { id: MEMBER, alias: 'Mira', consents: AGREED });
  take();
  change({ alias: 'Mirabel' });
  expect(sent()).toMatchObject([{ doc: { base: { alias: 'Mira' }, fields: { alias: 'Mirabel' } } }]);
  expect(Object.keys((sent()[0]!.doc as { fields: object }).fields)).toEqual(['alias']);
  // A page from before it leaves it as it is; one from after it, with the hub's word, is taken.
  follow([told({ alias: 'Mira', name: 'Mira Lee' })]);
  expect(members.get(MEMBER)).toMatchObject({ alias: 'Mirabel', name: 'Mira Lee' });
  take(3);
  follow([told({ alias: 'Mira' })]);
  expect(members.get(MEMBER)!.alias).toBe('Mirabel');
  follow([told({ alias: 'Milla' }, { revision: 4 })]);
  expect(members.get(MEMBER)!.alias).toBe('Milla');
  expect(sent()).toEqual([]);
  repository.close();
});

test('a page is kept as a whole, with where to read on, or not at all', () => {
  const { repository, follow, members, replica } = station();
  const broken = told({ alias: 'x\0y' }, { id: '019aac3e-0000-7000-8000-000000000002' });
  expect(() => follow([told(), broken])).toThrow(/cannot be stored/);
  expect([members.get(MEMBER), replica.state().cursor]).toEqual([null, 0]);
  follow([told()], { next: 7 });
  expect(members.get(MEMBER)).toMatchObject({ alias: 'Mira', consents: AGREED });
  expect(replica.state()).toEqual({ epoch: EPOCH, cursor: 7, members: 1, visitors: 0 });
  repository.close();
});

test('a member from the feed has no rights and no secret here, and takes over no login or card of another member', () => {
  const { repository, follow, members, cards, sent } = station();
  const own = addMember(repository, { alias: 'Own', login: 'mira' });
  cards.add({ id: CARD, memberId: own, lastDigits: '1111', addedAt: later(0) }, HASHES.old, STATION);
  const card = { id: '019aac3e-0000-7000-8000-0000000000c2', hash: HASHES.old, lastDigits: '1111', addedAt: later(0) };
  const { notTaken } = follow([told({ login: 'MIRA', role: 'admin' }, { cards: [card] })]);
  expect(notTaken).toEqual([
    'the log-in of Mira: another member here has it',
    'the card ...1111 of Mira: another member here has it',
  ]);
  expect(members.get(MEMBER)).toMatchObject({ role: 'member', login: null, hasSecret: false, cards: 0 });
  expect(members.get(own)).toMatchObject({ login: 'mira', cards: 1 });
  expect(sent()).toEqual([]);
  repository.close();
});

test('only cards of a key of the organisation are told; stored by a newer one, a card goes up again', () => {
  const { repository, take, sent, cards, follow } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  cards.add({ id: CARD, memberId: MEMBER, lastDigits: '1111', addedAt: later(0) }, HASHES.own, STATION);
  expect(take()).toMatchObject([{ doc: { cards: [] } }]);
  cards.rehash(HASHES.own, HASHES.old);
  expect(take(2)).toMatchObject([{ doc: { fields: {}, cards: [{ id: CARD, hash: HASHES.old }] } }]);
  cards.rehash(HASHES.old, HASHES.next);
  follow([told({}, { revision: 3, cards: [{ id: CARD, hash: HASHES.old, lastDigits: '1111', addedAt: later(0) }] })]);
  expect(cards.all()).toMatchObject([{ hash: HASHES.next }]);
  expect(take(4)).toMatchObject([{ doc: { cards: [{ hash: HASHES.next }] } }]);
  cards.remove(MEMBER, CARD, later(6), STATION);
  expect(take(5)).toMatchObject([{ doc: { cards: [], cardsRemoved: [CARD] } }]);
  expect(sent()).toEqual([]);
  follow([told({}, { revision: 6, cards: [{ id: CARD, hash: HASHES.next, lastDigits: '1111', addedAt: later(0) }] })]);
  expect(cards.of(MEMBER)).toHaveLength(1);
  follow([told({}, { revision: 7, cards: [] })]);
  expect(cards.of(MEMBER)).toEqual([]);
  repository.close();
});

test('a member who is deleted goes up as an id; one whom the hub deletes is erased, and is no deletion of ours', () => {
  const { repository, take, members, sent, follow, changes } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  take();
  members.remove(MEMBER, later(5), STATION);
  expect(sent()).toEqual([
    { seq: expect.any(Number), kind: 'member', id: MEMBER, doc: { goneAt: expect.any(String) } },
  ]);
  take();
  const other = '019aac3e-0000-7000-8000-000000000002';
  addMember(repository, { id: other, consents: AGREED });
  take();
  const set = newSet({ memberId: other });
  repository.write({ sets: [set] });
  expect(follow([{ kind: 'gone', id: other, at: later(8) }]).gone).toEqual([other]);
  expect([members.get(other), repository.getSet(set.id), sent()]).toEqual([null, null, []]);
  // A hub that has lost the deletion gets it again, and brings no member back.
  follow([told({}, { id: other })]);
  expect(members.get(other)).toBeNull();
  expect(sent()).toMatchObject([{ id: other, doc: { goneAt: expect.any(String) } }]);
  changes.refill({ since: null, after: null, limit: 10 });
  expect(
    sent()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([MEMBER, other]);
  repository.close();
});

test('tables that are written again after a deletion note nothing for the hub', () => {
  const { repository, take, sent } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  take();
  repository.rewriteWords();
  expect(sent()).toEqual([]);
  repository.close();
});

test('visitors go after their time, unless they are on a bay, and are no deletion; their sets stay theirs', () => {
  const { repository, follow, members, replica, sent } = station();
  follow([told({}, { visitsUntil: later(100) })]);
  const set = newSet({ memberId: MEMBER });
  const session = { id: CARD, bay: 'bay-1', kind: 'member' as const, memberId: MEMBER, startedAt: later(1) };
  repository.write({ sets: [set], sessions: [{ ...session, endedAt: null, endReason: null }] });
  expect(replica.dropVisitors(later(99))).toEqual([]);
  expect(replica.dropVisitors(later(101))).toEqual([]);
  repository.write({ sessions: [{ ...session, endedAt: later(90), endReason: 'idle' }] });
  expect(replica.dropVisitors(later(101))).toEqual([MEMBER]);
  expect([members.get(MEMBER), sent()]).toEqual([null, []]);
  expect(repository.getSet(set.id)!.set.memberId).toBe(MEMBER);
  repository.close();
});

test('withdrawn: told as leaving; said by the hub, a member of this gym stays, a visitor goes with their name on no set', () => {
  const { repository, take, change, sent, follow, members } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  take();
  change({ consents: { ...AGREED, acrossGyms: false } });
  expect(sent()).toMatchObject([{ doc: { leftAt: expect.any(String) } }]);
  follow([told({ alias: 'Other' })]); // of before they left
  expect(members.get(MEMBER)).toMatchObject({ consents: { acrossGyms: false } });
  take(0);
  follow([{ kind: 'left', id: MEMBER }]);
  expect(members.get(MEMBER)).toMatchObject({ consents: { acrossGyms: false } });
  expect(sent()).toEqual([]);
  const visitor = '019aac3e-0000-7000-8000-000000000002';
  follow([told({}, { id: visitor, visitsUntil: later(100) })]);
  const set = newSet({ memberId: visitor, note: 'mine' });
  repository.write({ sets: [set] });
  expect(follow([{ kind: 'left', id: visitor }]).gone).toEqual([visitor]);
  expect(repository.getSet(set.id)!.set).toMatchObject({ memberId: null, note: '' });
  expect(members.get(visitor)).toBeNull();
  repository.close();
});

test('a feed that starts again: own members it does not name are sent again, visitors go', () => {
  const { repository, follow, take, sent, members } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  take();
  const [seen, visitor] = ['2', '3'].map((digit) => `${MEMBER.slice(0, -1)}${digit}`) as [string, string];
  follow([told(), told({}, { id: seen }), told({}, { id: visitor, visitsUntil: later(100) })]);
  const epoch = `${EPOCH.slice(0, -1)}2`;
  follow([], { epoch, isSnapshot: true, more: true });
  expect(sent()).toEqual([]); // not before its end
  follow([told({}, { id: seen })], { epoch });
  expect(sent()).toMatchObject([{ id: MEMBER, doc: { base: null } }]);
  expect([members.get(visitor), members.get(seen)?.alias]).toEqual([null, 'Mira']);
  repository.close();
});

test('what a hub acknowledged before it was restored from a backup, and was read of again, is sent once more, and whole', () => {
  const { repository, replica, sent, take, follow, change } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  follow([]);
  const [item] = sent();
  // The answer is on its way while the feed begins again without them.
  follow([], { epoch: OTHER_EPOCH, isSnapshot: true });
  replica.acked([{ item: item!, revision: 1 }], EPOCH);
  expect(sent()).toMatchObject([{ id: MEMBER, doc: { base: null, fields: { role: 'member' } } }]);
  expect(take()).toHaveLength(1);
  expect(sent()).toEqual([]);
  change({ alias: 'Mirabel' });
  expect(sent()).toMatchObject([{ doc: { fields: { alias: 'Mirabel' } } }]);
  repository.close();
});

test('a visitor who has just come stays, though a feed that begins again does not name them yet; one on a bay stays too', () => {
  const { repository, replica, members, follow } = station();
  const visitor = told({}, { visitsUntil: later(100) }) as Extract<FeedItem, { kind: 'member' }>;
  replica.visit(visitor, later(1));
  follow([], { isSnapshot: true });
  expect(members.get(MEMBER)).toMatchObject({ alias: 'Mira' });
  // Named once, and by the next feed no more.
  follow([visitor]);
  const session = { id: CARD, bay: 'bay-1', kind: 'member' as const, memberId: MEMBER, startedAt: later(1) };
  repository.write({ sessions: [{ ...session, endedAt: null, endReason: null }] });
  follow([], { epoch: OTHER_EPOCH, isSnapshot: true });
  expect(members.get(MEMBER)).toMatchObject({ alias: 'Mira' });
  repository.write({ sessions: [{ ...session, endedAt: later(90), endReason: 'idle' }] });
  follow([], { epoch: EPOCH, isSnapshot: true });
  expect(members.get(MEMBER)).toMatchObject({ alias: 'Mira' });
  follow([], { epoch: OTHER_EPOCH, isSnapshot: true });
  expect(members.get(MEMBER)).toBeNull();
  repository.close();
});

test('acknowledged before the first page of the feed, which may be older, a member is not sent again', () => {
  const { repository, sent, take, follow } = station();
  addMember(repository, { id: MEMBER, consents: AGREED });
  expect(take()).toHaveLength(1);
  follow([], { isSnapshot: true });
  expect(sent()).toEqual([]);
  repository.close();

  const other = station();
  addMember(other.repository, { id: MEMBER, consents: AGREED });
  const [item] = other.sent();
  other.follow([], { isSnapshot: true });
  other.replica.acked([{ item: item!, revision: 1 }], null);
  expect(other.sent()).toEqual([]);
  // But for a hub that was restored since.
  other.follow([], { epoch: OTHER_EPOCH, isSnapshot: true });
  expect(other.sent()).toHaveLength(1);
  other.repository.close();
});

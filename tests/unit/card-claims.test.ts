import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CardClaims } from '../../src/app/people/presence/card-claims.ts';
import { ClaimedCards } from '../../src/app/uplink/claimed-cards.ts';
import type { CardClaim, FeedItem } from '../../src/contracts/hub-people.ts';
import { Repository } from '../../src/store/repository.ts';
import { addMember, later, STATION } from '../integration/store-members-samples.ts';
import { newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const [ANN, BEN] = ['019aac3e-0000-7000-8000-000000000001', '019aac3e-0000-7000-8000-000000000002'];
const CARD_ID = '019aac3e-0000-7000-8000-0000000000c1';
const HASHES = [`00000002:${'a'.repeat(64)}`, `00000001:${'b'.repeat(64)}`];
const OTHERS = [`00000002:${'c'.repeat(64)}`];

test('the sets after a tap are remembered by the card, until somebody else comes or the visitor has gone', () => {
  const clock = new VirtualClock(Date.parse(later(0)));
  const beganMs = clock.monoMs();
  /** So long after the beginning. */
  const after = (ms: number) => clock.pass(beganMs + ms - clock.monoMs());
  const claims = new CardClaims(clock);
  claims.setBegan('one', 'before');
  claims.tapped('one', [...HASHES, 'd'.repeat(64)]);
  expect(claims.setEnded('one', 'before')).toBeNull();
  claims.setBegan('one', 'first');
  after(60_000);
  expect(claims.setEnded('one', 'first')).toEqual({
    setId: 'first',
    hashes: HASHES, // that of this station's own key says nothing elsewhere
    tappedAt: later(0),
    expiresAt: later(1 + 14 * 24 * 60),
  });
  // Resting counts from the end of the set.
  after(300_000);
  claims.setBegan('one', 'second');
  after(310_000);
  expect(claims.setEnded('one', 'second')).toMatchObject({ setId: 'second' });
  after(620_000);
  claims.setBegan('one', 'third');
  after(630_000);
  expect(claims.setEnded('one', 'third')).toBeNull();

  claims.tapped('one', HASHES);
  claims.tapped('one', OTHERS);
  claims.setBegan('one', 'other');
  expect(claims.setEnded('one', 'other')).toMatchObject({ hashes: OTHERS });
  // The same visitor at another bay has left the first one.
  claims.tapped('two', OTHERS);
  claims.setBegan('one', 'nobody');
  expect(claims.setEnded('one', 'nobody')).toBeNull();
  claims.over('two');
  claims.setBegan('two', 'nobody');
  expect(claims.setEnded('two', 'nobody')).toBeNull();
});

function station() {
  const folder = tempDir();
  const parts = {
    keyFile: join(folder, 'card.key'),
    idFile: join(folder, 'controller.id'),
    lastId: null,
    lastIdFile: null,
  };
  const repository = new Repository(join(folder, 'lockout.sqlite'), true, parts, true);
  const { tables } = repository;
  const lift = (change: Partial<CardClaim> = {}) => {
    const set = newSet();
    const claim = { setId: set.id, hashes: HASHES, tappedAt: later(1), expiresAt: later(100_000), ...change };
    repository.write({ sets: [set], cardClaims: [claim] });
    return set.id;
  };
  const ownerOf = (id: string) => repository.getSet(id)!.set.memberId;
  /** The hub names the owner of a card. */
  const name = (id = ANN, hash = HASHES[1]!, addedAt = later(0)) => {
    const fields = {
      ...{ alias: 'Ann', name: null, login: null, heightMm: null, role: 'member' as const },
      ...{ showAlias: true, keepRecordings: false, shareSets: false, consentsAt: later(0) },
    };
    const cards = [{ id: CARD_ID.replace('c1', hash === HASHES[1] ? 'c1' : 'c2'), hash, lastDigits: '1234', addedAt }];
    const visitor = { kind: 'member', id, revision: 1, fields, cards, createdAt: later(0), visitsUntil: later(1e6) };
    tables.replica.visit(visitor as Extract<FeedItem, { kind: 'member' }>, later(9));
  };
  return { ...tables, repository, lift, ownerOf, name };
}

test('a set is given to whom the hub names, by any key of the card, and goes to the hub again', () => {
  const { lift, name, ownerOf, cardClaims, changes, repository } = station();
  const [one, two] = [lift(), lift({ hashes: OTHERS })];
  expect(cardClaims.give(later(8))).toEqual({ given: [], unknown: [HASHES, OTHERS] });
  name();
  expect(cardClaims.give(later(10))).toEqual({ given: [{ setId: one, bay: expect.any(String) }], unknown: [OTHERS] });
  expect([ownerOf(one), ownerOf(two)]).toEqual([ANN, null]);
  name(BEN, OTHERS[0]);
  cardClaims.give(later(11));
  expect([ownerOf(one), ownerOf(two), cardClaims.count()]).toEqual([ANN, BEN, 0]);
  const sent = changes.next({ lane: 'fresh', ageMs: 1e9, limit: 50, maxBytes: 1e9 });
  expect(sent.find(({ id }) => id === one)).toMatchObject({ person: { memberId: ANN } });
  repository.close();
});

test('an owner of before stays, and so does "nobody", when a person has said so', () => {
  const { lift, name, ownerOf, cardClaims, corrections, repository } = station();
  addMember(repository, { id: BEN });
  const owner = (setId: string, memberId: string | null, n: number) =>
    corrections.correct({
      ...{ id: `019aac3e-0000-7000-8000-00000000a00${n}`, setId, correction: { kind: 'owner', memberId } },
      ...{ actor: STATION, at: later(3) },
    });
  const [given, taken] = [lift(), lift()];
  owner(given, BEN, 1);
  owner(taken, BEN, 2);
  owner(taken, null, 3);
  name();
  expect(cardClaims.give(later(10))).toEqual({ given: [], unknown: [] });
  expect([ownerOf(given), ownerOf(taken), cardClaims.count()]).toEqual([BEN, null, 0]);
  repository.close();
});

test('it ends with its time, with its set, and without the consent to be known in other gyms', () => {
  const { lift, name, ownerOf, cardClaims, members, repository, upkeep } = station();
  const late = lift({ expiresAt: later(5) });
  const early = lift({ tappedAt: '2020-01-01T00:00:00.000Z' });
  name();
  // The card was not theirs yet.
  expect(cardClaims.give(later(10)).given).toEqual([]);
  expect([ownerOf(late), ownerOf(early), cardClaims.count()]).toEqual([null, null, 1]);
  const kept = lift();
  const { revision, consents } = members.get(ANN)!;
  members.change(ANN, revision, { consents: { ...consents, acrossGyms: false } }, later(11), STATION);
  expect(cardClaims.give(later(12)).given).toEqual([]);
  expect(ownerOf(kept)).toBeNull();
  while (upkeep.expireSets(later(1e9), 100, later(1e9)) > 0);
  expect(cardClaims.count()).toBe(0);
  repository.close();
});

test('there are at most a thousand', () => {
  const { repository, cardClaims } = station();
  const sets = Array.from({ length: 1003 }, () => newSet());
  const rest = { hashes: HASHES, tappedAt: later(1), expiresAt: later(100_000) };
  repository.write({ sets, cardClaims: sets.map(({ id }) => ({ setId: id, ...rest })) });
  expect(cardClaims.count()).toBe(1000);
  repository.close();
});

test('the hub is asked once an hour for a card that it does not know, and not at all when there is none', async () => {
  const clock = new VirtualClock(Date.parse(later(0)));
  let unknown: string[][] = [];
  const [asked, given]: [string[], unknown[]] = [[], []];
  let owner: 'known' | 'unknown' | 'away' = 'unknown';
  const claimed = new ClaimedCards({
    store: () =>
      ({
        cardClaims: {
          count: async () => unknown.length,
          give: async () => ({ given: owner === 'known' ? [{ setId: 'set', bay: 'one' }] : [], unknown }),
        },
      }) as never,
    ask: async ([newest]) => {
      asked.push(newest!);
      return owner;
    },
    onGiven: async (sets) => void given.push(...sets),
    clock,
  });
  await claimed.settle();
  expect(asked).toEqual([]);
  unknown = [HASHES];
  for (let n = 0; n < 3; n++) await claimed.settle();
  expect(asked).toEqual([HASHES[0]]);
  clock.pass(3_600_000);
  owner = 'away';
  await claimed.settle();
  await claimed.settle();
  expect(asked).toHaveLength(3); // one that could not be asked is asked again
  owner = 'known';
  await claimed.settle();
  expect([asked.length, given.length]).toEqual([4, 2]);
  unknown = Array.from({ length: 30 }, (_, n) => [`00000002:${String(n).padStart(64, '0')}`]);
  owner = 'unknown';
  await claimed.settle();
  expect(asked).toHaveLength(24);
});

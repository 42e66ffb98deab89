/** A gym of a chain: the real database of a station, and both real ways to the hub; not started. */
import { CardBook } from '../../src/app/people/presence/card-book.ts';
import { ClaimedCards } from '../../src/app/uplink/claimed-cards.ts';
import { type CommandPorts, CommandRunner } from '../../src/app/uplink/command-runner.ts';
import { Follower } from '../../src/app/uplink/follower.ts';
import { recordingForHub } from '../../src/app/uplink/recording-for-hub.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Member } from '../../src/contracts/members.ts';
import { later, newMember, STATION } from '../integration/store-members-samples.ts';
import type { TestHub } from './hub.ts';
import { until } from './until.ts';
import { uniqueBay, uplinked } from './uplinked.ts';

export const AGREED = { showAlias: true, keepRecordings: false, shareSets: false, acrossGyms: true };

export async function hubGym(at: Pick<TestHub, 'hub' | 'url'>, name = 'north', url = at.url) {
  const code = await at.hub.pairing.invite(name, true);
  const station = await uplinked({ url, code, bay: uniqueBay() });
  const { uplink, dataDir, store } = station;
  const cards = new CardBook(dataDir);
  await cards.read(() => store.cards);
  const logger = { info: () => undefined, warn: () => undefined };
  const claimed = new ClaimedCards({
    store: () => store,
    ask: (hashes) => follower.lookUp(hashes),
    onGiven: async () => uplink.wake(),
    clock: systemClock,
  });
  const audited: object[] = [];
  const commands = new CommandRunner({
    ...{ dataDir, clock: systemClock, logger },
    ports: {
      recording: (id) => recordingForHub(store, id),
      audit: async ({ role }, after) => void audited.push({ role, ...after }),
    } as CommandPorts,
  });
  const live = { watch: () => undefined, stop: async () => undefined };
  const follower: Follower = new Follower({
    ...{
      paired: () => uplink.paired,
      dataDir,
      store: () => store,
      clock: systemClock,
      logger,
      findMs: 20_000,
      beside: { live, commands },
    },
    onFollowed: () => cards.read(() => store.cards),
    onHeard: () => claimed.settle(),
  });
  uplink.accompany(follower);
  const add = async (change: Parameters<typeof newMember>[0] = {}) =>
    (await store.members.add(newMember({ consents: AGREED, consentsAt: later(0), ...change }), STATION)).id;
  const change = async (id: string, wanted: Parameters<typeof store.members.change>[2]) => {
    const { revision } = (await store.members.get(id))!;
    await store.members.change(id, revision, wanted, later(5), STATION);
    uplink.wake();
  };
  const has = (id: string, field: keyof Member, value: unknown) =>
    until(async () => (await store.members.get(id))?.[field] === value);
  return { ...station, cards, follower, claimed, audited, add, change, has, start: () => uplink.start() };
}
export type HubGym = Awaited<ReturnType<typeof hubGym>>;

/** What a bay publishes of its occupant, as presence hands it over, and what it reports of its sets. */
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { LiftEvent } from '../../src/app/people/presence/presence-bay.ts';
import { PresenceService } from '../../src/app/people/presence/presence-service.ts';
import type { Session } from '../../src/contracts/events.ts';
import { DEFAULT_TIMES, GUEST } from '../../src/members/presence-state.ts';
import { makeCardKey } from '../../src/store/card-key.ts';
import { addHubCardKeys } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';
import { tempDir } from '../integration/store-temp.ts';
import { quietBay } from '../support/quiet-bay.ts';
import { configFor } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const NOON_MS = new Date(2026, 10, 22, 12).getTime();

/** Without members and cards; `hubKey`: paired with a hub. */
function gym({ hubKey = false } = {}) {
  const dataDir = tempDir();
  if (hubKey) {
    makeCardKey(join(dataDir, 'card.key'));
    addHubCardKeys(dataDir, [{ kid: '0123abcd', n: 1, key: 'a'.repeat(64) }]);
  }
  const clock = new VirtualClock(NOON_MS);
  const { bay } = quietBay(configFor('no-such-folder').config.bays[0]!, clock);
  const sessions: Session[] = [];
  bay.on('session', (session) => sessions.push(session));
  const presence = new PresenceService({
    site: 'gym',
    dataDir,
    times: DEFAULT_TIMES,
    bays: [bay],
    store: () => {
      if (hubKey) return { cards: { all: async () => [] } } as never;
      throw new Error('no database');
    },
    readers: new Map(),
    clock,
    logger: pino({ level: 'silent' }),
  });
  return { bay, clock, presence, sessions };
}

test('an occupant is published when they come and when they go, and once each', () => {
  const { bay, presence, sessions } = gym();
  expect(bay.snapshot().presence).toMatchObject({ kind: 'none' });
  presence.put('bay-1', GUEST);
  presence.enrol('bay-1', { id: 'mira', alias: 'Mira' });
  expect(sessions).toMatchObject([{ bay: 'bay-1', kind: 'guest' }]);
  expect(bay.snapshot()).toMatchObject({
    session: { kind: 'guest' },
    presence: { kind: 'guest', enrolment: { alias: 'Mira' } },
  });
  presence.logOut('bay-1');
  expect(sessions.map(({ kind }) => kind)).toEqual(['guest', 'none']);
});

test('a visitor is told that the hub is away, and whether their sets are found later', async () => {
  const { presence } = gym({ hubKey: true });
  await presence.read();
  let taps = 0;
  const said = async () => (await presence.tap('bay-1', '04DEADBEEF1480', `door-${taps++}`)).text;
  let owner: 'unknown' | 'away' = 'unknown';
  presence.taps.elsewhere = async () => owner;
  expect(await said()).toBe('Card …1480 is not known here. A trainer can give it to a member');
  owner = 'away';
  expect(await said()).toMatch(
    /^Card …1480 can't be looked up now.*your sets are kept, and become yours once it is back$/,
  );
  // What is lifted here now is of who is signed in.
  presence.put('bay-1', GUEST);
  expect(await said()).toMatch(/^Card …1480 can't be looked up now.*Try again later$/);
});

test('the presence of a snapshot is stamped with the time of the snapshot', () => {
  const { bay, clock } = gym();
  clock.pass(5000);
  expect(bay.snapshot().presence?.at).toBe(new Date(NOON_MS + 5000).toISOString());
});

test('recordings are stored of sets without an owner, and of an occupant who agreed', () => {
  const { bay, presence } = gym();
  const stores = () => [null, 'mira', 'tom'].map((memberId) => bay.session.keepsRecording(memberId));
  expect(stores()).toEqual([true, false, false]);
  const mira = { ...GUEST, memberId: 'mira', alias: 'Mira' };
  presence.put('bay-1', { ...mira, keepRecordings: true });
  expect(stores()).toEqual([true, true, false]);
  presence.put('bay-1', { ...mira, memberId: 'tom', keepRecordings: false });
  expect(stores()).toEqual([true, false, false]);
});

test('a corrected set is among the earlier ones that the bay has of its occupant', () => {
  const { bay, presence } = gym();
  presence.put('bay-1', { ...GUEST, memberId: 'mira', alias: 'Mira' });
  const set = newSet({ memberId: 'mira', exercise: bay.measuring.exercise });
  const lifted: LiftEvent['kind'][] = [];
  bay.on('lift', ({ kind }) => lifted.push(kind));
  bay.corrected({ set, reps: [newRep(set.id)] });
  expect(lifted).toEqual(['corrected']);
  expect(bay.session.earlier).toEqual([set]);
});

/** Tap in, lift, and it is logged: a whole station with its simulated lifter, a database and a broker. */
import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Session, SetEvent } from '../../src/contracts/events.ts';
import type { LiveEvent } from '../../src/contracts/live.ts';
import { NO_CONSENTS } from '../../src/contracts/members.ts';
import { Presence, Tap } from '../../src/contracts/presence.ts';
import { VirtualPn532 } from '../../src/sim/pn532.ts';
import { addCard, addMember } from '../support/members.ts';
import { fetchAsScreen, runLockout, startStation, tempFolder, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

const MIRA = '04A2B3C4D5E680';
const BEN = '74103794';
const FAST = 'bays: [{ simulator: { timeScale: 3 } }]';
const TWO =
  'bays: [{ id: bay-1, simulator: { timeScale: 3 } }, { id: bay-2, name: Bay 2, simulator: { timeScale: 3 } }]';

const patiently = <T>(attempt: () => T | Promise<T>) => vi.waitFor(attempt, { timeout: 40_000, interval: 20 });
const setOf = (text: string) => JSON.parse(text) as SetEvent;
const dataOf = (folder: string) => `${folder}/data`;

/** @param lifterWaits nobody lifts until the board of the bay is started */
async function gym(options: Parameters<typeof startStation>[0] = { yaml: FAST }, lifterWaits = false) {
  const started = await startStation(options);
  const { station, folder, broker } = started;
  if (lifterWaits) await Promise.all(station.bays.map(({ supervisor }) => supervisor.stop()));
  const { store } = station.writeQueue;
  const mira = await addMember(store, dataOf(folder), { alias: 'Mira', uid: MIRA });
  const ben = await addMember(store, dataOf(folder), {
    alias: 'Ben',
    uid: BEN,
    consents: { showAlias: true, shareSets: true, acrossGyms: false },
  });
  await station.presence.read();
  const observer = await Observer.open({ url: broker! });
  const live: LiveEvent[] = [];
  onTestFinished(station.hub.subscribe({ frame: () => undefined, event: (_bay, event) => live.push(event) }));
  return { ...started, store, mira, ben, observer, live };
}

test('tap in, lift, tap out: the set is whose it is, everywhere, and the card number is nowhere', async () => {
  const { station, folder, page, asAdmin, store, mira, observer, live } = await gym({ yaml: FAST }, true);
  const tapped = await station.presence.tap('bay-1', MIRA, 'test');
  expect(Compile(Tap).Errors(tapped)).toEqual([]);
  expect(tapped).toMatchObject({ result: 'in', text: 'Hello Mira', lastDigits: null });
  // She has not agreed that everyone may read her alias.
  expect(JSON.parse((await observer.nextOn('tap')).text)).toEqual({ ...tapped, text: 'Hello Member' });
  expect((await station.presence.tap('bay-1', MIRA, 'test')).result).toBe('repeated');
  expect(station.bays[0]!.snapshot().presence).toMatchObject({ kind: 'member', memberId: mira, alias: 'Mira' });
  const session = JSON.parse(
    (await observer.nextOn('session', (text) => JSON.parse(text).kind === 'member')).text,
  ) as Session;
  expect(session).toMatchObject({ memberId: null, alias: 'Member' });

  station.bays[0]!.supervisor.start();
  await observer.next(({ topic }) => topic.endsWith('/rep'), 0, 60_000);
  await patiently(() => expect(station.bays[0]!.endSet() || station.bays[0]!.measuring.board.set).toBeTruthy());
  const told = setOf((await observer.nextOn('set')).text);
  expect(told).toMatchObject({ memberId: null, sessionId: null }); // nor that others are told that it was hers
  await observer.nextOn('last-set', (text) => setOf(text)?.id === told.id);
  await patiently(async () => {
    const stored = await store.getSet(told.id);
    expect(stored?.set).toMatchObject({ memberId: mira, sessionId: session.sessionId });
    expect(stored?.reps.every(({ memberId }) => memberId === mira)).toBe(true);
  });
  await patiently(() => expect(station.presence.presence('bay-1').plan).toMatchObject({ setsDone: 1 }));
  expect(await store.recording(told.id)).toBeNull(); // she did not agree
  expect(told.hasRecording).toBe(false);

  station.presence.logOut('bay-1');
  await patiently(async () => expect(await store.presence.open()).toEqual([]));

  const presences = live.flatMap((event) => (event.topic === 'presence' ? [event.payload] : []));
  expect(presences.length).toBeGreaterThan(2);
  for (const presence of presences) expect(Compile(Presence).Errors(presence)).toEqual([]);
  await observer.nextOn('tap', (text) => JSON.parse(text).result === 'repeated');
  const everything = JSON.stringify([observer.seen, live]) + readFileSync(`${dataOf(folder)}/lockout.sqlite`, 'latin1');
  expect(everything.toUpperCase()).not.toContain(MIRA);
  expect(JSON.stringify(observer.seen)).not.toContain(mira);
  const metrics = await (await asAdmin(`${page}/metrics`)).text();
  expect(metrics).toContain('lockout_taps_total{bay="bay-1",result="in"} 1');
});

test('a set of no member: who waited through it is not asked; who is asked claims it by a second tap, and takes it back', async () => {
  const { station, page, store, mira, ben, observer } = await gym();
  const asScreen = fetchAsScreen(station.loaded.dataDir);
  const set = await patiently(() => {
    const open = station.bays[0]!.measuring.board.set;
    expect(open).not.toBeNull();
    return open!;
  });
  await patiently(() => {
    const { countedReps } = station.bays[0]!.measuring.board.set!;
    expect(countedReps).toBeGreaterThan(3); // settling may take one or two of a set that is cut short back
  });
  expect((await station.presence.tap('bay-1', MIRA, 'test')).result).toBe('waits');
  expect(station.presence.presence('bay-1')).toMatchObject({ kind: 'none', waitingAlias: 'Mira' });
  station.bays[0]!.endSet();
  void station.bays[0]!.supervisor.stop();
  expect(station.presence.presence('bay-1')).toMatchObject({ memberId: mira, waitingAlias: null, questions: [] });

  const first = await station.presence.tap('bay-1', BEN, 'second');
  expect(first).toMatchObject({
    result: 'switched',
    asksSetId: set.id,
    text: expect.stringMatching(/^Hello Ben. Was the/),
  });
  expect(station.presence.presence('bay-1').questions).toMatchObject([{ setId: set.id, answer: 'open' }]);
  expect(station.presence.presence('bay-1').questions[0]!.countedReps).toBeGreaterThan(0);
  expect((await store.getSet(set.id))?.set.memberId).toBeNull();
  expect(await station.presence.tap('bay-1', BEN, 'third')).toMatchObject({ result: 'claimed', asksSetId: null });
  await patiently(async () => expect((await store.getSet(set.id))?.set.memberId).toBe(ben));
  const told = await observer.nextOn('set', (text) => setOf(text).id === set.id && setOf(text).memberId === ben);
  expect(setOf(told.text).revision).toBeGreaterThan(set.revision);
  await observer.nextOn('last-set', (text) => setOf(text)?.id === set.id && setOf(text).memberId === ben);
  await observer.nextOn('tap', (text) => JSON.parse(text).asksSetId === set.id);
  await observer.nextOn('tap', (text) => JSON.parse(text).result === 'claimed');
  await patiently(() => expect(station.bays[0]!.snapshot().lastSet).toMatchObject({ id: set.id, memberId: ben }));

  const say = async (isMine: boolean) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ setId: set.id, isMine });
    return asScreen(`${page}/api/v1/bays/bay-1/answers`, { method: 'POST', headers, body });
  };
  expect(await (await say(false)).json()).toMatchObject({ questions: [{ setId: set.id, answer: 'declined' }] });
  await patiently(async () => expect((await store.getSet(set.id))?.set.memberId).toBeNull());
  expect((await say(true)).status).toBe(200);
  await patiently(async () => expect((await store.getSet(set.id))?.set.memberId).toBe(ben));
  const rows = await store.corrections.of(set.id);
  expect(rows.map(({ kind, actorId }) => [kind, actorId])).toEqual([
    ['claim', ben],
    ['owner', ben],
    ['claim', ben],
  ]);
  const undo = (path: string, method: string) => asScreen(`${page}/api/v1/bays/bay-1/session${path}`, { method });
  expect((await undo('', 'DELETE')).status).toBe(200);
  expect((await say(true)).status).toBe(409);
  expect(await (await undo('/undo', 'POST')).json()).toMatchObject({ memberId: ben, signOutUndo: null });
  expect((await undo('/undo', 'POST')).status).toBe(409);
});

test('what a member agrees to is asked at their first sign-in, and said once', async () => {
  const { station, page, store, folder } = await gym({ yaml: TWO }, true);
  const asScreen = fetchAsScreen(dataOf(folder));
  const at = new Date().toISOString();
  const nova = '019aac3e-60c4-7d10-8f3c-6f1f0f3f5b33';
  const person = { id: nova, alias: 'Nova', name: null, role: 'member' as const, login: null, heightMm: null };
  const made = { ...person, consents: NO_CONSENTS, consentsAt: null, createdAt: at, secretHash: null };
  await store.members.add(made, { id: null, role: 'test' });
  await addCard(store, dataOf(folder), { memberId: nova, uid: '04AAAAAAAAAA80' });
  await station.presence.read();
  const say = async (consents: object) => {
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(consents) };
    return asScreen(`${page}/api/v1/bays/bay-1/consents`, init);
  };
  expect((await say(NO_CONSENTS)).status).toBe(409);
  await station.presence.tap('bay-1', '04AAAAAAAAAA80', 'test');
  expect(station.presence.presence('bay-1')).toMatchObject({ alias: 'Nova', consentsDue: true });
  const agreed = { ...NO_CONSENTS, keepRecordings: true, acrossGyms: true };
  expect(await (await say(agreed)).json()).toMatchObject({ consentsDue: false });
  expect(await store.members.get(nova)).toMatchObject({ consents: agreed, consentsAt: expect.any(String) });
  expect(station.presence.on('bay-1')).toMatchObject({ keepRecordings: true });
  expect((await say(NO_CONSENTS)).status).toBe(409);
  expect((await store.cards.all()).find(({ memberId }) => memberId === nova)).toMatchObject({ consentsDue: false });
  await station.presence.tap('bay-1', MIRA, 'another');
  expect(station.presence.presence('bay-1').consentsDue).toBe(false);
});

test('whoever taps in at one bay leaves the other; a trainer’s programme and the unknown card', async () => {
  const { station, store, mira, observer } = await gym({ yaml: TWO }, true);
  const programme = {
    exercise: 'hip-thrust' as const,
    sets: 4,
    repsMin: 5,
    repsMax: 5,
    holdS: 2.5,
    tempo: null,
    load: { kind: 'load' as const, loadKg: 90 },
    restS: 180,
    note: '',
  };
  await store.programmes.put(mira, 0, programme, new Date().toISOString(), { id: null, role: 'test' });
  await station.presence.tap('bay-1', MIRA, 'test');
  await patiently(() =>
    expect(station.presence.presence('bay-1').plan?.nextStep).toBe('Set 1 of 4: 5 reps at 90 kg, hold 2.5 s'),
  );
  await patiently(() => expect(station.bays[0]!.snapshot().state.targetHoldS).toBe(2.5));
  await station.presence.tap('bay-2', MIRA, 'test');
  expect(station.bays.map(({ session }) => session.now.memberId)).toEqual([null, mira]);
  await patiently(() => expect(station.bays[0]!.snapshot().state.targetHoldS).toBe(1));
  await observer.next(({ topic, text }) => topic.endsWith('bay-2/session') && text.includes('"kind":"member"'));

  const unknown = await station.presence.tap('bay-1', '04DEADBEEF1280', 'another');
  expect(unknown).toMatchObject({ result: 'unknown', lastDigits: '1280' });
  station.presence.enrol('bay-1', { id: mira, alias: 'Mira' });
  const other = await station.presence.tap('bay-1', '04DEADBEEF1380', 'a third');
  expect(other).toMatchObject({ result: 'enrolled', lastDigits: '1380' });
  expect(await store.cards.of(mira)).toHaveLength(2);
});

test('a programme takes the bay to its exercise, and the next one finds neither that nor the load of the one before', async () => {
  const { station, store, asAdmin, page, mira } = await gym();
  const [bay] = station.bays;
  const programme = {
    exercise: 'squat',
    sets: 5,
    repsMin: 5,
    repsMax: 5,
    holdS: 0,
    tempo: null,
    load: { kind: 'free' },
    restS: 600,
    note: '',
  };
  const put = await asAdmin(`${page}/api/v1/members/${mira}/programmes/squat`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(programme),
  });
  expect(put.status).toBe(200);
  expect(await store.programmes.of(mira)).toHaveLength(1);
  bay!.setLoad(60);
  await station.presence.tap('bay-1', MIRA, 'test');
  const now = () => ({ ...bay!.snapshot().state, ...bay!.snapshot().presence });
  await patiently(() => {
    bay!.endSet(); // she waits for the end of one
    expect(now()).toMatchObject({ memberId: mira, exercise: 'squat', enteredLoadKg: null });
  });
  await patiently(() => expect(now().plan?.nextStep).toBe('Set 1 of 5: 5 reps'));
  await patiently(() => expect(Date.parse(now().idleLogoutAt ?? '') - Date.now()).toBeGreaterThan(600_000));
  bay!.setLoad(70);
  await station.presence.tap('bay-1', BEN, 'another');
  await patiently(() => {
    bay!.endSet();
    expect(now()).toMatchObject({ alias: 'Ben', exercise: 'hip-thrust', enteredLoadKg: null });
  });
});

test('kill -9 in mid-set: the set is theirs who were on, and whoever was to be on when it ended is on', async () => {
  const folder = tempFolder();
  const { station, mira, ben } = await gym({ folder, yaml: FAST });
  await station.stop();
  const env = { LOCKOUT_BAYS_0_SIMULATOR_TIME_SCALE: '3', LOCKOUT_BAYS_1_ID: 'bay-2', LOCKOUT_BAYS_1_NAME: 'Bay 2' };
  const running = runLockout(['run'], { folder, env });
  const [, page] = await running.printed(/page\s+(\S+)/);
  const asScreen = fetchAsScreen(dataOf(folder));
  const post = async (path: string, body: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await asScreen(`${page}/api/v1/bays/${path}`, init)).json();
  };
  expect(await post('bay-2/session', { kind: 'guest' })).toMatchObject({ kind: 'guest' });
  expect(await post('bay-1/taps', { uid: MIRA })).toMatchObject({ result: expect.stringMatching(/^(in|waits)$/) });
  const sets = async () =>
    ((await (await asScreen(`${page}/api/v1/sets?bay=bay-1`)).json()) as { sets: SetEvent[] }).sets;
  const open = await until(
    async () => (await sets()).find(({ memberId, endedAt }) => memberId === mira && endedAt === null),
    60_000,
  );
  expect(await post('bay-1/taps', { uid: BEN, reader: 'another' })).toMatchObject({ result: 'waits' });
  // What is kept after the tap says that the tap is kept.
  await until(async () => (await sets()).find(({ id, revision }) => id === open.id && revision > open.revision + 1));
  running.child.kill('SIGKILL');
  await running.exited;

  const { station: again } = await startStation({ folder, yaml: TWO });
  expect(again.presence.presence('bay-1')).toMatchObject({ kind: 'member', memberId: ben, alias: 'Ben' });
  expect(again.presence.presence('bay-2')).toMatchObject({ kind: 'guest' });
  const stored = await again.writeQueue.store.getSet(open.id);
  expect(stored?.set).toMatchObject({ memberId: mira, endReason: 'interrupted', hasRecording: false });
  await patiently(async () => expect(await again.writeQueue.store.presence.open()).toHaveLength(2));
});

test('a reader that is unplugged in mid-session loses nobody, says so on the screen, and reads again when it is back', async () => {
  let chip = new VirtualPn532();
  let isPluggedIn = true;
  const folder = tempFolder();
  const yaml = 'bays: [{ simulator: { timeScale: 3 }, readers: [{ port: simulated-chip }] }]';
  const openReader = async () => {
    if (!isPluggedIn) throw new Error('There is no such port. Plug the reader in.');
    chip = new VirtualPn532();
    return chip;
  };
  const { station, mira, ben } = await gym({ folder, yaml, openReader });
  const screen = () => station.bays[0]!.snapshot().presence!;
  // What the first search finds has been lying there.
  const isReading = () =>
    patiently(() => expect(chip.commands.filter(([code]) => code === 0x4a).length).toBeGreaterThan(2));
  await isReading();
  expect(screen().readers).toEqual([{ name: 'pn532', state: 'ok', reasons: [] }]);
  chip.setCards([{ uid: MIRA }]);
  await patiently(() =>
    expect(screen()).toMatchObject({ memberId: mira, greeting: { message: { text: 'Hello Mira' } } }),
  );

  isPluggedIn = false;
  chip.unplug();
  await patiently(() =>
    expect(screen().readers).toMatchObject([{ state: 'lost', reasons: [{ kind: 'reader-unplugged' }] }]),
  );
  expect(screen().memberId).toBe(mira);
  isPluggedIn = true;
  await patiently(() => expect(screen().readers[0]!.state).toBe('ok'));
  await isReading();
  chip.setCards([{ uid: BEN }]);
  await patiently(() =>
    expect([screen().memberId, screen().waitingAlias]).toContain(screen().memberId === mira ? 'Ben' : ben),
  );
});

test('a reader elsewhere reports cards over MQTT with a token of its own, and with no other', async () => {
  const { station, mira, observer } = await gym({ yaml: TWO });
  const made = await station.members.access.createToken(
    { name: 'door reader', scopes: ['tap'], bay: 'bay-1' },
    { id: null, role: 'test' },
  );
  const ask = async (bay: string, id: string, token: string) => {
    observer.client.publish(`lockout/gym/${bay}/cmd/tap`, JSON.stringify({ id, uid: '04-A2-B3-C4-D5-E6-80', token }), {
      qos: 1,
    });
    const answer = await observer.nextOn('result', (text) => JSON.parse(text).id === id);
    return JSON.parse(answer.text);
  };
  expect(await ask('bay-1', 'a', 'x'.repeat(40))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/may not report cards/),
  });
  expect(await ask('bay-2', 'b', made.secret)).toMatchObject({
    ok: false,
    error: expect.stringMatching(/may not report cards/),
  });
  expect(station.presence.presence('bay-1').memberId).toBeNull();
  expect(await ask('bay-1', 'c', made.secret)).toMatchObject({ ok: true, error: null });
  const { memberId, waitingAlias } = station.presence.presence('bay-1');
  expect(memberId === mira || waitingAlias === 'Mira').toBe(true);
});

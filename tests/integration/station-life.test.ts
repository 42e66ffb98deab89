import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Bay } from '../../src/app/bay/bay.ts';
import { isCounted, type Rep } from '../../src/contracts/events.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { LiveMessage } from '../../src/contracts/live.ts';
import type { AuditPage } from '../../src/contracts/members.ts';
import { TOPICS } from '../../src/contracts/topics.ts';
import { freePort } from '../support/free-port.ts';
import { startStation, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

const parsed = (text: string) => JSON.parse(text) as Rep;

test('a rep of the simulated lifter is counted, kept, published and shown, under one id', async () => {
  const { station, page, broker } = await startStation();
  const observer = await Observer.open({ url: broker! });
  const live: LiveMessage[] = [];
  const socket = new WebSocket(`${page.replace('http', 'ws')}/api/v1/live`);
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as LiveMessage;
    live.push(message);
    socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
  });

  const atLockout = parsed((await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000)).text);
  expect(atLockout).toMatchObject({
    n: 1,
    verdict: 'counted',
    stage: 'lockout',
    revision: 1,
    source: 'simulated',
    exercise: 'hip-thrust',
  });
  const complete = parsed(
    (await observer.nextOn('rep', (text) => parsed(text).id === atLockout.id && parsed(text).stage === 'complete'))
      .text,
  );
  expect(complete.revision).toBeGreaterThan(1);
  expect(complete.holdS).toBeGreaterThan(0);

  const stored = await until(async () =>
    (await station.writeQueue.store.getSet(atLockout.setId))?.reps.find((rep) => rep.revision >= 2),
  );
  expect(stored).toEqual(complete);
  const shown = () =>
    live.flatMap((message) =>
      message.type === 'event' && message.event.topic === 'rep' ? [message.event.payload] : [],
    );
  await expect.poll(shown).toEqual(expect.arrayContaining([atLockout, complete]));
  const frames = () => live.flatMap((message) => (message.type === 'frames' ? message.frames : []));
  await expect.poll(() => frames().some(({ countedReps }) => countedReps >= 1)).toBe(true);

  const states = () => observer.seen.filter(({ topic }) => topic === 'lockout/gym/bay-1/state');
  const state = () => parsed(states().at(-1)?.text ?? '{}');
  await expect.poll(state).toMatchObject({ source: 'simulated', board: { state: 'ok' }, set: { id: atLockout.setId } });
  const late = await Observer.open({ url: broker! });
  for (const name of ['availability', 'state', 'session']) expect((await late.nextOn(name)).retain, name).toBe(true);

  const liveValidator = Compile(LiveMessage);
  for (const message of live) expect(liveValidator.Errors(message)).toEqual([]);
  for (const { topic, text } of observer.seen) {
    const name = topic.split('/').at(-1) as keyof typeof TOPICS;
    expect(Compile(TOPICS[name].schema).Errors(name === 'availability' ? text : JSON.parse(text)), topic).toEqual([]);
  }
  socket.close();
});

test('whoever asks while the station starts is answered from its database', async () => {
  const port = await freePort();
  const starting = startStation({ env: { LOCKOUT_WEB_PORT: String(port) } });
  const ask = () => fetch(`http://127.0.0.1:${port}/api/v1/sets`).catch(() => null);
  const first = await until(ask);
  expect(await first.json()).toEqual({ sets: [], next: null });
  await starting;
});

test('a command over MQTT and a request over HTTP end the set and change the exercise', async () => {
  const { station, page, broker, asAdmin } = await startStation();
  const observer = await Observer.open({ url: broker! });
  // Up and down again: a bar that only went up may as well have been put on its hooks.
  await observer.next((seen) => seen.topic.endsWith('/rep') && parsed(seen.text).endedAt !== null, 0, 30_000);

  const put = (what: string, body: object) =>
    fetch(`${page}/api/v1/bays/bay-1/${what}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await put('load', { enteredLoadKg: 120 })).status).toBe(204);
  const disagrees = (active: boolean) => (text: string) => {
    const alert = JSON.parse(text) as { kind: string; active: boolean };
    return alert.kind === 'load-disagrees' && alert.active === active;
  };
  expect((await observer.nextOn('alert', disagrees(true))).text).toContain('but 120 kg was entered');
  const { id: alertId } = station.bays[0]!.alerts.find(({ kind }) => kind === 'load-disagrees')!;
  const acknowledge = async () => {
    const response = await asAdmin(`${page}/api/v1/alerts/${alertId}/acknowledge`, { method: 'POST' });
    return [response.status, await response.json()] as const;
  };
  const first = await acknowledge();
  expect(first).toMatchObject([200, { bay: 'bay-1', alertId }]);
  expect(await acknowledge()).toEqual(first);
  expect(station.bays[0]!.snapshot().seenAlerts).toEqual([first[1]]);
  const { rows } = (await (await asAdmin(`${page}/api/v1/audit?kind=alert-seen`)).json()) as AuditPage;
  expect(rows.map(({ afterJson }) => afterJson)).toEqual(['{"bay":"bay-1","alert":"load-disagrees"}']);

  observer.client.publish('lockout/gym/bay-1/cmd/end-set', JSON.stringify({ id: 'a' }), { qos: 1 });
  const result = await observer.nextOn('result');
  expect(JSON.parse(result.text)).toMatchObject({ id: 'a', command: 'end-set', ok: true, error: null });
  const set = JSON.parse((await observer.nextOn('set')).text);
  expect(set).toMatchObject({ endReason: 'commanded', hasRecording: true });
  expect(set.countedReps).toBeGreaterThanOrEqual(1);
  expect(set).toMatchObject({
    side: 'both',
    targetHoldS: 1,
    enteredLoadKg: 120,
    plates: { perSideKg: [25, 5], totalKg: 80 },
  });
  const detail = (await (await fetch(`${page}/api/v1/sets/${set.id}`)).json()) as SetDetail;
  expect(detail.set).toMatchObject({ enteredLoadKg: 120, workJ: set.workJ, tempo: set.tempo });
  const counted = detail.reps.filter(isCounted);
  for (const rep of counted) expect(rep.meanForceN, `rep ${rep.n}`).toBeGreaterThan(700);
  expect(set.workJ).toBeCloseTo(
    counted.reduce((sum, rep) => sum + rep.workJ!, 0),
    0,
  );
  observer.client.publish('lockout/gym/bay-1/cmd/set-load', JSON.stringify({ enteredLoadKg: null }), { qos: 1 });
  await observer.nextOn('alert', disagrees(false));
  expect(station.bays[0]!.snapshot().seenAlerts).toEqual([]);
  expect((await acknowledge())[0]).toBe(404);

  const recording = await (await fetch(`${page}/api/v1/sets/${set.id}/recording`)).text();
  expect(recording).toMatch(/^# lockout-recording: 1\n/);
  expect(recording).toContain(`# set_id: ${set.id}`);

  expect((await put('exercise', { exercise: 'squat' })).ok).toBe(true);
  await observer.nextOn('state', (text) => JSON.parse(text).exercise === 'squat');
  expect(station.bays[0]!.snapshot().state.exercise).toBe('squat');
});

test('eight bays in one controller run without a missed frame', { timeout: 360_000 }, async () => {
  const yaml = `bays:\n${Array.from({ length: 8 }, (_, index) => `  - { id: bay-${index}, name: Bay ${index}, simulator: { seed: ${index} } }`).join('\n')}`;
  const { station } = await startStation({ yaml });
  // They start one after another.
  await until(() => station.bays.every((bay) => bay.board.state === 'ok'), 180_000);
  // Some five seconds of both sensors.
  const isHeard = ({ ingest, boardStatus }: Bay) => ingest.samples > 650 && boardStatus?.slots.length === 2;
  await until(() => station.bays.every(isHeard), 60_000);
  for (const { config, ingest, boardStatus } of station.bays) {
    expect(ingest.gaps, config.id).toBe(0);
    const { link, device, slots } = boardStatus!;
    expect(link, config.id).toMatchObject({
      framesBadCrc: 0,
      framesBadLength: 0,
      framesUnexpected: 0,
      parserFaults: 0,
    });
    expect(device!.samplesDropped, config.id).toBe(0);
    for (const slot of slots)
      expect(slot.samplesLost + slot.samplesDuplicated + slot.samplesOutOfOrder, config.id).toBe(0);
  }
});

import { expect, test } from 'vitest';
import WebSocket from 'ws';
import type { LiveMessage } from '../../src/contracts/live.ts';
import { startStation, until } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

/** What arithmetic leaves behind: 102.05828999999999. Four decimals are the most that a measured quantity has here. */
const LONG = /.{0,60}\d\.\d{5,}.{0,20}/;

test('no number that leaves the station has more digits than mean something, whatever load was entered', async () => {
  const { station, page, broker, asAdmin } = await startStation();
  const observer = await Observer.open({ url: broker! });
  const live: string[] = [];
  const socket = new WebSocket(`${page.replace('http', 'ws')}/api/v1/live`);
  socket.on('message', (data) => {
    live.push(String(data));
    socket.send(JSON.stringify({ type: 'ack', seq: (JSON.parse(String(data)) as LiveMessage).seq }));
  });
  const json = { 'content-type': 'application/json' };
  const enteredLoadKg = 225 / 2.2046226218; // as a page in pounds sends it
  const entered = await asAdmin(`${page}/api/v1/bays/bay-1/load`, {
    method: 'PUT',
    headers: json,
    body: JSON.stringify({ enteredLoadKg }),
  });
  expect(entered.status).toBe(204);
  await observer.next((seen) => seen.topic.endsWith('/rep') && seen.text.includes('"stage":"complete"'), 0, 60_000);
  await station.bays[0]!.endSet();
  const set = JSON.parse((await observer.nextOn('set', (text) => !text.includes('"endedAt":null'))).text) as {
    id: string;
    enteredLoadKg: number;
  };
  expect(set.enteredLoadKg).toBe(102.06);

  const member = (await (
    await asAdmin(`${page}/api/v1/members`, { method: 'POST', headers: json, body: '{"alias":"Ada"}' })
  ).json()) as { id: string };
  const correct = (correction: object) =>
    asAdmin(`${page}/api/v1/sets/${set.id}/corrections`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(correction),
    });
  expect((await correct({ kind: 'load', enteredLoadKg: 135 / 2.2046226218 })).status).toBeLessThan(300);
  expect((await correct({ kind: 'owner', memberId: member.id })).status).toBeLessThan(300);
  await until(async () => (await station.writeQueue.store.getSet(set.id))?.set.memberId === member.id);

  const paths = [
    'bays',
    `sets/${set.id}`,
    'sets?limit=5',
    `members/${member.id}/records`,
    `members/${member.id}/trends?exercise=hip-thrust`,
    `bays/bay-1`,
    ...['csv', 'strong', 'strong-6', 'hevy', 'json'].map((format) => `members/${member.id}/export?format=${format}`),
  ];
  const texts = await Promise.all(
    paths.map(async (path) => [path, await (await asAdmin(`${page}/api/v1/${path}`)).text()] as const),
  );
  const messages = observer.seen.map(({ topic, text }) => [topic, text] as const);
  for (const [where, text] of [...texts, ...messages, ...live.map((text) => ['live', text] as const)])
    expect(LONG.exec(text)?.[0] ?? '', where).toBe('');
  socket.close();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Station } from '../../src/app/station.ts';
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import { openStore } from '../../src/store/index.ts';
import { configFor, runLockout, tempFolder } from '../support/station.ts';
import { Observer } from './mqtt-observer.ts';

const START = ['run'];
/** The first rep comes in a third of the time. */
const SOON = { LOCKOUT_BAYS_0_SIMULATOR_TIME_SCALE: '3' };

async function started(folder: string) {
  const command = runLockout(START, { folder, env: SOON });
  const [, url = ''] = await command.printed(/broker\s+(mqtt:\S+)/);
  await command.printed(/SIMULATED lifter/);
  return { command, observer: await Observer.open({ url }) };
}

async function setsOf(folder: string): Promise<{ set: SetEvent; reps: Rep[] }[]> {
  const store = await openStore({ file: join(folder, 'data/lockout.sqlite') });
  const { sets } = await store.listSets({ limit: 99 });
  const details = await Promise.all(sets.map((set) => store.getSet(set.id)));
  await store.close();
  return details.map((detail) => detail!);
}

const repsOf = (observer: Observer) =>
  observer.seen.filter(({ topic }) => topic.endsWith('/rep')).map(({ text }) => JSON.parse(text) as Rep);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s, even twice at once, keeps the set in progress and says offline',
  async (signal) => {
    const folder = tempFolder();
    const { command, observer } = await started(folder);
    await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000);
    command.child.kill(signal);
    command.child.kill(signal);
    expect(await command.exited).toEqual({ code: 0, signal: null });
    expect(command.output()).toMatch(/Stopped in \d\.\d s/);
    expect((await observer.nextOn('availability', (text) => text === 'offline')).topic).toBe(
      'lockout/gym/bay-1/availability',
    );

    const [kept] = await setsOf(folder);
    expect(kept!.set).toMatchObject({ endReason: 'shutdown', hasRecording: true });
    const published = new Set(repsOf(observer).map((rep) => rep.id));
    expect(new Set(kept!.reps.map((rep) => rep.id))).toEqual(published);
  },
);

test('after kill -9 in mid-set the next start closes the set with every rep that was told', async () => {
  const folder = tempFolder();
  const first = await started(folder);
  await first.observer.next((seen) => seen.topic.endsWith('/rep') && JSON.parse(seen.text).n === 2, 0, 40_000);
  first.command.child.kill('SIGKILL');
  await first.command.exited;
  const told = repsOf(first.observer);

  const second = await started(folder);
  await second.command.printed(/interrupted when the station last ended/);
  second.command.child.kill('SIGINT');
  await second.command.exited;

  const kept = (await setsOf(folder)).find(({ set }) => set.id === told[0]!.setId)!;
  expect(kept.set.endReason).toBe('interrupted');
  expect(kept.set.countedReps).toBe(kept.reps.filter((rep) => rep.verdict === 'counted').length);
  for (const rep of told)
    expect(kept.reps.find(({ id }) => id === rep.id)?.revision, `rep ${rep.n}`).toBeGreaterThanOrEqual(rep.revision);
});

test('what could not be kept is told at the end, and the exit code says so', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'data'), 'a file where the folder should be');
  const { command, observer } = await started(folder);
  await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000);
  command.child.kill('SIGINT');
  expect(await command.exited).toEqual({ code: 1, signal: null });
  expect(command.output()).toMatch(/Stopped in \d\.\d s, but \d+ changes could not be kept: the database/);
});

test('a station started a second time by mistake leaves the set of the running one alone', async () => {
  const folder = tempFolder();
  const { command, observer } = await started(folder);
  const [, port = ''] = await command.printed(/page\s+http:\/\/127\.0\.0\.1:(\d+)/);
  const rep = JSON.parse((await observer.next((seen) => seen.topic.endsWith('/rep'), 0, 30_000)).text) as Rep;
  const second = runLockout(START, { folder, env: { LOCKOUT_WEB_PORT: port } });
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.output()).toMatch(/port \d+ of 127\.0\.0\.1 is in use/);
  const third = runLockout(START, { folder });
  expect(await third.exited).toEqual({ code: 1, signal: null });
  expect(third.output()).toContain(`another station (pid ${command.child.pid}) uses ${join(folder, 'data')}`);
  const set = (await setsOf(folder)).find((kept) => kept.set.id === rep.setId)!.set;
  expect(set.endReason).not.toBe('interrupted');
});

test('a station that is stopped while it starts leaves nothing running', async () => {
  const folder = tempFolder();
  const station = new Station({ loaded: configFor(folder), dashboardDir: null, logger: pino({ level: 'silent' }) });
  const starting = station.start();
  expect(await station.stop()).toBe('');
  const { page } = await starting;
  await expect(fetch(page)).rejects.toThrow();
  // Not even the process of a board, which would have reported itself by now.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(station.bays[0]!.board).toMatchObject({ state: 'starting', reasons: [{ kind: 'opening' }] });
});

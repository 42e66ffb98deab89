import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CommandPorts, CommandRunner } from '../../src/app/uplink/command-runner.ts';
import { Follower } from '../../src/app/uplink/follower.ts';
import { HubClient } from '../../src/app/uplink/hub-client.ts';
import { LiveSender } from '../../src/app/uplink/live-sender.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { Command, Wanted } from '../../src/contracts/hub-commands.ts';
import type { HubSetDetail, SentCommand } from '../../src/contracts/hub-pages.ts';
import { chainStatus } from '../../src/hub/index.ts';
import { ProblemError } from '../../src/web/index.ts';
import { FakeStation } from '../support/fake-station.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';
import { HubVisitor } from '../support/hub-visitor.ts';
import { until } from '../support/until.ts';

const logger = { info: () => undefined, warn: () => undefined };

describe.skipIf(missingPostgres)(`commands of the hub ${missingPostgres}`, () => {
  const at = useHub({ dashboardDir: null });
  const query = async (sql: string, values: unknown[] = []) => (await at.hub.pool.query(sql, values)).rows;

  /** What a station would do, written down. */
  function ports(done: string[], refuse = false): CommandPorts {
    return {
      corrections: {
        correct: async (setId, { kind }, { role }) => {
          if (refuse) throw new ProblemError('set-deleted', { id: setId });
          done.push(`${kind} ${role}`);
          return {} as never;
        },
      },
      presence: { end: async (bay, { role }) => done.push(`sign-out ${bay} ${role}`) as never },
      administration: { restartBoard: async (bay) => void done.push(`restart ${bay}`) },
      endSet: async (bay) => {
        done.push(`end ${bay}`);
        return !refuse;
      },
      recording: async () => Buffer.from('gzipped'),
      audit: async ({ role }, after) => void done.push(`audit ${role} ${JSON.stringify(after)}`),
    };
  }

  /** A controller with the real way to the hub; started. */
  async function controller({ refuse = false, clock = systemClock } = {}) {
    const sender = await Sender.pair(at);
    const done: string[] = [];
    await sender.send([]);
    const runner = () => new CommandRunner({ dataDir: sender.dataDir, ports: ports(done, refuse), clock, logger });
    const follow = (commands: CommandRunner) => {
      const replica = {
        state: async () => ({ cursor: 0, epoch: null }),
        follow: async () => ({ changed: [], gone: [], notTaken: [] }),
        followErasing: async () => ({ changed: [], gone: [], notTaken: [] }),
        dropVisitors: async () => [],
      };
      const live = { watch: () => undefined, stop: async () => undefined };
      const follower = new Follower({
        ...{ paired: () => sender.paired, dataDir: sender.dataDir, clock: systemClock, logger },
        store: () => ({ replica }) as never,
        onFollowed: async () => undefined,
        beside: { live, commands },
        random: () => 0,
      });
      follower.start();
      onTestFinished(() => follower.stop());
      return follower;
    };
    return { sender, done, runner, follow };
  }

  const make = async (visitor: HubVisitor, wanted: Wanted) =>
    (await visitor.ask<SentCommand>('POST', '/commands', { gym: 'north', wanted })).body;
  const stateOf = async (visitor: HubVisitor, id: string) => {
    const { body } = await visitor.ask<{ commands: SentCommand[] }>('GET', '/gyms/north/commands');
    return body.commands.find((command) => command.id === id)!;
  };

  test('a set is corrected by the controller that saw it, in the name of who asked for it; what came of it is on the page', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender, done, runner, follow } = await controller();
    const set = sender.set(1);
    await sender.send([set]);
    const correction = { kind: 'exclude-rep', repId: newId() } as const;
    const sent = await make(admin, { kind: 'correct', setId: set.id, correction });
    expect(sent).toMatchObject({ state: 'waiting', issuer: 'ada' });
    follow(runner());
    await until(async () => (await stateOf(admin, sent.id)).state === 'done');
    expect(done).toEqual(['exclude-rep hub:ada']);
    const detail = (await admin.ask<HubSetDetail>('GET', `/sets/${set.id}`)).body;
    expect(detail.commands).toMatchObject([{ id: sent.id, state: 'done' }]);
    for (const kind of ['end-set', 'sign-out'] as const) {
      const { id } = await make(admin, { kind, bay: sender.bay });
      await until(async () => (await stateOf(admin, id)).state === 'done');
    }
    expect(done).toContain(`end ${sender.bay}`);
    expect(done.filter((one) => one.startsWith('audit hub:ada'))).toHaveLength(2);
    // A set of nobody who is here, and a bay of another gym.
    const nobodys = { gym: 'north', wanted: { kind: 'recording', setId: newId() } };
    expect((await admin.ask('POST', '/commands', nobodys)).body).toMatchObject({ kind: 'no-such-set' });
    const elsewhere = { gym: 'south', wanted: { kind: 'end-set', bay: sender.bay } };
    expect((await admin.ask('POST', '/commands', elsewhere)).body).toMatchObject({ kind: 'no-such-bay' });
  });

  test('what a station refuses is said with its reason', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender, runner, follow } = await controller({ refuse: true });
    const set = sender.set(1);
    await sender.send([set]);
    follow(runner());
    const refused = await make(admin, { kind: 'end-set', bay: sender.bay });
    await until(async () => (await stateOf(admin, refused.id)).state === 'refused');
    const { problem } = await stateOf(admin, refused.id);
    expect(problem).toMatchObject({ kind: 'no-set', params: { bay: sender.bay } });
    expect(problem!.detail).toMatch(/No set|no set/);
  });

  test('the hub is gone between command and result: it is carried out once, and the result is told when the hub is back', async () => {
    const admin = await HubVisitor.admin(at);
    const { sender, done, runner, follow } = await controller();
    const sent = await make(admin, { kind: 'restart-board', bay: sender.bay });
    const { commands } = await sender.feed();
    expect(commands.map(({ id }) => id)).toContain(sent.id);
    await at.hub.stop();
    const gone = new HubClient(at.url, sender.paired, systemClock);
    await expect(runner().run(commands, gone)).rejects.toThrow(/can't be reached/);
    gone.close();
    expect(done).toEqual([`restart ${sender.bay}`]);
    await at.start();
    // Started again, as after a power cut: it knows from its file what it has done.
    follow(runner());
    const state = await until(async () => {
      const { outcome } = (await query('SELECT outcome FROM commands WHERE id = $1', [sent.id]))[0];
      return outcome as string | null;
    });
    expect(state).toBe('done');
    expect(done).toEqual([`restart ${sender.bay}`]);
  });

  test('delivered twice, too late, or interrupted by a restart, a command is not carried out again', async () => {
    let nowMs = 1000;
    const clock = { monoMs: () => nowMs, wallMs: () => Date.parse('2020-01-01T00:00:00Z') };
    const { sender, done, runner } = await controller({ clock });
    const told: unknown[] = [];
    const hub = { post: async (_: string, body: { results: unknown[] }) => void told.push(...body.results) } as never;
    const command: Command = {
      ...{ id: newId(), issuer: 'ada', validForMs: 60_000 },
      wanted: { kind: 'end-set', bay: sender.bay },
    };
    const first = runner();
    await first.run([command], hub);
    await first.run([command, command], hub);
    await runner().run([command], hub);
    expect(done.filter((one) => one.startsWith('end'))).toHaveLength(1);
    expect(told).toHaveLength(3);
    expect(new Set(told.map((result) => JSON.stringify(result))).size).toBe(1);
    // One that waits behind another for longer than it is valid.
    const slow: Command = { ...command, id: newId() };
    const late: Command = { ...command, id: newId(), validForMs: 5000 };
    const busy = new CommandRunner({
      ...{ dataDir: sender.dataDir, clock, logger },
      ports: { ...ports(done), endSet: async () => (nowMs += 10_000) > 0 },
    });
    await busy.run([slow, late], hub);
    expect(told.slice(-2)).toMatchObject([{ outcome: 'done' }, { id: late.id, outcome: 'expired' }]);
    const unknown = { ...command, id: newId(), wanted: { kind: 'dance' } } as never;
    await first.run([unknown], hub);
    expect(told.at(-1)).toMatchObject({ outcome: 'refused', problem: { kind: 'unknown-command' } });
    // The process ends in the middle of it.
    const cut: Command = { ...command, id: newId() };
    const never = new CommandRunner({
      ...{ dataDir: sender.dataDir, clock, logger },
      ports: { ...ports(done), endSet: () => new Promise<boolean>(() => undefined) },
    });
    void never.run([cut], hub);
    const file = join(sender.dataDir, 'hub', 'commands.json');
    await until(() => readFileSync(file, 'utf8').includes(cut.id));
    const before = done.length;
    await runner().run([cut], hub);
    expect(told.at(-1)).toMatchObject({ id: cut.id, outcome: 'interrupted' });
    expect(done).toHaveLength(before);
  });

  test('a result counts once, from the controller that was asked; expired and unanswered commands are shown as such', async () => {
    const admin = await HubVisitor.admin(at);
    const [one, other] = [await Sender.pair(at), await Sender.pair(at)];
    const results = (id: string, outcome: string) => ({ results: [{ id, outcome, problem: null }] });
    const { id } = await make(admin, { kind: 'end-set', bay: one.bay });
    expect((await other.feed()).commands).toEqual([]);
    await other.post('/api/v1/results', results(id, 'done'));
    expect((await stateOf(admin, id)).state).toBe('waiting');
    expect((await one.feed()).commands).toMatchObject([{ id, issuer: 'ada' }]);
    await at.hub.pool.query(`UPDATE commands SET expires_at = now() - interval '1 s' WHERE id = $1`, [id]);
    expect((await one.feed()).commands).toEqual([]);
    expect((await stateOf(admin, id)).state).toBe('unanswered');
    await one.post('/api/v1/results', results(id, 'done'));
    await one.post('/api/v1/results', results(id, 'refused'));
    expect((await stateOf(admin, id)).state).toBe('done');
    const late = await make(admin, { kind: 'end-set', bay: one.bay });
    await at.hub.pool.query(`UPDATE commands SET expires_at = now() - interval '1 s' WHERE id = $1`, [late.id]);
    expect((await stateOf(admin, late.id)).state).toBe('expired');
    for (let n = 0; n < 20; n++) await make(admin, { kind: 'end-set', bay: one.bay });
    const full = { gym: 'north', wanted: { kind: 'end-set', bay: one.bay } };
    expect((await admin.ask('POST', '/commands', full)).body).toMatchObject({ kind: 'too-many-commands' });
    expect((await chainStatus(at.hub.pool)).gyms.length).toBeGreaterThan(0);
  });
});

test('live values: all bays at first and when asked, then what changed, many events in one post; the alias of who did not agree stays', async () => {
  const station = new FakeStation({ 'bay-1': 'One', 'bay-2': 'Two' });
  const [agreed, silent] = [newId(), newId()];
  station.session('bay-1', { kind: 'member', memberId: agreed, alias: 'Mira' });
  station.session('bay-2', { kind: 'member', memberId: silent, alias: 'Theo' });
  const posts: { bays: { state: { bay: string } }[]; frames: unknown[] }[] = [];
  const calls: string[] = [];
  const state = { isReady: false, takes: true };
  let ask: () => void = () => undefined;
  const sender = new LiveSender({
    snapshots: () => station.bays(),
    subscribe: (listener) => station.subscribe(listener),
    agrees: async (id) => id === agreed,
    link: (onAsked) => {
      ask = onAsked;
      return {
        get isReady() {
          return state.isReady;
        },
        open: (broker) => void calls.push(`open ${broker}`),
        send: (post) => state.takes && posts.push(post as never) > 0,
        leave: () => void calls.push('leave'),
        stop: async () => void calls.push('stop'),
      };
    },
    clock: systemClock,
  });
  const watch = { token: 1, forMs: 60_000, broker: 'mqtts://hub' };
  sender.watch(watch);
  expect(calls).toEqual(['open mqtts://hub']);
  station.state('bay-1', {});
  state.isReady = true;
  ask();
  await until(() => posts.length === 1);
  const text = JSON.stringify(posts[0]);
  expect(posts[0]!.bays).toHaveLength(2);
  expect(text).toContain('Mira');
  for (const hidden of ['Theo', agreed, silent]) expect(text).not.toContain(hidden);
  // Many events in a moment are one post, and of one bay.
  for (let n = 0; n < 50; n++) station.state('bay-2', {});
  await until(() => posts.length === 2);
  expect(posts[1]!.bays.map(({ state }) => state.bay)).toEqual(['bay-2']);
  station.frame('bay-1', { heightMm: 77 });
  await until(() => posts.length === 3);
  expect(posts[2]).toMatchObject({ bays: [], frames: [{ bay: 'bay-1', heightMm: 77 }] });
  // What could not be sent is sent with the next one.
  state.takes = false;
  station.state('bay-1', {});
  await until(() => sender.state.failed === 1);
  state.takes = true;
  await until(() => posts.length === 4);
  expect(posts[3]!.bays.map(({ state }) => state.bay)).toEqual(['bay-1']);
  // A hub that has just come.
  ask();
  await until(() => posts.length === 5);
  expect(posts[4]!.bays).toHaveLength(2);
  // No one looks any more: nothing is heard of the bays; then someone does.
  sender.watch(null);
  expect(calls.at(-1)).toBe('leave');
  expect(station.listenerCount).toBe(0);
  sender.watch(watch);
  await until(() => posts.length === 6);
  expect(posts[5]!.bays).toHaveLength(2);
  // The time of a watch that is not renewed ends.
  sender.watch({ ...watch, forMs: 0 });
  await until(() => station.listenerCount === 0);
  expect(posts).toHaveLength(6);
  await sender.stop();
  expect(calls.at(-1)).toBe('stop');
});

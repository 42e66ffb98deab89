import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { Session } from '../../src/contracts/events.ts';
import { CommandResult, TOPICS } from '../../src/contracts/topics.ts';
import { discoveryOf, noDiscovery } from '../../src/mqtt/index.ts';
import { firstSeen, newBay, newState } from './mqtt-bay.ts';
import { BROKERS } from './mqtt-brokers.ts';
import { Observer } from './mqtt-observer.ts';
import { tempDir } from './store-temp.ts';

const isResult = Compile(CommandResult);

for (const { name, protocolVersion, missing, start } of BROKERS)
  describe.skipIf(missing)(`a bay on ${name} ${missing}`, () => {
    const observe = (url: string) => Observer.open({ url, protocolVersion });

    it('publishes every topic valid, retained or not as its contract says', async () => {
      const { url } = await start();
      const { publisher, lift } = await newBay(url);
      const live = await observe(url);
      publisher.setState(newState('Bay 1'));
      publisher.setSession(exampleOf(Session));
      publisher.start();
      await lift(1);
      await Promise.all(['availability', 'state', 'session', 'rep'].map((topic) => live.nextOn(topic)));
      const late = await observe(url);
      await Promise.all(['availability', 'state', 'session'].map((topic) => late.nextOn(topic)));

      for (const { topic, text, qos } of live.seen) {
        const contract = TOPICS[topic.replace('lockout/gym/bay-1/', '') as keyof typeof TOPICS];
        const payload = topic.endsWith('/availability') ? text : JSON.parse(text);
        expect(Compile(contract.schema).Errors(payload), topic).toEqual([]);
        expect(qos).toBe(contract.qos);
      }
      const retained = Object.entries(TOPICS).filter(([, { retain }]) => retain);
      expect(late.seen.map(({ topic }) => topic).sort()).toEqual(
        retained.map(([t]) => `lockout/gym/bay-1/${t}`).sort(),
      );
      expect(late.seen.every(({ retain }) => retain)).toBe(true);
    });

    it('is found by a Home Assistant that comes later, until that is taken back', async () => {
      const { url } = await start();
      const device = { base: 'lockout', site: 'gym', bay: 'bay-1', name: 'Bay 1', version: '1', pageUrl: '' };
      const find = () => Observer.open({ url, protocolVersion, filter: 'homeassistant/#' });
      const { publisher } = await newBay(url, { discovery: discoveryOf(device, 'homeassistant') });
      publisher.start();
      await (await find()).nextOn('config');
      await publisher.stop();
      const late = await find();
      expect(await late.nextOn('config')).toMatchObject({ retain: true, text: expect.stringContaining('Bay 1') });
      const { publisher: next } = await newBay(url, { discovery: noDiscovery(device, 'homeassistant') });
      next.start();
      await late.nextOn('config', (text) => text === '');
      const { seen } = await find();
      await new Promise((resolve) => late.client.publish('homeassistant/end', '', { qos: 1 }, resolve));
      await expect.poll(() => seen.at(-1)?.topic).toBe('homeassistant/end');
      expect(seen).toHaveLength(1);
    });

    it('leaves the latest state as the retained one, however fast it changes', async () => {
      const { url } = await start();
      const { publisher } = await newBay(url);
      publisher.start();
      for (let i = 0; i <= 300; i++) publisher.setState(newState(`Bay ${i}`));
      const live = await observe(url);
      await live.nextOn('state', (text) => JSON.parse(text).name === 'Bay 300');
      const late = await observe(url);
      expect(JSON.parse((await late.nextOn('state')).text).name).toBe('Bay 300');
      expect(publisher.stats.published).toBeLessThan(300);
    });

    it('lets two bays live whose site and bay differ by where a hyphen stands', async () => {
      const { url } = await start();
      const one = await newBay(url, { site: 'gym-a', bay: 'b' });
      const other = await newBay(url, { site: 'gym', bay: 'a-b' });
      one.publisher.start();
      await expect.poll(() => one.publisher.connected).toBe(true);
      other.publisher.start();
      await expect.poll(() => other.publisher.connected).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([one.publisher.stats.losses, other.publisher.stats.losses]).toEqual([0, 0]);
    });

    it('slows down and says why when another station has its site and bay', async () => {
      const { url } = await start();
      const one = await newBay(url);
      const other = await newBay(url);
      one.publisher.start();
      await expect.poll(() => one.publisher.connected).toBe(true);
      other.publisher.start();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      // Doubling from 100 ms, each has at most five turns in two seconds.
      expect(one.publisher.stats.losses + other.publisher.stats.losses).toBeLessThan(12);
      await expect.poll(() => one.publisher.stats.losses).toBeGreaterThan(0);
      await expect.poll(() => one.log.join('\n')).toMatch(/another station the same `site` and bay `id`/);
    });

    it('sends the outbox in order and forgets what the broker has', async () => {
      const { url } = await start();
      const { publisher, store, lift } = await newBay(url);
      const observer = await observe(url);
      const early = await lift(20);
      publisher.start();
      const ids = [...early, ...(await lift(130))];
      await expect.poll(() => store.outbox.count()).toBe(0);
      await expect.poll(() => firstSeen(observer.seen).length).toBe(150);
      expect(firstSeen(observer.seen)).toEqual(ids);
      expect(observer.seen.filter(({ topic }) => topic.endsWith('/rep'))).toHaveLength(150);
      expect(publisher.stats).toMatchObject({ redelivered: 0, inFlight: 0, outboxFailures: 0 });
    });

    it('says offline on a clean stop, after everything else', async () => {
      const { url } = await start();
      const { publisher, store, lift } = await newBay(url);
      publisher.start();
      const observer = await observe(url);
      await observer.nextOn('availability', (text) => text === 'online');
      await lift(10);
      await publisher.stop();
      expect(publisher.connected).toBe(false);
      await observer.nextOn('availability', (text) => text === 'offline');
      expect(firstSeen(observer.seen)).toHaveLength(10);
      expect(observer.seen.at(-1)!.text).toBe('offline');
      expect(await store.outbox.count()).toBe(0);
      const late = await observe(url);
      expect(await late.nextOn('availability')).toMatchObject({ text: 'offline', retain: true });
    });

    it('is said to be offline by the broker when its process is killed', async () => {
      const { url } = await start();
      const observer = await observe(url);
      const program = join(import.meta.dirname, '../../dist/tests/integration/mqtt-bay-process.js');
      const child = spawn(process.execPath, [program, url, join(tempDir(), 'a.db'), '0'], { stdio: 'ignore' });
      onTestFinished(() => void child.kill('SIGKILL'));
      await observer.nextOn('availability', (text) => text === 'online');
      child.kill('SIGKILL');
      await observer.nextOn('availability', (text) => text === 'offline');
      const late = await observe(url);
      expect(await late.nextOn('availability')).toMatchObject({ text: 'offline', retain: true });
    });

    it('carries out commands and answers each, the wrong ones with what to do', async () => {
      const { url } = await start();
      const { publisher, commands } = await newBay(url, {
        onCommand: async (command, payload) => {
          commands.push([command, payload]);
          if (command === 'end-set') throw new Error('There is no set in progress.');
        },
      });
      publisher.start();
      const observer = await observe(url);
      await observer.nextOn('availability', (text) => text === 'online');
      // It may say that it is online a little before it listens.
      await expect.poll(() => send('ping', '{"id":"a1"}', 3000)).toMatchObject({ ok: true, id: 'a1', error: null });
      commands.length = 0;

      async function send(command: string, payload: string, withinMs?: number) {
        const from = observer.seen.length;
        observer.client.publish(`lockout/gym/bay-1/cmd/${command}`, payload, { qos: 1 });
        const isAnswer = ({ topic }: { topic: string }) => topic.endsWith(`/cmd/${command}/result`);
        const { text, retain } = await observer.next(isAnswer, from, withinMs);
        const result = JSON.parse(text);
        expect(isResult.Errors(result)).toEqual([]);
        expect(retain).toBe(false);
        return result;
      }
      expect(await send('select-exercise', '{"id":"a2","exercise":"squat"}')).toMatchObject({ ok: true, id: 'a2' });
      expect(await send('end-set', '{}')).toMatchObject({ ok: false, id: null, error: 'There is no set in progress.' });
      expect(await send('fly', '{}')).toMatchObject({
        ok: false,
        command: 'fly',
        error: expect.stringMatching(/Known: ping/),
      });
      expect(await send('ping', 'not json')).toMatchObject({ ok: false, error: expect.stringMatching(/not JSON/) });
      expect(await send('ping', `{"id":"${'x'.repeat(5000)}"}`)).toMatchObject({
        error: expect.stringMatching(/4096/),
      });
      expect(commands.map(([command]) => command)).toEqual(['select-exercise', 'end-set']);
      expect(publisher.stats).toMatchObject({ commandErrors: 4, resultsLost: 0 });
    });

    it('never carries out a retained command', async () => {
      const { url } = await start();
      const observer = await observe(url);
      await observer.client.publishAsync('lockout/gym/bay-1/cmd/ping', '{}', { qos: 1, retain: true });
      const { publisher, commands } = await newBay(url);
      publisher.start();
      await expect.poll(() => publisher.stats.commandsIgnored).toBe(1);
      expect(commands).toEqual([]);
      expect(publisher.stats.commands).toBe(0);
    });
  });

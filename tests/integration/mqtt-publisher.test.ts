import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { Session, SetEvent } from '../../src/contracts/events.ts';
import { CommandResult, TOPICS } from '../../src/contracts/topics.ts';
import { UpdateReport } from '../../src/contracts/update.ts';
import { type BayPublisherOptions, discoveryOf, noDiscovery } from '../../src/mqtt/index.ts';
import { firstSeen, newBay, newState } from './mqtt-bay.ts';
import { BROKERS } from './mqtt-brokers.ts';
import { Observer } from './mqtt-observer.ts';
import { tempDir } from './store-temp.ts';

const isResult = Compile(CommandResult);

for (const { name, protocolVersion, missing, start } of BROKERS)
  describe.skipIf(missing)(`a bay on ${name} ${missing}`, () => {
    const protocol = protocolVersion === 5 ? 'auto' : 'v3.1.1';
    const bayOn = (url: string, options: Partial<BayPublisherOptions> = {}) => newBay(url, { protocol, ...options });
    const observe = (url: string) => Observer.open({ url, protocolVersion });

    it('publishes every topic valid, retained or not as its contract says', async () => {
      const { url } = await start();
      const { publisher, lift } = await bayOn(url);
      const live = await observe(url);
      publisher.setState(newState('Bay 1'));
      publisher.setSession(exampleOf(Session));
      publisher.setLastSet(exampleOf(SetEvent));
      publisher.setUpdate(exampleOf(UpdateReport));
      publisher.start();
      await lift(1);
      await Promise.all(
        ['availability', 'state', 'session', 'last-set', 'update', 'rep'].map((topic) => live.nextOn(topic)),
      );
      const late = await observe(url);
      await Promise.all(['availability', 'state', 'session', 'last-set', 'update'].map((topic) => late.nextOn(topic)));

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
      const { publisher } = await bayOn(url, { discovery: discoveryOf(device, 'homeassistant') });
      publisher.start();
      await (await find()).nextOn('config');
      await publisher.stop();
      const late = await find();
      expect(await late.nextOn('config')).toMatchObject({ retain: true, text: expect.stringContaining('Bay 1') });
      const { publisher: next } = await bayOn(url, { discovery: noDiscovery(device, 'homeassistant') });
      next.start();
      await late.nextOn('config', (text) => text === '');
      const { seen } = await find();
      await new Promise((resolve) => late.client.publish('homeassistant/end', '', { qos: 1 }, resolve));
      await expect.poll(() => seen.at(-1)?.topic).toBe('homeassistant/end');
      expect(seen).toHaveLength(1);
    });

    it('leaves the latest state as the retained one, however fast it changes', async () => {
      const { url } = await start();
      const { publisher } = await bayOn(url);
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
      const one = await bayOn(url, { site: 'gym-a', bay: 'b' });
      const other = await bayOn(url, { site: 'gym', bay: 'a-b' });
      one.publisher.start();
      await expect.poll(() => one.publisher.connected).toBe(true);
      other.publisher.start();
      await expect.poll(() => other.publisher.connected).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([one.publisher.stats.losses, other.publisher.stats.losses]).toEqual([0, 0]);
    });

    it('slows down and says why when a copy of it is there', async () => {
      const { url } = await start();
      const one = await bayOn(url);
      const other = await bayOn(url);
      one.publisher.start();
      await expect.poll(() => one.publisher.connected).toBe(true);
      other.publisher.start();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      // Doubling from 100 ms, each has at most five turns in two seconds.
      expect(one.publisher.stats.losses + other.publisher.stats.losses).toBeLessThan(12);
      await expect.poll(() => one.publisher.stats.losses).toBeGreaterThan(0);
      await expect.poll(() => one.log.join('\n')).toMatch(/another program the same client id/);
    });

    it('leaves the bay to the station that has it, says so, and takes it when that one is gone', async () => {
      const { url } = await start();
      const one = await bayOn(url, { controllerId: 'c1' });
      one.publisher.setState(newState('One'));
      one.publisher.start();
      const observer = await observe(url);
      await observer.nextOn('state');
      const other = await bayOn(url, { controllerId: 'c2', conflictMs: 100 });
      other.publisher.setState(newState('Other'));
      other.publisher.start();
      await expect.poll(() => other.publisher.stats.conflicts).toBeGreaterThan(1);
      expect(other.publisher.trouble).toMatchObject({
        kind: 'conflict',
        reason: expect.stringMatching(/lockout\/gym\/bay-1/),
      });
      expect(other.log.filter((line) => /not on MQTT: another station publishes as/.test(line))).toHaveLength(1);
      expect(one.publisher.stats).toMatchObject({ losses: 0, reasserted: 0, conflicts: 0 });
      expect(observer.seen.some(({ text }) => text.includes('Other') || text === 'offline')).toBe(false);
      await one.publisher.stop();
      await observer.nextOn('state', (text) => text.includes('Other'));
      await expect.poll(() => other.publisher.trouble.kind).toBe('none');
    });

    it('goes to the one of two that came first, when both came in the same instant', async () => {
      const { url } = await start();
      const bays = await Promise.all(['c1', 'c2'].map((controllerId) => bayOn(url, { controllerId })));
      for (const [index, { publisher }] of bays.entries()) {
        publisher.setState(newState(`Bay of ${index}`));
        publisher.start();
      }
      const kinds = () => bays.map(({ publisher }) => publisher.trouble.kind).sort();
      await expect.poll(kinds).toEqual(['conflict', 'none']);
    });

    it('publishes again what another client has written over', async () => {
      const { url } = await start();
      const { publisher } = await bayOn(url);
      publisher.setState(newState('Bay 1'));
      publisher.start();
      const observer = await observe(url);
      await observer.nextOn('state');
      const from = observer.seen.length;
      await observer.client.publishAsync('lockout/gym/bay-1/availability', 'offline', { qos: 1, retain: true });
      await observer.nextOn('availability', (text) => text === 'online', from);
      await expect.poll(async () => (await (await observe(url)).nextOn('availability')).text).toBe('online');
      expect(publisher.stats.reasserted).toBe(1);
    });

    it('sends with each message what MQTT 5 has room for, and nothing about a person', async () => {
      if (protocolVersion !== 5) return;
      const { url } = await start();
      const { publisher, lift } = await bayOn(url);
      const observer = await observe(url);
      const properties = new Map<string, unknown>();
      observer.client.on('message', (topic, _payload, packet) =>
        properties.set(topic.split('/').at(-1)!, packet.properties),
      );
      publisher.start();
      await lift(1);
      await observer.nextOn('rep');
      observer.client.publish('lockout/gym/bay-1/cmd/ping', '{}', { qos: 1 });
      await observer.nextOn('result');
      const userProperties = { controller: 'c1' };
      expect(properties.get('rep')).toMatchObject({ contentType: 'application/json', userProperties });
      expect(properties.get('availability')).toMatchObject({ contentType: 'text/plain', userProperties });
      expect(properties.get('result')).toMatchObject({ messageExpiryInterval: 60 });
    });

    it('sends the outbox in order and forgets what the broker has', async () => {
      const { url } = await start();
      const { publisher, store, lift } = await bayOn(url);
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
      const { publisher, store, lift } = await bayOn(url);
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
      const { publisher, commands } = await bayOn(url, {
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
      const { publisher, commands } = await bayOn(url);
      publisher.start();
      await expect.poll(() => publisher.stats.commandsIgnored).toBe(1);
      expect(commands).toEqual([]);
      expect(publisher.stats.commands).toBe(0);
    });
  });

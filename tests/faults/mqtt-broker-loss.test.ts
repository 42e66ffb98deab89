import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { firstSeen, newBay, newState } from '../integration/mqtt-bay.ts';
import { BROKERS, missingMosquitto, startMosquitto } from '../integration/mqtt-brokers.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { tempDir } from '../integration/store-temp.ts';
import { freePort } from '../support/free-port.ts';

describe('without a broker', () => {
  it('a bay starts, keeps its events, says so once, and stops without it', async () => {
    const { publisher, store, log, lift } = await newBay(`mqtt://127.0.0.1:${await freePort()}`);
    publisher.start();
    publisher.setState(newState('Bay 1'));
    await lift(3);
    await expect.poll(() => publisher.stats.failedAttempts).toBeGreaterThan(2);
    expect(log).toEqual([expect.stringMatching(/no broker at mqtt:.*ECONNREFUSED/)]);
    expect(await store.outbox.count()).toBe(3);
    await publisher.stop();
  });

  // With a port, since MQTT.js takes another scheme for mqtt, and whoever runs this may have a broker at 1883.
  it.each(['mqtt://no-such-host.invalid', 'http://127.0.0.1:9'])('%s is reported, not thrown', async (url) => {
    const { publisher, log } = await newBay(url);
    publisher.start();
    await expect.poll(() => log.length).toBe(1);
    expect(log[0]).toMatch(/no broker at/);
    await publisher.stop();
  });

  it('never writes a password that is in the address into the log', async () => {
    const { publisher, log } = await newBay(`mqtt://gym:secret@127.0.0.1:${await freePort()}`);
    publisher.start();
    await expect.poll(() => log.length).toBe(1);
    expect(log.join()).not.toMatch(/secret/);
  });
});

describe.skipIf(missingMosquitto())(`mosquitto that comes and goes ${missingMosquitto()}`, () => {
  it('gets everything in order, also what happened before it was there and while it was unavailable', async () => {
    const port = await freePort();
    const { publisher, store, log, lift } = await newBay(`mqtt://127.0.0.1:${port}`);
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const ids = await lift(10);
    const seen: string[] = [];
    for (let round = 1; round <= 3; round++) {
      const broker = await startMosquitto(port);
      const observer = await Observer.open({ url: broker.url });
      await observer.nextOn('state');
      ids.push(...(await lift(30)));
      await observer.nextOn('rep');
      await broker.stop();
      ids.push(...(await lift(5)));
      seen.push(...firstSeen(observer.seen));
      await observer.close();
    }
    const broker = await startMosquitto(port);
    const observer = await Observer.open({ url: broker.url });
    await expect.poll(() => store.outbox.count()).toBe(0);
    await observer.nextOn('availability', (text) => text === 'online');
    seen.push(...firstSeen(observer.seen));

    // What an observer that came a little later than the bay has missed is not the bay's loss: it was acknowledged.
    const places = [...new Set(seen)].map((id) => ids.indexOf(id));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(publisher.stats.published).toBeGreaterThanOrEqual(ids.length);
    expect(publisher.stats.losses).toBe(3);
    expect(log.length).toBeLessThan(20);
  });
});

for (const { name, protocolVersion, missing, start } of BROKERS)
  describe.skipIf(missing)(`a station killed again and again, on ${name} ${missing}`, () => {
    it('delivers every rep that was durable, in the order in which it was written', async () => {
      const { url } = await start();
      const file = join(tempDir(), 'lockout.db');
      const program = join(import.meta.dirname, '../../dist/tests/integration/mqtt-bay-process.js');
      const observer = await Observer.open({ url, protocolVersion });
      const durable: string[] = [];
      for (const lives of [20, 1]) {
        const child = spawn(process.execPath, [program, url, file, '100'], { stdio: ['ignore', 'pipe', 'inherit'] });
        let output = '';
        const told = () => output.split('\n').filter((line) => line.length === 36);
        child.stdout.on('data', (chunk) => {
          output += chunk;
          if (told().length >= lives) child.kill('SIGKILL');
        });
        await new Promise((resolve) => child.on('close', resolve));
        durable.push(...told());
      }
      expect(durable.length).toBeGreaterThan(20);
      const from = observer.seen.length;
      const last = spawn(process.execPath, [program, url, file, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const allSent = new Promise((resolve) => last.stdout.once('data', resolve));
      await observer.nextOn('availability', (text) => text === 'online', from);
      await expect.poll(() => firstSeen(observer.seen)).toEqual(expect.arrayContaining(durable));
      await allSent;
      last.kill('SIGKILL');
      await observer.nextOn('availability', (text) => text === 'offline', from);

      const seen = firstSeen(observer.seen);
      const places = durable.map((id) => seen.indexOf(id));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      // A rep or two may have become durable without its name reaching us before the kill; it must have been sent all the same.
      expect(seen.length - durable.length).toBeLessThanOrEqual(3);
      const store = await openStore({ file });
      expect(await store.outbox.count()).toBe(0);
      await store.close();
    });
  });

import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { examineHub, type HubFinding } from '../../src/hub/index.ts';
import { missingPostgres, Sender, useHub } from '../support/hub.ts';
import { runLockout, tempFolder } from '../support/station.ts';
import { SetClock } from '../support/virtual-clock.ts';

const DAY_MS = 24 * 3_600_000;

describe.skipIf(missingPostgres)(`the doctor of a hub ${missingPostgres}`, () => {
  const at = useHub();
  const place = () => ({ database: at.postgres.url, folder: at.folder, broker: '', backups: '', clock: systemClock });
  const codes = (found: readonly HubFinding[], level?: HubFinding['level']) =>
    found.filter((one) => level === undefined || one.level === level).map(({ code }) => code);

  test('finds a hub in order in order', async () => {
    const sender = await Sender.pair(at);
    await sender.send([sender.set(1)]);
    const backups = tempFolder();
    writeFileSync(join(backups, 'hub.dump'), '');
    const found = await examineHub({ ...place(), backups });
    expect(codes(found, 'fault')).toEqual([]);
    expect(codes(found)).toEqual(
      expect.arrayContaining(['database', 'schema', 'clock', 'authority', 'controllers', 'partitions', 'backup']),
    );
    expect(found.find(({ code }) => code === 'authority')!.params.days).toBeGreaterThan(3600);
    expect(found.find(({ code }) => code === 'database')!.params.version).toMatch(/^1[5-9]/);
  });

  test('a hub that is started on a used port names the option that changes it', async () => {
    const used = String(at.hub.port);
    for (const option of ['--port', '--admin-port', '--page-port']) {
      const ports = ['--port', '--admin-port', '--page-port'].flatMap((one) => [one, one === option ? used : '0']);
      const place = ['--database', at.postgres.url, '--data', at.folder, '--name', 'localhost', '--host', '127.0.0.1'];
      const hub = runLockout(['hub', 'run', ...place, ...ports], { folder: tempFolder() });
      expect((await hub.exited).code).toBe(1);
      expect(hub.output()).toContain(
        `port ${used} of 127.0.0.1 is in use, perhaps by another Lockout; end that, or set ${option} to`,
      );
    }
  });

  test('names what is wrong with controllers and their sets', async () => {
    const [silent, off] = [await Sender.pair(at), await Sender.pair(at)];
    const pending = await Sender.pair(at, 'south', false);
    await off.send([off.set(1)], { refused: 2, sentAt: new Date(Date.now() + 3_600_000).toISOString() });
    await off.send([off.set(2, { id: '00000000-0000-7000-8000-000000000001' })], {
      ...{ refused: 2, sentAt: new Date(Date.now() + 3_600_000).toISOString() },
    });
    const found = await examineHub(place());
    const of = (code: HubFinding['code']) => String(found.find((one) => one.code === code)?.params.controllers);
    expect(of('controllers-silent')).toContain(silent.id);
    expect(of('controllers-silent')).not.toContain(off.id);
    expect(of('controllers-pending')).toContain(pending.id);
    expect(of('controllers-refused')).toBe(off.id);
    expect(of('clocks-off')).toBe(off.id);
    expect(codes(found)).toContain('sets-without-month');
    expect(codes(found)).not.toContain('certificates-end');
    const later = new SetClock();
    later.step(80 * DAY_MS);
    const then = await examineHub({ ...place(), clock: later });
    expect(codes(then, 'warning')).toEqual(
      expect.arrayContaining(['certificates-end', 'clock-off', 'partition-missing']),
    );
    later.step(3600 * DAY_MS);
    expect(codes(await examineHub({ ...place(), clock: later }), 'fault')).toContain('authority-ends');
  });

  test('sees a database that is not there or empty, an authority that is lost or open to others, a broker and old backups', async () => {
    const nowhere = 'postgresql://lockout@127.0.0.1:1/none';
    expect(codes(await examineHub({ ...place(), database: nowhere }), 'fault')).toEqual(['database-unreachable']);
    expect(codes(await examineHub({ ...place(), database: await at.newDatabase() }), 'warning')).toContain(
      'schema-none',
    );
    expect(codes(await examineHub({ ...place(), folder: tempFolder() }), 'fault')).toEqual(['authority-missing']);
    const key = join(at.folder, 'authority/ca.key');
    chmodSync(key, 0o644);
    expect(codes(await examineHub(place()), 'fault')).toEqual(['authority-open']);
    chmodSync(key, 0o600);

    expect(codes(await examineHub(place()), 'warning')).toContain('broker-none');
    const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const broker = `mqtts://127.0.0.1:${port}`;
    expect(codes(await examineHub({ ...place(), broker }), 'fault')).toEqual(['broker-unreachable']);
    await new Promise((resolve) => silent.close(resolve));
    expect(codes(await examineHub({ ...place(), broker }), 'fault')).toEqual(['broker-unreachable']);

    const backups = tempFolder();
    expect(codes(await examineHub({ ...place(), backups }), 'warning')).toContain('backup-old');
    mkdirSync(join(backups, 'full'));
    const old = new Date(Date.now() - 30 * 3_600_000);
    utimesSync(join(backups, 'full'), old, old);
    expect((await examineHub({ ...place(), backups })).find(({ code }) => code === 'backup-old')!.params.hours).toBe(
      30,
    );
    expect(codes(await examineHub({ ...place(), backups: '/nowhere' }), 'fault')).toEqual(['backup-unknown']);
  });

  test('as a command it says what to do, and ends with 1 if there is a fault', async () => {
    const folder = tempFolder();
    const good = runLockout(['hub', 'doctor', '--database', at.postgres.url, '--data', at.folder], { folder });
    expect(await good.exited, good.output()).toMatchObject({ code: 0 });
    expect(good.output()).toMatch(/^ok {7}PostgreSQL 1\d.* answers; the database has \d+ MB\.$/m);
    expect(good.output()).toContain('LOCKOUT_HUB_BACKUPS');
    const args = ['hub', 'doctor', '--database', at.postgres.url, '--data', join(folder, 'none'), '--json'];
    const bad = runLockout(args, { folder });
    expect(await bad.exited).toMatchObject({ code: 1 });
    expect(codes(JSON.parse(bad.output()) as HubFinding[], 'fault')).toEqual(['authority-missing']);
  });
});

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { Backups } from '../../src/app/storage/backups.ts';
import { planRestore } from '../../src/app/storage/pending-restore.ts';
import type { BackupInfo } from '../../src/store/index.ts';
import { tempFolder } from '../support/station.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const START = '2026-11-22T08:00:00.000Z';
const HOUR_MS = 3_600_000;

function backups({ everyH = 24, keep = 2, at = START, has = [] as readonly string[] } = {}) {
  const dataDir = tempFolder();
  const folder = join(dataDir, 'backups');
  mkdirSync(folder);
  for (const name of has) writeFileSync(join(folder, name), 'a backup');
  const clock = new VirtualClock(Date.parse(at));
  const disk = { fault: null as Error | null, ready: Promise.resolve() };
  const make = async (target: string) => {
    await disk.ready;
    if (disk.fault) throw disk.fault;
    writeFileSync(target, 'a backup');
    return { bytes: 8 } as BackupInfo;
  };
  const one = new Backups({ everyH, keep, folder, dataDir, make, clock, logger: pino({ level: 'silent' }) });
  return { one, clock, disk, dataDir, folder, names: () => readdirSync(folder).sort() };
}
const named = (day: number, uploaded = '') => `lockout-${uploaded}2026-11-${day}T08-00-00.backup`;

describe('the schedule of backups', () => {
  it('begins with one at once, and makes the next when it is due, not sooner', async () => {
    const { one, clock, names } = backups();
    await one.makeIfDue();
    clock.pass(24 * HOUR_MS - 1);
    await one.makeIfDue();
    expect(names()).toEqual([named(22)]);
    clock.pass(1);
    await one.makeIfDue();
    expect(names()).toEqual([named(22), named(23)]);
  });

  it('begins with the station, is looked at each minute, and ends with the station', async () => {
    vi.useFakeTimers();
    try {
      const { one, clock, names } = backups();
      one.start();
      await vi.advanceTimersByTimeAsync(0);
      expect(names()).toEqual([named(22)]);
      clock.pass(24 * HOUR_MS);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(names()).toEqual([named(22), named(23)]);
      one.stop();
      expect(vi.getTimerCount()).toBe(0);
      const unscheduled = backups({ everyH: 0 });
      unscheduled.one.start();
      await vi.advanceTimersByTimeAsync(120_000);
      expect(unscheduled.names()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is missed when the newest is twice as old as it should be; without any it counts from the start', async () => {
    const { one, clock, disk } = backups();
    disk.fault = new Error('the stick is full');
    clock.pass(48 * HOUR_MS);
    await one.makeIfDue();
    expect(one.state).toMatchObject({ isOverdue: false, lastError: expect.stringContaining('the stick is full') });
    clock.pass(1);
    expect(one.isOverdue).toBe(true);
    disk.fault = null;
    await one.makeIfDue();
    expect(one.state).toMatchObject({ isOverdue: false, lastError: null });
  });

  it('of none is never missed', async () => {
    const { one, clock } = backups({ everyH: 0 });
    clock.pass(10_000 * HOUR_MS);
    expect(one.isOverdue).toBe(false);
  });

  it('goes on from this start when the newest backup is from the future, as after a wrong clock', async () => {
    const { one, clock, names } = backups({ has: [named(29)] });
    await one.makeIfDue();
    expect(names()).toEqual([named(29)]);
    clock.pass(24 * HOUR_MS);
    await one.makeIfDue();
    expect(names()).toEqual([named(23), named(29)]);
  });

  it('does not count those that came from elsewhere', async () => {
    const { one, names } = backups({ has: [named(22, 'uploaded-')] });
    await one.makeIfDue();
    expect(names()).toEqual([named(22), named(22, 'uploaded-')]);
  });
});

describe('of the backups', () => {
  it('so many are kept as asked for, the newest two uploads, one that is to be restored, and all that is not ours', async () => {
    const other = ['holiday.backup', 'lockout-2026.backup', `${named(10)}.old`];
    const uploads = [11, 12, 13, 14].map((day) => named(day, 'uploaded-'));
    const { one, dataDir, folder, names } = backups({
      has: [17, 18, 19, 20].map((day) => named(day)).concat(uploads, other),
    });
    planRestore(dataDir, join(folder, named(17)));
    await one.make();
    expect(names()).toEqual(
      [named(17), named(20), named(22), named(13, 'uploaded-'), named(14, 'uploaded-'), ...other].sort(),
    );
    expect(one.state.pending).toBe(named(17));
  });

  it('what an interrupted one left goes before the next, and nothing else', async () => {
    const { one, names } = backups({ has: [`${named(20)}.unfinished`, 'holiday.unfinished', named(21)] });
    await one.make();
    expect(names()).toEqual(['holiday.unfinished', named(21), named(22)]);
  });

  it('two are never made at once, and one that fails makes way for the next', async () => {
    const { one, disk, names } = backups();
    let go = () => {};
    disk.ready = new Promise((resolve) => (go = resolve));
    disk.fault = Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' });
    const first = one.make();
    await expect(one.make()).rejects.toMatchObject({ code: { kind: 'backup-in-progress' } });
    go();
    await expect(first).rejects.toMatchObject({ code: { kind: 'backup-failed' } });
    disk.fault = null;
    expect(await one.make()).toEqual({ fileName: named(22), madeAt: START, bytes: 8, isUploaded: false });
    expect(names()).toEqual([named(22)]);
  });
});

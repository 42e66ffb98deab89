import { expect, test } from 'vitest';
import { type UpdateHands, Updater } from '../../src/app/service/updater.ts';
import type { UpdateReport } from '../../src/contracts/update.ts';

/** A machine in memory: two releases, a database with a schema, a disk that keeps the report over power cuts. */
class Model {
  inUse = '1.0.0';
  installed = '1.0.0';
  isUp = true;
  schema = 8;
  sets = 5;
  /** Sets that members have seen. */
  announced = 5;
  backup: { schema: number; sets: number } | null = null;
  report: UpdateReport | null = null;
  nowMs = 0;
  busyLooks = 0;
  /** What the new release is like. */
  release: 'good' | 'silent' | 'pageless' | 'ending' | 'dpkg-fails' = 'good';
  restarts = 7;
  migratesTo = 8;
  /** The power is cut before this hand moves. */
  cutAt: string | null = null;
  isDark = false;
  deeds: string[] = [];

  powerOn(): void {
    this.cutAt = null;
    this.isDark = false;
    this.isUp = true;
  }

  hands(): UpdateHands {
    const deed = (name: string) => {
      this.isDark ||= this.cutAt === name;
      if (this.isDark) throw new PowerCut();
      this.deeds.push(name);
    };
    return {
      versionInUse: () => this.inUse,
      busyBays: async () => (this.busyLooks-- > 0 ? ['Bay 1'] : []),
      checkHealth: async () => {
        this.nowMs += 2000;
        const isNew = this.inUse === '2.0.0';
        if (!this.isUp || (isNew && this.release === 'silent')) return null;
        if (isNew && this.release === 'ending') return null;
        return { version: this.inUse, status: 'ok', reasons: [], hasPage: !(isNew && this.release === 'pageless') };
      },
      restarts: () => {
        if (this.inUse === '2.0.0' && this.release === 'ending') this.restarts++;
        return this.restarts;
      },
      kill: () => deed('kill'),
      backUp: async () => {
        deed('backUp');
        this.backup = { schema: this.schema, sets: this.sets };
      },
      schemaVersion: () => this.schema,
      install: () => {
        deed('install');
        // While dpkg unpacks, a station that is up counts on.
        if (this.isUp) this.announced = ++this.sets;
        if (this.release === 'dpkg-fails') throw new Error('dpkg failed: no room');
        this.isUp = true;
        this.installed = this.inUse = '2.0.0';
        this.schema = this.migratesTo;
      },
      finishInstall: () => deed('finishInstall'),
      stop: () => {
        deed(this.deeds.includes('stop') ? 'stop again' : 'stop');
        this.isUp = false;
      },
      start: () => {
        deed('start');
        this.isUp = this.inUse === '2.0.0' || this.schema === 8;
      },
      flipBack: (version) => {
        deed('flipBack');
        this.inUse = version;
      },
      restore: () => {
        deed('restore');
        Object.assign(this, this.backup);
      },
      readReport: () => this.report,
      writeReport: (report) => {
        deed(`report ${report.phase}`);
        this.report = report;
      },
      say: () => {},
    };
  }
}

class PowerCut extends Error {}

const updaterOf = (model: Model) =>
  new Updater({
    hands: model.hands(),
    clock: { monoMs: () => model.nowMs, wallMs: () => 1.8e12 + model.nowMs },
    folder: '/nowhere',
    checkPeriodMs: 0,
  });

test('a good release stays, and its backup was made before anything was touched', async () => {
  const model = new Model();
  model.busyLooks = 3;
  const report = await updaterOf(model).update('x.deb', '1.0.0', '2.0.0');
  expect(report).toMatchObject({ phase: 'done', from: '1.0.0', to: '2.0.0', reason: '' });
  expect(model.inUse).toBe('2.0.0');
  expect(model.deeds.indexOf('backUp')).toBeLessThan(model.deeds.indexOf('install'));
  expect(model.deeds).not.toContain('flipBack');
});

test.each(['silent', 'pageless'] as const)(
  'a %s release is undone; without a migration the database stays as it is',
  async (release) => {
    const model = new Model();
    model.release = release;
    const report = await updaterOf(model).update('x.deb', '1.0.0', '2.0.0');
    expect(report.phase).toBe('undone');
    expect(report.reason).toBe(release === 'silent' ? 'the station does not answer' : 'the page does not come');
    expect(model.inUse).toBe('1.0.0');
    expect(model.isUp).toBe(true);
    expect(model.deeds).not.toContain('restore');
  },
);

test('one that ends again and again is undone at once, and one that is silent is ended at once; who answers is asked to stop', async () => {
  const seen: Record<string, unknown> = {};
  for (const release of ['ending', 'silent', 'pageless'] as const) {
    const model = new Model();
    model.release = release;
    const report = await updaterOf(model).update('x.deb', '1.0.0', '2.0.0');
    expect(report.phase).toBe('undone');
    seen[release] = [report.reason, model.nowMs, model.deeds.includes('kill')];
  }
  // Each look of the model takes 2 s; two more are before and after.
  expect(seen).toEqual({
    ending: ['it ended 3 times, and was started again', 12_000, true],
    silent: ['the station does not answer', 124_000, true],
    pageless: ['the page does not come', 24_000, false],
  });
});

test('a bad release that migrated the database is undone with the backup', async () => {
  const model = new Model();
  model.release = 'silent';
  model.migratesTo = 9;
  const report = await updaterOf(model).update('x.deb', '1.0.0', '2.0.0');
  expect(report.phase).toBe('undone');
  expect(model).toMatchObject({ inUse: '1.0.0', schema: 8, sets: model.announced, isUp: true });
  expect(model.deeds.indexOf('flipBack')).toBeLessThan(model.deeds.indexOf('restore'));
});

test('a package that dpkg refuses leaves everything as it was', async () => {
  const model = new Model();
  model.release = 'dpkg-fails';
  const report = await updaterOf(model).update('x.deb', '1.0.0', '2.0.0');
  expect(report).toMatchObject({ phase: 'failed', reason: 'dpkg failed: no room; 1.0.0 runs on' });
  expect(model.isUp).toBe(true);
});

test('without a backup nothing is installed', async () => {
  const model = new Model();
  const hands = { ...model.hands(), backUp: async () => Promise.reject(new Error('the disk is full')) };
  const updater = new Updater({
    hands,
    clock: { monoMs: () => 0, wallMs: () => 1.8e12 },
    folder: '/nowhere',
    checkPeriodMs: 0,
  });
  const report = await updater.update('x.deb', '1.0.0', '2.0.0');
  expect(report).toMatchObject({ phase: 'failed', reason: expect.stringContaining('the disk is full') });
  expect(model.deeds).not.toContain('install');
  expect(model.isUp).toBe(true);
});

const CUTS = [
  'stop',
  'backUp',
  'report installing',
  'install',
  'report checking',
  'report undoing',
  'stop again',
  'flipBack',
  'restore',
  'start',
];

test.each(CUTS)(
  'after a power cut before "%s" a bad, migrating release ends with the old one and all sets',
  async (cutAt) => {
    const model = new Model();
    model.release = 'silent';
    model.migratesTo = 9;
    model.cutAt = cutAt;
    await updaterOf(model)
      .update('x.deb', '1.0.0', '2.0.0')
      .catch((error: Error) => expect(error).toBeInstanceOf(PowerCut));
    expect(model.isDark).toBe(true);
    model.powerOn();
    await updaterOf(model).resume();
    expect(['undone', 'failed']).toContain(model.report?.phase);
    expect(model).toMatchObject({ inUse: '1.0.0', schema: 8, sets: 5 });
  },
);

test('a good release that was cut off while it was looked at is looked at again, and stays', async () => {
  const model = new Model();
  model.cutAt = 'report done';
  await expect(updaterOf(model).update('x.deb', '1.0.0', '2.0.0')).rejects.toThrow(PowerCut);
  model.powerOn();
  expect((await updaterOf(model).resume())?.phase).toBe('done');
  expect(await updaterOf(model).resume()).toBeNull();
});

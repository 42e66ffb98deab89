/** Backups that the station makes itself, and one of them put back from the page by a restart. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { readLocalKey } from '../../src/app/people/access/credentials.ts';
import { Backups } from '../../src/app/storage/backups.ts';
import { dataFiles } from '../../src/app/storage/data-folder.ts';
import type { BackupState, BackupUpload } from '../../src/contracts/backups.ts';
import type { AuditPage, Member } from '../../src/contracts/members.ts';
import type { Problem } from '../../src/contracts/problems.ts';
import { backUp } from '../../src/store/index.ts';
import { runLockout, startStation, tempFolder, until } from '../support/station.ts';

const PATIENCE_MS = 120_000;
const LONG = { timeout: 400_000 };
const HOUR_MS = 3_600_000;

test(
  'a schedule makes a backup when it is due, keeps as many as asked for and nothing else is deleted; one that fails is overdue in time',
  LONG,
  async () => {
    const { station } = await startStation();
    const { dataDir } = station.loaded;
    const folder = join(tempFolder(), 'backups');
    let wallMs = Date.parse('2026-11-30T08:00:00.000Z');
    let isBroken = false;
    const make = async (target: string) => {
      if (isBroken) throw new Error('the stick is full');
      return backUp(dataFiles(dataDir), target, 'test');
    };
    const clock = { wallMs: () => wallMs, monoMs: () => 0 };
    const backups = new Backups({
      everyH: 24,
      keep: 2,
      folder,
      dataDir,
      make,
      clock,
      logger: pino({ level: 'silent' }),
    });
    const names = () => backups.state.backups.map(({ fileName }) => fileName.slice(8, 21));
    await backups.makeIfDue();
    expect(names()).toEqual(['2026-11-30T08']);
    writeFileSync(join(folder, 'holiday.backup'), 'not ours');
    // One of them that can't be looked at hides no other: without any, a backup would be due every minute.
    symlinkSync(join(folder, 'gone'), join(folder, 'lockout-2020-01-01T00-00-00.backup'));
    mkdirSync(join(folder, 'lockout-2020-01-02T00-00-00.backup'));
    expect(names()).toEqual(['2026-11-30T08']);
    wallMs += 23 * HOUR_MS;
    await backups.makeIfDue();
    expect(names()).toHaveLength(1);
    for (let day = 0; day < 2; day++) {
      wallMs += HOUR_MS + 23 * HOUR_MS * day;
      await backups.makeIfDue();
    }
    expect(names()).toEqual(['2026-12-02T08', '2026-12-01T08']);
    expect(readdirSync(folder)).toContain('holiday.backup');
    isBroken = true;
    wallMs += 48 * HOUR_MS;
    await backups.makeIfDue();
    expect(backups.state).toMatchObject({ isOverdue: false, lastError: expect.stringContaining('the stick is full') });
    wallMs += HOUR_MS;
    expect(backups.isOverdue).toBe(true);
    isBroken = false;
    await backups.makeIfDue();
    expect(backups.state).toMatchObject({ isOverdue: false, lastError: null });
    // A clock that was set back makes no backup a minute.
    wallMs -= 100 * HOUR_MS;
    await backups.makeIfDue();
    expect(names()[0]).toBe('2026-12-04T09');
  },
);

test(
  'a backup is made and restored over HTTP: checked first, at the next start, which is at once where something restarts the station',
  LONG,
  async () => {
    const folder = tempFolder();
    const start = async (env: Record<string, string> = {}) => {
      const running = runLockout(['run'], { folder, env });
      const [, url] = await running.printed(/page\s+(\S+)/, PATIENCE_MS);
      await running.printed(/Ctrl-C/, PATIENCE_MS);
      const authorization = `Bearer ${readLocalKey(join(folder, 'data'))}`;
      const ask = (method: string, path: string, body?: object) =>
        fetch(`${url}/api/v1${path}`, {
          method,
          headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        });
      return { running, ask };
    };
    const state = async (ask: Awaited<ReturnType<typeof start>>['ask']) =>
      (await (await ask('GET', '/backups')).json()) as BackupState;
    const aliases = async (ask: Awaited<ReturnType<typeof start>>['ask']) => {
      const { members } = (await (await ask('GET', '/members')).json()) as { members: Member[] };
      return members.map(({ alias }) => alias);
    };
    const first = await start();
    const person = { name: null, role: 'member', login: null, heightMm: null };
    const add = async (ask: typeof first.ask, alias: string) =>
      expect((await ask('POST', '/members', { ...person, alias })).status).toBe(201);
    await add(first.ask, 'Mira');
    expect(await state(first.ask)).toMatchObject({ everyH: 0, backups: [], isOverdue: false, restarts: false });
    expect((await first.ask('POST', '/backups')).status).toBe(201);
    await add(first.ask, 'Ben');
    const [kept] = (await state(first.ask)).backups;
    const path = `/backups/${kept!.fileName}`;
    expect(await (await first.ask('POST', `${path}/check`)).json()).toMatchObject({ members: 1, sets: 0 });
    expect((await first.ask('POST', '/backups/lockout-2020-01-01T00-00-00.backup/restore')).status).toBe(404);
    expect((await first.ask('POST', '/backups/..%2Flockout.sqlite/restore')).status).toBe(400);
    writeFileSync(join(folder, 'data/backups/lockout-2020-01-01T00-00-00.backup'), 'broken');
    expect(
      (await first.ask('POST', '/backups/lockout-2020-01-01T00-00-00.backup/restore')).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await state(first.ask)).pending).toBeNull();
    expect((await first.ask('POST', '/restart')).status).toBe(409);
    first.running.child.kill('SIGTERM');
    await first.running.exited;

    const second = await start({ LOCKOUT_RESTARTED_BY: 'test' });
    const answer = await second.ask('POST', `${path}/restore`);
    expect([answer.status, await answer.json()]).toEqual([202, { restarts: true }]);
    expect((await second.running.exited).code).toBe(75);

    const third = await start({ LOCKOUT_RESTARTED_BY: 'test' });
    expect(third.running.output()).toMatch(/Restored .*: 1 members, 0 sets/);
    expect(await aliases(third.ask)).toEqual(['Mira']);
    expect(existsSync(join(folder, 'data/restore-at-start'))).toBe(false);
    await until(async () => (await state(third.ask)).pending === null);
    expect((await third.ask('POST', '/restart')).status).toBe(202);
    expect((await third.running.exited).code).toBe(75);
  },
);

test(
  'a backup is downloaded and uploaded to another station: checked first, kept apart from the schedule, refused in words',
  LONG,
  async () => {
    const person = { name: null, role: 'member', login: null, heightMm: null };
    const at = async () => {
      const { asAdmin, page, station } = await startStation();
      const put = async (bytes: Uint8Array, from = 0, of = bytes.length) => {
        const answer = await asAdmin(`${page}/api/v1/backups/upload?at=${from}&of=${of}`, {
          method: 'PUT',
          headers: { 'content-type': 'application/octet-stream' },
          body: new Uint8Array(bytes),
        });
        return { status: answer.status, body: (await answer.json()) as BackupUpload & Problem };
      };
      const post = (path: string, body?: object) =>
        asAdmin(`${page}/api/v1${path}`, {
          method: 'POST',
          ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        });
      const state = async () => (await (await asAdmin(`${page}/api/v1/backups`)).json()) as BackupState;
      return { asAdmin, page, station, put, post, state };
    };
    const old = await at();
    await old.post('/members', { ...person, alias: 'Mira' });
    await old.post('/backups');
    const [made] = (await old.state()).backups;
    expect(made).toMatchObject({ isUploaded: false });
    const download = await old.asAdmin(`${old.page}/api/v1/backups/${made!.fileName}`);
    expect(download.headers.get('content-disposition')).toContain(made!.fileName);
    const bytes = new Uint8Array(await download.arrayBuffer());
    expect(bytes.length).toBe(made!.bytes);
    expect((await fetch(`${old.page}/api/v1/backups/${made!.fileName}`)).status).toBe(403);

    const next = await at();
    const half = Math.floor(bytes.length / 2);
    expect(await next.put(bytes.subarray(0, half), 0, bytes.length)).toMatchObject({
      status: 200,
      body: { receivedBytes: half, totalBytes: bytes.length, backup: null },
    });
    const { status, body } = await next.put(bytes.subarray(half), half, bytes.length);
    // Under the time that stands in it, which is a little after the one in the name it had.
    expect([status, body.backup]).toMatchObject([
      200,
      { bytes: made!.bytes, fileName: expect.stringMatching(/^lockout-uploaded-/), isUploaded: true },
    ]);
    const kept = body.backup!;
    // It says nothing of this station's own schedule.
    expect(await next.state()).toMatchObject({ backups: [kept], isOverdue: false });
    expect(await (await next.post(`/backups/${kept.fileName}/check`)).json()).toMatchObject({ members: 1 });
    expect(await next.put(bytes)).toMatchObject({ status: 409, body: { kind: 'backup-exists' } });
    const answer = await next.post(`/backups/${kept.fileName}/restore`);
    expect(answer.status).toBe(202);
    expect(await next.state()).toMatchObject({ pending: kept.fileName });

    const broken = bytes.slice();
    broken.fill(0, 100, 4000);
    expect(await next.put(broken)).toMatchObject({ status: 422, body: { kind: 'unusable-backup' } });
    const text = await next.put(Buffer.from('a holiday picture'));
    expect(text).toMatchObject({ status: 422, body: { kind: 'unusable-backup' } });
    expect(text.body.detail).not.toContain('upload.part');
    expect(await next.put(new Uint8Array(1), 0, 9e9)).toMatchObject({
      status: 413,
      body: { kind: 'upload-too-large' },
    });
    // Nothing of what was refused stays.
    expect(readdirSync(join(next.station.loaded.dataDir, 'backups'))).toEqual([kept.fileName]);
    const audit = (await (await next.asAdmin(`${next.page}/api/v1/audit`)).json()) as AuditPage;
    expect(audit.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['backup-uploaded', 'restore-planned']));
  },
);

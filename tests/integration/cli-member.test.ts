import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Member } from '../../src/contracts/members.ts';
import { ROOT, startStation, tempFolder, until } from '../support/station.ts';

const NO_BOARD = { LOCKOUT_BAYS_0_BOARD_PORT: '/dev/serial/by-id/usb-none' };

async function lockout(folder: string, args: string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/lockout.mjs'), ...args], {
    cwd: folder,
    env: { ...process.env, LOCKOUT_LOG_LEVEL: 'warn', LOCKOUT_WEB_PORT: '1', ...env },
  });
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { out, err, code };
}

/** Each test starts some ten processes. */
const TIMEOUT_MS = 240_000;

describe('member, token, export, backup and restore', () => {
  test(
    'work in the data folder when no station runs there',
    async () => {
      const folder = tempFolder();
      const added = await lockout(
        folder,
        ['member', 'add', 'Ada', '--role', 'admin', '--login', 'ada', '--json'],
        'correct horse\n',
      );
      expect(added.code, added.err).toBe(0);
      const ada = JSON.parse(added.out) as Member;
      expect(ada).toMatchObject({ alias: 'Ada', role: 'admin', hasSecret: true });
      expect(added.out + added.err).not.toContain('correct horse');

      const short = await lockout(folder, ['member', 'add', 'Bob', '--role', 'trainer', '--login', 'bob'], '1234\n');
      expect([short.code, short.err]).toEqual([
        1,
        'lockout: The password of a trainer must have 12 characters or more.\n',
      ]);
      expect((await lockout(folder, ['member', 'delete', 'Ada', '--yes'])).code).toBe(1);
      expect((await lockout(folder, ['token', 'create', 'door', '--scope', 'tab'])).code).toBe(2);

      const typed = await lockout(folder, ['member', 'card', 'Ada', '--type', '--json'], '04:A2:B3:C4:D5:E6:80\n');
      expect(JSON.parse(typed.out)).toMatchObject([{ memberId: ada.id, lastDigits: 'E680' }]);

      const backup = join(folder, 'all.backup');
      expect((await lockout(folder, ['backup', backup])).code).toBe(0);
      expect(statSync(backup).mode & 0o777).toBe(0o600);
      expect((await lockout(folder, ['member', 'add', 'Mira'])).code).toBe(0);
      const restored = await lockout(folder, ['restore', backup]);
      expect(restored.out).toMatch(/^Restored: made .*, 1 members.*\nWhat was there before is kept as /);
      expect(JSON.parse((await lockout(folder, ['member', 'list', '--json'])).out)).toMatchObject([{ alias: 'Ada' }]);
    },
    TIMEOUT_MS,
  );

  test(
    'work over the running station, let in by the key in its data folder',
    async () => {
      const { station, folder, page, asAdmin } = await startStation({ env: NO_BOARD });
      const env = { LOCKOUT_WEB_PORT: new URL(page).port };
      const run = (args: string[], input = '') => lockout(folder, args, input, env);
      expect((await run(['member', 'add', 'Mira', '--name', 'Mira M.'])).code).toBe(0);
      const { members } = (await (await asAdmin(`${page}/api/v1/members`)).json()) as { members: Member[] };
      expect(members).toMatchObject([{ alias: 'Mira', name: 'Mira M.' }]);
      const typed = await run(['member', 'card', 'mira', '--type'], '04A2B3C4D5E680\n');
      expect(typed.out).toContain('…E680');
      const held = run(['member', 'card', 'mira', '--at', 'bay-1']);
      await until(() => station.presence.presence('bay-1').enrolment);
      await station.presence.tap('bay-1', '74103794', 'test');
      expect((await held).out).toMatch(/…E680.*…3794/s);
      expect((await run(['export', 'mira', '--format', 'json', '--out', 'mira.json'])).code).toBe(0);
      expect(JSON.parse(readFileSync(join(folder, 'mira.json'), 'utf8'))).toMatchObject({ member: { alias: 'Mira' } });
      const pounds = await run(['export', 'mira', '--format', 'strong-6', '--units', 'lb', '--out', 'mira.csv']);
      expect(pounds.code, pounds.err).toBe(0);
      expect(readFileSync(join(folder, 'mira.csv'), 'utf8')).toMatch(/^Workout #;Date;/);
      expect((await run(['export', 'mira', '--units', 'stone'])).err).toMatch(/kg, lb/);
      const restore = await run(['restore', 'whatever']);
      expect([restore.code, restore.err]).toEqual([1, expect.stringContaining('stop it (Ctrl-C)')]);

      // Elsewhere there is no key: a token does it, and without one nobody is let in.
      const elsewhere = tempFolder();
      const refused = await lockout(elsewhere, ['member', 'list', '--url', page]);
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('This is for a trainer')]);
      const { secret } = JSON.parse((await run(['token', 'create', 'laptop', '--scope', 'admin', '--json'])).out);
      const listed = await lockout(elsewhere, ['member', 'list', '--url', page], '', { LOCKOUT_TOKEN: secret });
      expect(listed.out).toContain('Mira');
    },
    TIMEOUT_MS,
  );
});

import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { publicKeyText, readPublicKey, verifyFile } from '../../src/app/service/minisign.ts';
import { importedFiles } from './imported-files.ts';
import { runStation } from './running.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lockout-packages-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const has = (program: string) => spawnSync(program, ['--version']).error === undefined;
const LONG_MS = 900_000;

function build(out: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, umask = '022') {
  const quoted = [process.execPath, join(root, 'dist/src/install/package.js'), '--out', out, ...args].map(
    (word) => `'${word}'`,
  );
  return spawnSync('sh', ['-c', `umask ${umask}; exec ${quoted.join(' ')}`], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

describe.skipIf(!has('dpkg-deb'))('the package', () => {
  const key = join(folder, 'key.pem');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(key, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const deb = join(folder, 'one/lockout_1.2.3_amd64.deb');
  const field = (name: string) => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim();

  test('built twice, with other rights and another folder for scratch, has the same bytes; it is small, signed and whole', {
    timeout: LONG_MS,
  }, () => {
    const args = ['--arch', 'amd64', '--release', '1.2.3', '--key', key];
    const one = build(join(folder, 'one'), args);
    expect(one.stderr).toBe('');
    const other = build(join(folder, 'two'), args, { TMPDIR: folder, TZ: 'Asia/Tokyo' }, '077');
    expect(other.stderr).toBe('');
    const content = readFileSync(deb);
    expect(content.equals(readFileSync(join(folder, 'two/lockout_1.2.3_amd64.deb')))).toBe(true);

    expect(statSync(deb).size).toBeLessThan(7e6);
    expect(Number(field('Installed-Size')) * 1024).toBeLessThan(32e6);
    expect(field('Depends')).toMatch(/^nodejs \(>= 20\.19\), udev/);
    const key1 = readPublicKey(publicKeyText(privateKey));
    expect(verifyFile(content, readFileSync(`${deb}.minisig`, 'utf8'), key1)).toBe('lockout 1.2.3 amd64');
    execFileSync('sha256sum', ['--check', '--status', `${deb}.sha256`], { cwd: join(folder, 'one') });
  });

  test('unpacked it runs: verbs, database, page, its API pages, and a simulated board', {
    timeout: LONG_MS,
  }, async () => {
    const machine = join(folder, 'machine');
    execFileSync('dpkg-deb', ['-x', deb, machine]);
    const release = join(machine, 'usr/lib/lockout/releases/1.2.3');
    const command = join(release, 'src/cli/lockout.mjs');
    expect(execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' }).trim()).toBe('1.2.3');
    const built = join(release, 'dist/src/cli');
    const run = readdirSync(built).find((name) => /^run-.*\.js$/.test(name))!;
    const read = new Set([...importedFiles(join(built, 'main.js')).files, ...importedFiles(join(built, run)).files]);
    expect(read.size).toBeGreaterThan(5);
    expect(read.size).toBeLessThan(200);
    writeFileSync(join(folder, 'lockout.yaml'), 'web: { port: 0 }\nmqtt: { url: none }\n');
    const station = await runStation([process.execPath, command, 'run', '--config', join(folder, 'lockout.yaml')], {});
    try {
      const get = async (path: string) => fetch(`${station.page}${path}`);
      expect(await (await get('/health')).json()).toMatchObject({ version: '1.2.3' });
      expect(await (await get('/')).text()).toContain('<script');
      expect((await get('/api/docs/static/index.css')).status).toBe(200);
      await expect.poll(station.printed).toContain('board ok');
      expect(existsSync(join(folder, 'data/lockout.sqlite'))).toBe(true);
    } finally {
      await station.stop();
    }
  });

  test('maintainer scripts are shell that parses, and lintian finds no error', { timeout: LONG_MS }, () => {
    const control = join(folder, 'control');
    execFileSync('dpkg-deb', ['-e', deb, control]);
    for (const script of ['preinst', 'postinst', 'prerm', 'postrm']) execFileSync('sh', ['-n', join(control, script)]);
    for (const script of [
      'usr/bin/lockout',
      'usr/lib/lockout/libexec/lockout-backup',
      'usr/lib/lockout/libexec/lockout-kiosk',
    ])
      execFileSync('sh', ['-n', join(folder, 'machine', script)]);
    if (!has('lintian')) return;
    const found = spawnSync('lintian', ['--fail-on', 'error', '--no-tag-display-limit', deb], { encoding: 'utf8' });
    expect(found.stdout).toBe('');
  });

  test('for arm64 it is built on this machine too, and holds that machine’s binaries', {
    timeout: LONG_MS,
  }, (context) => {
    const built = build(join(folder, 'one'), ['--arch', 'arm64', '--release', '1.2.3']);
    if (/can't be fetched/.test(built.stderr)) context.skip(built.stderr);
    expect(built.stderr).toBe('');
    expect(built.stdout).toContain('NOT SIGNED');
    const file = join(folder, 'one/lockout_1.2.3_arm64.deb');
    const listed = execFileSync('dpkg-deb', ['-c', file], { encoding: 'utf8', maxBuffer: 1e7 });
    const binaries = listed.split('\n').filter((line) => line.endsWith('.node'));
    expect(binaries.map((line) => /linux-arm64/.test(line))).toEqual([true, true]);
    expect(statSync(file).size).toBeLessThan(7e6);
    expect(existsSync(`${file}.minisig`)).toBe(false);
  });

  test('a version or a key that is none is refused with what would be right, and nothing is built', () => {
    expect(build(join(folder, 'no'), ['--release', '1.2']).stderr).toContain('right is 1.2.3');
    writeFileSync(join(folder, 'bad.pem'), 'no key');
    expect(build(join(folder, 'no'), ['--key', join(folder, 'bad.pem')]).stderr).toContain("can't be read as PEM");
    expect(existsSync(join(folder, 'no/lockout_1.2_amd64.deb'))).toBe(false);
  });
});

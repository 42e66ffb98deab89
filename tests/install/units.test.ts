import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/app/config/config.ts';
import { unitOfCheckout } from '../../src/app/service/unit.ts';
import { settingsFile } from '../../src/cli/kiosk.ts';

const files = fileURLToPath(new URL('../../src/install/files', import.meta.url));
const units = join(files, 'usr/lib/systemd/system');
const station = readFileSync(join(units, 'lockout.service'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lockout-units-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const canAnalyze = spawnSync('systemd-analyze', ['--version']).error === undefined;

/** Messages of `systemd-analyze verify` about the unit itself, not about programs and pages that are not on this machine. */
function faultsOf(file: string): string[] {
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  return stderr
    .split('\n')
    .filter((line) => line.includes('lockout') && !/is not executable|not found|Unit lockout-\w+.service/.test(line));
}

function exposureOf(unit: string): number {
  const file = join(folder, 'lockout.service');
  writeFileSync(file, unit);
  const told = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', file], {
    encoding: 'utf8',
  });
  return Number(/exposure level for .*: ([\d.]+)/.exec(told)![1]);
}

test.skipIf(!canAnalyze)('systemd finds no fault with the units, and the station is hardened', () => {
  for (const name of readdirSync(units)) expect(faultsOf(join(units, name)), name).toEqual([]);
  expect(exposureOf(station)).toBeLessThanOrEqual(2);
});

test.skipIf(!canAnalyze)('the hub is hardened, and is off until it has a configuration', () => {
  const hub = readFileSync(join(units, 'lockout-hub.service'), 'utf8');
  expect(exposureOf(hub)).toBeLessThanOrEqual(1.6);
  expect(hub).toContain('\nConditionPathExists=/etc/lockout/hub.env\n');
  expect(readFileSync(join(files, 'maintainer/postinst'), 'utf8')).not.toContain('lockout-hub');
});

test.skipIf(!canAnalyze)('the unit of a checkout is as hardened, for its own user and folder', () => {
  const checkout = {
    folder: '/home/pi/lock out',
    writes: ['/home/pi/lock out', '/srv/100% data'],
    user: 'pi',
    node: '/usr/bin/node',
  };
  const unit = unitOfCheckout(station, checkout);
  expect(unit).toContain('\nUser=pi\n');
  expect(unit).toContain('\nWorkingDirectory=/home/pi/lock out\n');
  expect(unit).toMatch(
    /^ExecStart=\/usr\/bin\/node --max-semi-space-size=1 .* "\/home\/pi\/lock out\/src\/cli\/lockout\.mjs" run$/m,
  );
  expect(unit).toContain('\nReadWritePaths="/home/pi/lock out" "/srv/100%% data"\n');
  expect(unit).not.toMatch(/\/etc\/lockout|\/var\/lib|\/usr\/lib\/lockout|chown/);
  mkdirSync(join(folder, 'checkout'));
  const file = join(folder, 'checkout/lockout.service');
  writeFileSync(file, unit);
  expect(faultsOf(file)).toEqual([]);
  expect(exposureOf(unit)).toBeLessThanOrEqual(2.2);
});

test('the configuration of the package is right, keeps its data apart, and serves the page on port 80', () => {
  const text = readFileSync(join(files, 'etc/lockout/lockout.yaml'), 'utf8');
  const { config, dataDir } = parseConfig(text, '/etc/lockout/lockout.yaml');
  expect(parse(text)).toMatchObject({ web: { port: 80 } });
  expect(dataDir).toBe('/var/lib/lockout');
  expect(config.bays[0]!.board.port).toBe('/dev/lockout/board');
});

test('the link of the udev rules is what the configuration names', () => {
  expect(readFileSync(join(files, 'usr/lib/udev/rules.d/99-lockout.rules'), 'utf8')).toContain(
    'SYMLINK+="lockout/board"',
  );
});

test('the kiosk is off until it is asked for, dies before the station and alone can read its key', () => {
  const kiosk = readFileSync(join(units, 'lockout-kiosk.service'), 'utf8');
  const score = (unit: string) => Number(/^OOMScoreAdjust=(-?\d+)$/m.exec(unit)![1]);
  expect(score(kiosk)).toBeGreaterThan(score(station));
  expect(kiosk).toMatch(/^ExecStartPre=.*install -o lockout-kiosk -g lockout-kiosk -m 0400 .*screen\.html$/m);
  expect(kiosk).toContain('\nRuntimeDirectoryMode=0700\n');
  expect(kiosk).toContain('\nRestart=always\n');
  expect(readFileSync(join(files, 'maintainer/postinst'), 'utf8')).not.toContain('enable lockout-kiosk');
});

test('the settings of the screen come behind the key of its page', () => {
  expect(settingsFile(30, '06:00-22:00')).toContain('LOCKOUT_KIOSK_SETTINGS="&sleep=30&open=06:00-22:00"');
  expect(settingsFile(0, undefined)).toContain('="&sleep=0"');
});

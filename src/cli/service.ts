/** `lockout service`: the station as a service of systemd, for who runs it from a checkout; the package brings its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { unitOfCheckout } from '../app/service/unit.ts';
import { print } from './member.ts';

const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));
const TEMPLATE = join(ROOT, 'src/install/files/usr/lib/systemd/system/lockout.service');
const UNIT = '/etc/systemd/system/lockout.service';
const SHOWN = [
  'LoadState',
  'ActiveState',
  'SubState',
  'StatusText',
  'ActiveEnterTimestamp',
  'NRestarts',
  'MemoryCurrent',
  'UnitFileState',
];

export function serviceCommand(): Command {
  const command = new Command('service').description('run the station as a service that starts with the machine');
  command
    .command('install')
    .description('install this checkout as a service; runs as the user who called sudo')
    .option('--user <name>', 'who runs it; the user who called sudo when left out')
    .action((options: { user?: string }) => install(options.user ?? process.env.SUDO_USER));
  command
    .command('status')
    .description('show whether the service runs, since when, and its restarts')
    .option('--json', 'print one JSON document')
    .action(status);
  command.command('remove').description('remove the service; the data are not deleted').action(remove);
  return command;
}

function install(user: string | undefined): void {
  if (!existsSync(TEMPLATE)) throw new Error('the package brings its own service; see: sudo lockout service status');
  mayChange('install');
  if (!user || user === 'root')
    throw new Error('the station should not run as root; name a user: sudo npx lockout service install --user pi');
  const { dataDir } = loadConfig(undefined, process.env, ROOT);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  act('chown', '-R', `${user}:`, dataDir);
  const unit = { folder: ROOT, writes: [...new Set([ROOT, dataDir])], user, node: process.execPath };
  writeFileSync(UNIT, unitOfCheckout(readFileSync(TEMPLATE, 'utf8'), unit));
  for (const args of [['daemon-reload'], ['enable', 'lockout.service'], ['restart', 'lockout.service']])
    act('systemctl', ...args);
  console.log(
    `The station runs from ${ROOT} as ${user}, and starts with the machine. journalctl -u lockout -f shows what it says.`,
  );
}

function status(options: { json?: boolean }): void {
  const { stdout } = spawnSync('systemctl', ['show', 'lockout.service', ...SHOWN.map((name) => `--property=${name}`)], {
    encoding: 'utf8',
  });
  if (!stdout) throw new Error('systemd does not run here; start the station with: npm start');
  const of = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const report = {
    isInstalled: of.LoadState === 'loaded',
    isActive: of.ActiveState === 'active',
    state: `${of.ActiveState} (${of.SubState})`,
    since: of.ActiveEnterTimestamp || null,
    status: of.StatusText ?? '',
    restarts: Number(of.NRestarts ?? 0),
    memoryBytes: /^\d+$/.test(of.MemoryCurrent ?? '') ? Number(of.MemoryCurrent) : null,
    startsWithMachine: of.UnitFileState === 'enabled',
  };
  const memory = report.memoryBytes === null ? '' : `, ${(report.memoryBytes / 1e6).toFixed(0)} MB`;
  const text = report.isInstalled
    ? `${report.state} since ${report.since ?? 'never'}, restarted ${report.restarts} times${memory}\n${report.status}`.trim()
    : 'There is no service; from a checkout: sudo npx lockout service install';
  print(options, report, text);
  if (!report.isActive) process.exitCode = 1;
}

function remove(): void {
  if (!existsSync(UNIT)) throw new Error(`there is no ${UNIT}; the package is removed with: sudo apt remove lockout`);
  mayChange('remove');
  act('systemctl', 'disable', '--now', 'lockout.service');
  rmSync(UNIT);
  act('systemctl', 'daemon-reload');
  console.log('The service is gone. The data stay where they are.');
}

function mayChange(verb: string): void {
  if (process.getuid?.() !== 0) throw new Error(`only root may change services; run: sudo npx lockout service ${verb}`);
  if (!existsSync('/run/systemd/system'))
    throw new Error('systemd does not run here; start the station with: npm start');
}

function act(program: string, ...args: string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${(done.stderr || done.error?.message || '').trim()}`);
}

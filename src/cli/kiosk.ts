/** `lockout kiosk`: the screen of this machine shows the station, and nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { print } from './member.ts';

const UNIT = 'lockout-kiosk.service';
const UNIT_FILE = '/usr/lib/systemd/system/lockout-kiosk.service';
const SETTINGS = '/etc/lockout/kiosk.conf';
const PROGRAMS = ['cage', 'chromium'] as const;
const LONGEST_SLEEP_MIN = 1440;

interface OnOptions {
  sleepAfter: number;
  open?: string;
}

export function kioskCommand(): Command {
  const command = new Command('kiosk').description('the screen of this machine as the bay screen');
  command
    .command('on')
    .description('show the station on the screen of this machine, now and after each start')
    .option('--sleep-after <minutes>', 'dark after so long without anybody; 0: never', minutes, 30)
    .option('--open <hours>', 'opening hours such as 06:00-22:00; outside the screen is dark', hours)
    .action(on);
  command
    .command('off')
    .description('give the screen back')
    .action(() => {
      mayChange('off');
      act('systemctl', 'disable', '--now', UNIT);
      console.log('The screen is free. A monitor shows the log-in again after the next start.');
    });
  command
    .command('status')
    .description('whether the screen is on, and since when')
    .option('--json', 'print one JSON document')
    .action(status);
  return command;
}

function on({ sleepAfter, open }: OnOptions): void {
  mayChange('on');
  const missing = PROGRAMS.filter((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
  if (missing.length > 0)
    throw new Error(`the screen needs ${missing.join(' and ')}; install it: sudo apt install ${missing.join(' ')}`);
  writeFileSync(SETTINGS, settingsFile(sleepAfter, open), { mode: 0o644 });
  act('systemctl', 'enable', UNIT);
  act('systemctl', 'restart', UNIT);
  console.log('The screen shows the station. It can take half a minute. journalctl -u lockout-kiosk shows its log.');
}

/** The page reads them behind its key. */
export const settingsFile = (sleepAfterMin: number, open: string | undefined): string =>
  `# Written by: sudo lockout kiosk on\nLOCKOUT_KIOSK_SETTINGS="&sleep=${sleepAfterMin}${open === undefined ? '' : `&open=${open}`}"\n`;

function status(options: { json?: boolean }): void {
  const of = (property: string) =>
    spawnSync('systemctl', ['show', UNIT, `--property=${property}`, '--value'], { encoding: 'utf8' }).stdout?.trim() ??
    '';
  const shown = {
    isInstalled: existsSync(UNIT_FILE),
    isActive: of('ActiveState') === 'active',
    since: of('ActiveEnterTimestamp') || null,
    restarts: Number(of('NRestarts') || 0),
    startsWithMachine: of('UnitFileState') === 'enabled',
  };
  const text = shown.isActive
    ? `The screen is on since ${shown.since}; the browser was started again ${shown.restarts} times.`
    : 'The screen is off. To switch it on: sudo lockout kiosk on';
  print(options, shown, text);
  if (!shown.isActive) process.exitCode = 1;
}

function mayChange(verb: string): void {
  if (process.getuid?.() !== 0) throw new Error(`only root may change the screen; run: sudo lockout kiosk ${verb}`);
  if (!existsSync(UNIT_FILE)) throw new Error('the kiosk is part of the package for Debian; install that first');
}

function minutes(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > LONGEST_SLEEP_MIN)
    throw new InvalidArgumentError(`"${text}" must be a whole number of minutes, 0 to ${LONGEST_SLEEP_MIN}.`);
  return value;
}

function hours(text: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/.test(text))
    throw new InvalidArgumentError(`"${text}" must be two times of day, such as 06:00-22:00.`);
  return text;
}

function act(program: string, ...args: string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${(done.stderr || done.error?.message || '').trim()}`);
}

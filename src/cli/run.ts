/** `lockout run`: the station, until Ctrl-C. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { pino } from 'pino';
import { type LoadedConfig, loadConfig } from '../app/config/config.ts';
import { terminalLine } from '../app/log-line.ts';
import { LogTail } from '../app/log-tail.ts';
import { writeLocalKey } from '../app/people/access/credentials.ts';
import type { PhoneAddress } from '../app/phone-address.ts';
import { KioskWatch } from '../app/service/kiosk-watch.ts';
import { SystemdService } from '../app/service/systemd.ts';
import { Station } from '../app/station.ts';
import { dataFiles } from '../app/storage/data-folder.ts';
import { restoreAtStart } from '../app/storage/pending-restore.ts';
import { version } from '../app/version.ts';
import { systemClock } from '../common/clock.ts';
import { harmless } from '../contracts/plain-text.ts';

/** Not 0: systemd's `Restart=on-failure` starts it again, too (75: EX_TEMPFAIL of sysexits.h). */
const RESTART_CODE = 75;
const ANSWERED_MS = 200;
const DASHBOARD = fileURLToPath(new URL('../../dashboard', import.meta.url));

export function runCommand(): Command {
  return new Command('run')
    .description('run the station: bays, counting, database, MQTT and the page')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .option('--demo', 'demo: if every board is simulated, adds simulated members and uses a data folder of its own')
    .action(async (options: { config?: string; demo?: boolean }) => {
      const asked = loadConfig(options.config);
      const { demoed, demo } = options.demo ? await demoOf(asked) : { demoed: null, demo: null };
      const loaded = demoed ?? asked;
      const logTail = new LogTail();
      const { level } = loaded.config.log;
      const errorOutput = pino.destination({ dest: 2, sync: true });
      // Words for a person at the terminal; JSON for journald, Docker and files.
      const readable = process.stderr.isTTY ? terminalLine : (line: string) => line;
      const terminal = { write: (line: string) => void errorOutput.write(harmless(readable(line))) };
      const streams = [{ stream: terminal }, { stream: logTail }];
      const every = streams.map((stream) => ({ ...stream, level: 'trace' as const })); // the logger's own level decides
      const logger = pino({ level, base: null }, pino.multistream(every));
      const restored = await restoreAtStart(loaded.dataDir, dataFiles(loaded.dataDir)).catch((error: Error) => {
        logger.error(`the backup was not restored, the database is unchanged: ${error.message}`);
        return null;
      });
      if (restored !== null) console.log(restored);
      let restart = () => {};
      const isRestarted = (process.env.LOCKOUT_RESTARTED_BY ?? '') !== '';
      const station = new Station({
        loaded,
        dashboardDir: existsSync(DASHBOARD) ? DASHBOARD : null,
        logger,
        logTail,
        ...(isRestarted && { restart: () => restart() }),
        ...(demo && { openReader: demo.openReader, demo }),
      });
      const service = new SystemdService({ station, clock: systemClock, logger });
      const { RUNTIME_DIRECTORY: runtime } = process.env;
      const paintedMs = () => station.screens.ownPaintedMs;
      if (runtime) new KioskWatch({ folder: runtime, clock: systemClock, paintedMs, logger }).start();
      const { stopping, stopWith } = stopOnSignal(station, service);
      // Send the response of the restart request first.
      restart = () => void setTimeout(() => stopWith(RESTART_CODE), ANSWERED_MS);
      const { page, phones, broker, screen, setUpCode } = await station.start();
      if (stopping()) return;
      service.ready(`Lockout ${version} at ${page}`);
      // The verbs of the command line look for it where the configuration says.
      if (demo) writeLocalKey(asked.dataDir, station.members.access.localKey);
      // The address of the page does not wait for them.
      const joining = demo?.start(station, logger).catch((error: Error) => {
        logger.warn(`the demo has no simulated members: ${error.message}`);
      });
      const simulated = station.bays
        .filter((bay) => bay.config.board.port === 'simulated')
        .map((bay) => bay.config.name);
      console.log(`\nLockout ${version} is running`);
      console.log(`  page      ${page}`);
      console.log(`            ${PAGES.map(([path, what]) => `${path} ${what}`).join(', ')}`);
      console.log(`  phones    ${phonesText(phones)}`);
      if (screen !== null)
        console.log(`  screen    open ${screen} in a browser on this machine to make it the bay screen`);
      console.log(`  broker    ${broker ?? 'none'}`);
      console.log(`  database  ${loaded.dataDir}`);
      console.log(`  config    ${loaded.file ?? 'none, all defaults. To write a file: npx lockout config init'}`);
      if (setUpCode !== null) console.log(`  first admin  one-time code ${setUpCode} for ${page}/set-up`);
      if (simulated.length > 0)
        console.log(`  SIMULATED lifter on ${simulated.join(', ')}: no board is configured there`);
      const members = await joining;
      if (members) {
        console.log(`  SIMULATED members ${members.join(', ')}: they tap in at a simulated reader`);
        console.log(`  see it as   lifter, trainer or admin: choose at ${page}`);
      }
      if (options.demo && !demo) console.log('  no simulated members: a board or a card reader is configured');
      console.log('Press Ctrl-C to stop.\n');
    });
}

/** Loaded when it is asked for: a station that counts needs no simulated people. */
async function demoOf(asked: LoadedConfig) {
  const [{ demoConfig }, { DemoGym }] = await Promise.all([
    import('../app/demo/demo-config.ts'),
    import('../app/demo/demo-gym.ts'),
  ]);
  const demoed = demoConfig(asked);
  return { demoed, demo: demoed && new DemoGym() };
}

/** Where people go first. */
const PAGES = [
  ['/floor', 'every bay'],
  ['/me', 'my page'],
  ['/members', 'members'],
  ['/programmes', 'programmes'],
  ['/admin', 'manage'],
] as const;

const phonesText = (phones: PhoneAddress) =>
  phones.kind === 'reachable'
    ? phones.origin
    : phones.why === 'loopback'
      ? 'none: the station listens on this machine only. To open it to the network, set web.host to 0.0.0.0 (LOCKOUT_WEB_HOST)'
      : 'none: this machine has no network. Connect it, or set web.publicUrl';

/** One Ctrl-C reaches us twice when npm passes on the one that the terminal sent us too; a person's second one comes later. */
const SAME_CTRL_C_MS = 1000;

/** One signal ends the station with nothing lost; a second one ends it at once. */
function stopOnSignal(station: Station, service: SystemdService) {
  let began = 0;
  const onSignal = () => {
    if (began > 0 && systemClock.monoMs() - began > SAME_CTRL_C_MS) process.exit(130);
    stopWith(0);
  };
  const stopWith = (code: number) => {
    if (began > 0) return;
    began = systemClock.monoMs();
    service.stopping();
    station.stop().then(
      (lost) => {
        const took = `Stopped in ${((systemClock.monoMs() - began) / 1000).toFixed(1)} s`;
        if (lost) console.error(`${took}, but ${lost}`);
        else console.log(`${took}. Sets in progress are saved.`);
        process.exit(lost ? 1 : code);
      },
      (error: Error) => {
        console.error(`lockout: ${error.message}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { stopping: () => began > 0, stopWith };
}

/** The command line: one file per verb, loaded only when it is called, so that `analyze` never loads Johnny-Five. */

import { Command, CommanderError } from 'commander';
import { version } from '../app/version.ts';
import { fileFault } from '../common/file-fault.ts';
import { messageOf } from '../common/message-of.ts';
import { harmless } from '../contracts/plain-text.ts';

interface Verb {
  summary: string;
  load: () => Promise<Command>;
}

const VERBS: Record<string, Verb> = {
  run: { summary: 'run the station (as npm start does)', load: async () => (await import('./run.ts')).runCommand() },
  analyze: {
    summary: 'count the reps of a recording',
    load: async () => (await import('./analyze.ts')).analyzeCommand(),
  },
  replay: {
    summary: 'play a recording through a running station as if live',
    load: async () => (await import('./replay.ts')).replayCommand(),
  },
  record: {
    summary: 'record the samples of a running station',
    load: async () => (await import('./record.ts')).recordCommand(),
  },
  cases: {
    summary: 'list, test and export the wrong counts of this gym',
    load: async () => (await import('./cases.ts')).casesCommand(),
  },
  doctor: {
    summary: 'check sensors, board and controller, and say what to do',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
  flash: {
    summary: 'flash the firmware to a board',
    load: async () => (await import('./flash.ts')).flashCommand(),
  },
  calibrate: {
    summary: 'calibrate load cell, distance sensor and their lag',
    load: async () => (await import('./calibrate.ts')).calibrateCommand(),
  },
  member: {
    summary: 'manage members, trainers and admins',
    load: async () => (await import('./member.ts')).memberCommand(),
  },
  token: {
    summary: 'manage tokens of readers, screens and other programs',
    load: async () => (await import('./token.ts')).tokenCommand(),
  },
  export: {
    summary: 'export the data of a member to a file',
    load: async () => (await import('./export.ts')).exportCommand(),
  },
  backup: {
    summary: 'back up all data to one file',
    load: async () => (await import('./backup.ts')).backupCommand(),
  },
  restore: {
    summary: 'replace the database with a backup',
    load: async () => (await import('./restore.ts')).restoreCommand(),
  },
  data: {
    summary: 'start a new gym, or accept the data folder as it is',
    load: async () => (await import('./data.ts')).dataCommand(),
  },
  config: {
    summary: 'check, show or write the configuration',
    load: async () => (await import('./config.ts')).configCommand(),
  },
  service: {
    summary: 'run the station as a service that starts with the machine',
    load: async () => (await import('./service.ts')).serviceCommand(),
  },
  kiosk: {
    summary: 'the screen of this machine as the bay screen',
    load: async () => (await import('./kiosk.ts')).kioskCommand(),
  },
  update: {
    summary: 'update to a newer package, with automatic rollback',
    load: async () => (await import('./update.ts')).updateCommand(),
  },
  hub: { summary: 'the hub of a chain of gyms', load: async () => (await import('./hub.ts')).hubCommand() },
  ports: { summary: 'list the serial ports', load: async () => (await import('./ports.ts')).portsCommand() },
};

/** Names, reasons and messages come from people, devices and other stations: none of them is to steer the terminal. */
function writeHarmlessly(): void {
  for (const name of ['log', 'error', 'warn'] as const) {
    const write = console[name].bind(console);
    console[name] = (...parts: unknown[]) =>
      write(...parts.map((part) => (typeof part === 'string' ? harmless(part) : part)));
  }
}

/** Errors of the call come to `main` instead of ending the process, in every verb's own verbs too. */
function overrideExit(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(overrideExit);
  return command;
}

/** Runs one verb. Exit codes: 0 done, 1 it failed, 2 the call or its input was wrong. */
export async function main(argv: readonly string[]): Promise<void> {
  writeHarmlessly();
  process.umask(0o077); // what it writes holds names, histories and keys: it is for this user alone
  const program = new Command('lockout')
    .description('The open controller of a smart hip-thrust station')
    .version(version, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError('(lockout --help lists the commands)');
  const asked = argv[2] ?? '';
  const verb = Object.hasOwn(VERBS, asked) ? VERBS[asked] : undefined;
  // The others are there to be listed, and for a verb that isn't one to resemble.
  if (verb) program.addCommand(await verb.load());
  else
    for (const [name, { summary }] of Object.entries(VERBS)) program.addCommand(new Command(name).description(summary));
  overrideExit(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    console.error(`lockout: ${fileFault(error) ?? messageOf(error)}`);
    process.exitCode ||= (error as Error).name === 'ConfigError' ? 2 : 1; // by its name: to load its class would load typebox
  }
}

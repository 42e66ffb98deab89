/** `lockout calibrate`: the calibration of a bay of a running station, as a guided talk or, with flags, step by step. */
import { Command, InvalidArgumentError } from 'commander';
import type { MeasureStep } from '../contracts/calibration.ts';
import { KNOWN_MM } from '../contracts/height-scale.ts';
import { calibrationClient } from './calibrate-client.ts';
import { guide, terminal } from './calibrate-guide.ts';
import { calibrationText } from './calibrate-text.ts';
import { bayOf, type StationOptions, stationUrl } from './client.ts';

interface CalibrateOptions extends StationOptions {
  tare?: boolean;
  mass?: number[];
  racked?: boolean;
  scale?: number;
  top?: boolean;
  lag?: boolean;
  save?: boolean;
  abort?: boolean;
  status?: boolean;
  history?: boolean;
  restore?: string;
  json?: boolean;
}

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description(
      'calibrate a bay of a running station: without flags a guided talk, with flags one step after the other',
    )
    .option('--tare', 'measure the empty load cell')
    .option('--mass <kg>', 'measure a known mass that lies on the cell now', mass)
    .option('--racked', 'measure the racked height')
    .option('--scale <mm>', 'measure the scale: the bar rests this far above or below its racked height', knownMm)
    .option('--top', 'measure the top, while the bar is held there')
    .option('--lag', 'measure the lag, while three quick reps are done')
    .option('--save', 'store what was measured and put it into force')
    .option('--abort', 'discard the calibration in progress')
    .option('--status', 'show what is in force, and what is measured so far')
    .option('--history', 'list the stored calibrations, newest first')
    .option('--restore <id>', 'put a stored calibration into force again')
    .option('--json', 'print the answer of the station as JSON')
    .option('--bay <id>', 'bay; the first one when left out')
    .option('--url <url>', 'address of the station; from the configuration when left out')
    .addHelpText(
      'after',
      '\nWhat is measured stays with the station until it is saved, aborted, or left alone for ten minutes, so that each step can be its own call.\nExit code: 0 done, 1 refused (the text says what to do), 2 the call was wrong.',
    )
    .action(calibrate);
}

async function calibrate(options: CalibrateOptions): Promise<void> {
  const steps = stepsOf(options);
  const { save, abort, status, history, restore } = options;
  const isGuided = steps.length === 0 && !save && !abort && !status && !history && restore === undefined;
  if (isGuided && !(process.stdin.isTTY && process.stdout.isTTY)) {
    process.exitCode = 2;
    throw new Error('there is no terminal to ask on; name the steps (lockout calibrate --help lists them)');
  }
  const base = stationUrl(options);
  const bay = await bayOf(base, options);
  const client = calibrationClient(base, bay);
  if (isGuided) return guide(client, terminal());
  if (abort) await client.abort();
  for (const step of steps) {
    console.error(`${bay}: measuring ${step.step}${step.massKg ? ` (${step.massKg} kg)` : ''} ...`);
    await client.measure(step);
  }
  const saved = save ? await client.save() : null;
  const answer = restore
    ? await client.restore(restore)
    : history
      ? await client.history()
      : (saved ?? (await client.status()));
  console.log(options.json ? JSON.stringify(answer, null, 2) : calibrationText(answer));
}

function stepsOf(options: CalibrateOptions): MeasureStep[] {
  return [
    ...(options.tare ? [{ step: 'tare' } as const] : []),
    ...(options.mass ?? []).map((massKg) => ({ step: 'mass', massKg }) as const),
    ...(options.racked ? [{ step: 'racked' } as const] : []),
    ...(options.scale ? [{ step: 'scale', knownMm: options.scale } as const] : []),
    ...(options.top ? [{ step: 'top' } as const] : []),
    ...(options.lag ? [{ step: 'lag' } as const] : []),
  ];
}

function mass(text: string, before: number[] = []): number[] {
  const massKg = Number(text.replace(',', '.'));
  if (!(massKg > 0 && massKg <= 1000)) throw new InvalidArgumentError('must be a mass in kg, above 0 and up to 1000');
  return [...before, massKg];
}

function knownMm(text: string): number {
  const mm = Number(text.replace(',', '.'));
  if (!(mm >= KNOWN_MM.least && mm <= KNOWN_MM.most))
    throw new InvalidArgumentError(`must be a height difference of ${KNOWN_MM.least} to ${KNOWN_MM.most} mm`);
  return mm;
}

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
    .description('calibrate a bay of a running station: guided, or step by step with options')
    .option('--tare', 'measure the zero of the empty load cell')
    .option('--mass <kg>', 'measure a known mass on the load cell', mass)
    .option('--racked', 'measure the racked height')
    .option('--scale <mm>', 'measure the scale: the bar rests this far above or below its racked height', knownMm)
    .option('--top', 'measure the lockout height while the bar is held there')
    .option('--lag', 'measure the sensor lag during three quick reps')
    .option('--save', 'save and apply the calibration')
    .option('--abort', 'discard the calibration in progress')
    .option('--status', 'show the current calibration and the one in progress')
    .option('--history', 'list the stored calibrations, newest first')
    .option('--restore <id>', 'apply a stored calibration again')
    .option('--json', 'print the result as JSON')
    .option('--bay <id>', 'bay (default: the first one)')
    .option('--url <url>', 'address of the station (default: from the configuration)')
    .addHelpText(
      'after',
      '\nThe station keeps the measured steps until --save, --abort or ten idle minutes, so each step can be its own command.\nExit code: 0 done, 1 refused (the message says what to do), 2 wrong usage.',
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

/** `lockout doctor`: listens to a bay and says what is wrong with it, by the running station or, without one, by itself. */
import { Command, InvalidArgumentError } from 'commander';
import { type LoadedConfig, loadConfig } from '../app/config/config.ts';
import { diagnoseAlone } from '../app/diagnosis/doctor.ts';
import type { Diagnosis } from '../contracts/diagnosis.ts';
import { harmlessButColours } from '../contracts/plain-text.ts';
import { bayOf, call, isStationAt, stationUrl } from './client.ts';
import { diagnosisText } from './doctor-text.ts';

interface DoctorOptions {
  bay?: string;
  seconds: number;
  json?: boolean;
  url?: string;
  config?: string;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check the sensors, board and controller of a bay, and say what to do')
    .option('--bay <id>', 'bay (default: the first one)')
    .option('--seconds <n>', 'how long to listen, 2 to 60', seconds, 10)
    .option('--json', 'print one JSON document')
    .option('--url <url>', 'address of the station (default: from the configuration)')
    .option('-c, --config <file>', 'configuration file (default: ./lockout.yaml)')
    .addHelpText(
      'after',
      '\nExit code: 0 ready to count, 1 not ready, 2 wrong usage.\nTo measure the lag between the sensors, lift three times quickly while it listens.',
    )
    .action(async (options: DoctorOptions) => {
      try {
        const diagnosis = await diagnosisOf(options);
        const isColoured = process.stdout.isTTY === true && !process.env.NO_COLOR;
        process.stdout.write(
          options.json
            ? `${JSON.stringify(diagnosis, null, 2)}\n`
            : harmlessButColours(diagnosisText(diagnosis, isColoured)),
        );
        process.exitCode = diagnosis.canCount ? 0 : 1;
      } catch (error) {
        process.exitCode = 2;
        throw error;
      }
    });
}

async function diagnosisOf(options: DoctorOptions): Promise<Diagnosis> {
  const loaded = options.url ? null : loadConfig(options.config);
  const base = stationUrl(options, loaded?.config);
  if (loaded && !(await isStationAt(base))) return alone(loaded, options);
  const bay = await bayOf(base, options, loaded?.dataDir);
  announce(options, `Listening to ${bay} of the station at ${base}`);
  const url = `${base}/api/v1/bays/${encodeURIComponent(bay)}/diagnosis?seconds=${options.seconds}`;
  const response = await call(url, {}, loaded?.dataDir);
  return (await response.json()) as Diagnosis;
}

async function alone(loaded: LoadedConfig, options: DoctorOptions): Promise<Diagnosis> {
  const { bays } = loaded.config;
  const bay = options.bay ? bays.find(({ id }) => id === options.bay) : bays[0];
  if (!bay)
    throw new Error(`there is no bay ${options.bay}; the configuration has ${bays.map(({ id }) => id).join(', ')}`);
  announce(options, `No station runs here; opening the board of ${bay.id} (${bay.board.port})`);
  return diagnoseAlone(loaded, bay, options.seconds);
}

const announce = ({ seconds }: DoctorOptions, text: string) => console.error(`${text}: ${seconds} s ...`);

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 2 && value <= 60) || !/^\d{1,2}(\.\d{1,2})?$/.test(text))
    throw new InvalidArgumentError('must be a number from 2 to 60');
  return value;
}

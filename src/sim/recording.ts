import type { Lifter } from './lifter.ts';
import type { SensorModel } from './sensor.ts';

/** The core's calibrated input; its shape is repeated here so that neither imports the other. */
type SimulatedInput =
  | { kind: 'height'; atUs: number; heightMm: number; flags?: number }
  | { kind: 'force'; atUs: number; forceN: number; flags?: number }
  | { kind: 'gap'; channel: 'height' | 'force'; fromUs: number; atUs: number };

interface Source {
  sensor: SensorModel;
  lastUs: number;
  missed: boolean;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/**
 * The readings of all sensors in order of time, calibrated as the sensors truly are, to 0.001 mm and 0.001 N. Lag is left
 * in. Lost readings show as one `gap` right before the next that came through. Consumes lifter and sensors: make new ones
 * for a second run. Time stamps are the device's; with a clock that runs wrong they leave the lifter's time, as they would.
 * @param durationS device seconds from the start of the simulation.
 */
export function* simulateInputs(
  lifter: Lifter,
  sensors: readonly SensorModel[],
  durationS: number,
): Generator<SimulatedInput> {
  const sources: Source[] = sensors.map((sensor) => ({ sensor, lastUs: 0, missed: false }));
  for (;;) {
    let first: Source | undefined;
    for (const source of sources) {
      if (!first || source.sensor.peekAtUs() < first.sensor.peekAtUs()) first = source;
    }
    if (!first || first.sensor.peekAtUs() > durationS * 1e6) return;
    const { sensor } = first;
    const { atUs, raw, flags, missing } = sensor.nextReading(lifter);
    if (missing) {
      first.missed = true;
      continue;
    }
    if (first.missed) yield { kind: 'gap', channel: sensor.channel, fromUs: first.lastUs, atUs };
    first.missed = false;
    first.lastUs = atUs;
    const doubt = flags === 0 ? {} : { flags };
    const value = rounded(sensor.calibrated(raw));
    if (sensor.channel === 'height') yield { kind: 'height', atUs, heightMm: value, ...doubt };
    else yield { kind: 'force', atUs, forceN: value, ...doubt };
  }
}

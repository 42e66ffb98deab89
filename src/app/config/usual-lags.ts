/** How late the readings of a sensor are, by what its datasheet says: what holds until a calibration has measured it. */
import type { Config } from '../../contracts/config.ts';

type Load = Config['bays'][number]['load'];
type Distance = Config['bays'][number]['distance'];

/** HX711 and NAU7802 settle in four conversions (HX711 datasheet: 50 ms at 80 SPS, 400 ms at 10 SPS); the middle of them. */
const SETTLING_CONVERSIONS = 4;

const loadLagMs = ({ rateHz }: Load): number => (SETTLING_CONVERSIONS * 1000) / rateHz / 2;

/** What the firmware lets each part measure for, ms; an echo takes no time to speak of. The reading is of the middle of it. */
const MEASURING_MS: Readonly<Record<Distance['sensor'], number>> = { vl53l1x: 20, vl53l0x: 33, hcsr04: 0, none: 0 };
/** From the end of the measurement to the time stamp. */
const READOUT_MS = 1;

const distanceLagMs = ({ sensor, rateHz }: Distance): number =>
  Math.min(MEASURING_MS[sensor], 1000 / rateHz) / 2 + READOUT_MS;

/** Puts in the lags that `given`, the configuration as it was written, leaves out. */
export function fillLags(config: Config, given: unknown): void {
  const written = (given as { bays?: readonly { load?: unknown; distance?: unknown }[] } | null)?.bays ?? [];
  for (const [index, bay] of config.bays.entries()) {
    if (!saysLag(written[index]?.load)) bay.load.lagMs = loadLagMs(bay.load);
    if (!saysLag(written[index]?.distance)) bay.distance.lagMs = distanceLagMs(bay.distance);
  }
}

const saysLag = (part: unknown): boolean => (part as { lagMs?: unknown } | undefined)?.lagMs !== undefined;

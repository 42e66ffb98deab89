/** Plain words for what can be wrong with a sensor, and what to do about it. */
import { RESET_CAUSES, SAMPLE_FLAGS, SENSOR_REASONS } from '../../firmware-bridge/protocol.ts';
import type { CommandResult } from './link.ts';
import type { SensorConfig, SensorRole } from './messages.ts';

const ROLE: Record<SensorRole, string> = {
  load: 'load cell',
  loadRight: 'right load cell',
  distance: 'distance sensor',
};

/** "The load cell (HX711, pins 4 and 5)". */
export function describeSensor({ role, kind, pinA, pinB }: SensorConfig): string {
  const place = kind === 'hx711' || kind === 'hcsr04' ? `pins ${pinA} and ${pinB}` : 'I²C';
  return `The ${ROLE[role]} (${kind.toUpperCase()}, ${place})`;
}

const DEVICE_REASON: Record<keyof typeof SENSOR_REASONS, string> = {
  none: 'has failed',
  noAnswer: 'does not answer: check its wiring and its power',
  wrongId: 'is not what was configured: another chip answers at its address',
  timeout: 'stopped delivering: check its wiring and its power',
  i2cNack: 'refuses its commands: check SDA and SCL and their pull-ups',
  i2cStuck: 'hangs with the I²C bus held low: switch its power off and on, look for a short circuit',
  saturated: 'reads full scale: it is overloaded, or a wire of the bridge is open',
  desync: 'gives garbled readings: keep its wires short and away from mains and motors',
  badPins: 'is configured on pins that this board can not use for it',
};

/** @param reason of a SENSOR_STATE message. */
export function deviceReasonWords(reason: number): string {
  const name = (Object.entries(SENSOR_REASONS) as [keyof typeof SENSOR_REASONS, number][]).find(
    ([, value]) => value === reason,
  )?.[0];
  return name ? DEVICE_REASON[name] : `has failed for a reason that this version does not know (${reason})`;
}

/** @param flags of a sample whose reading failed. */
export function failedReadingWords(flags: number): string {
  if (flags & SAMPLE_FLAGS.i2cError) return DEVICE_REASON.i2cNack;
  return flags & SAMPLE_FLAGS.desync ? DEVICE_REASON.desync : DEVICE_REASON.timeout;
}

export const CONFIGURE_REFUSED: Record<CommandResult, string> = {
  ok: '',
  noAnswer: 'could not be configured: the board does not confirm the command',
  badCrc: 'could not be configured: the command arrives damaged',
  badLength: 'could not be configured: the firmware expects another command, run `npx lockout flash`',
  badSlot: 'could not be configured: the board has no such slot',
  badKind: 'is not supported by this firmware: run `npx lockout flash`',
  badGain: 'can not work with the configured gain: change `gain`',
  badRate: 'can not deliver at the configured rate: change `rateHz`',
  badPins: DEVICE_REASON.badPins,
  busy: 'could not be configured: the board is busy',
};

const RESET_CAUSE: Record<keyof typeof RESET_CAUSES, string> = {
  powerOn: 'power was off',
  external: 'reset button or USB',
  brownOut: 'too low a voltage',
  watchdog: 'watchdog',
};

/** @param causes bits of `RESET_CAUSES`, as STATUS carries them. */
export function resetCauseWords(causes: number): string {
  const names = Object.keys(RESET_CAUSES) as (keyof typeof RESET_CAUSES)[];
  const words = names.flatMap((name) => (causes & RESET_CAUSES[name] ? [RESET_CAUSE[name]] : []));
  return words.join(', ') || 'cause unknown';
}

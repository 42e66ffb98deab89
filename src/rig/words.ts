/** What can be wrong with a sensor or the board, as codes: `contracts/board-reasons.ts` has the texts. */
import { RESET_CAUSES, SAMPLE_FLAGS, SENSOR_REASONS } from '../../firmware-bridge/protocol.ts';
import type { BoardReasonCode, SensorFault } from '../contracts/board-reasons.ts';
import type { CommandResult } from './link.ts';
import type { SensorConfig } from './messages.ts';

/** What is wrong with a sensor, with what says where it hangs. */
export function sensorReason({ role, kind, pinA, pinB }: SensorConfig, fault: SensorFault): BoardReasonCode {
  const pins = kind === 'hx711' || kind === 'hcsr04' ? `${pinA}, ${pinB}` : '';
  return { kind: `sensor-${fault}`, params: { sensor: role, part: kind.toUpperCase(), pins } } as BoardReasonCode;
}

const DEVICE_FAULTS: Record<keyof typeof SENSOR_REASONS, SensorFault> = {
  none: 'failed',
  noAnswer: 'no-answer',
  wrongId: 'wrong-id',
  timeout: 'timeout',
  i2cNack: 'i2c-nack',
  i2cStuck: 'i2c-stuck',
  saturated: 'full-scale',
  desync: 'garbled',
  badPins: 'bad-pins',
};

/** @param reason of a SENSOR_STATE message; a number that this version does not know has only failed */
export function deviceFault(reason: number): SensorFault {
  const names = Object.keys(SENSOR_REASONS) as (keyof typeof SENSOR_REASONS)[];
  return DEVICE_FAULTS[names.find((name) => SENSOR_REASONS[name] === reason) ?? 'none'];
}

/** @param flags of a sample whose reading failed. */
export function failedReading(flags: number): SensorFault {
  if (flags & SAMPLE_FLAGS.i2cError) return 'i2c-nack';
  return flags & SAMPLE_FLAGS.desync ? 'garbled' : 'timeout';
}

export const CONFIGURE_REFUSED: Record<CommandResult, SensorFault | null> = {
  ok: null,
  noAnswer: 'unconfirmed',
  badCrc: 'damaged',
  badLength: 'other-command',
  badSlot: 'no-slot',
  badKind: 'unsupported',
  badGain: 'bad-gain',
  badRate: 'bad-rate',
  badPins: 'bad-pins',
  busy: 'busy',
};

/** @param causes bits of `RESET_CAUSES`, as STATUS carries them. */
export function restarted(causes: number): BoardReasonCode {
  const names = Object.keys(RESET_CAUSES) as (keyof typeof RESET_CAUSES)[];
  return { kind: 'restarted', params: { causes: names.filter((name) => causes & RESET_CAUSES[name]).join(', ') } };
}

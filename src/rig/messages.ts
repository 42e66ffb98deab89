/**
 * What the controller and a board's child process say to each other over IPC, and the shapes they share.
 * Everything here is plain JSON.
 */
import type { Decoded } from '../../firmware-bridge/codec.ts';
import type { SENSOR_KINDS } from '../../firmware-bridge/protocol.ts';
import { type BoardReasonCode, boardReasonText } from '../contracts/board-reasons.ts';

type SensorRole = 'load' | 'loadRight' | 'distance';
type SensorKind = Exclude<keyof typeof SENSOR_KINDS, 'none'>;

/** One reading as the sensor gave it: counts of a load cell, millimetres of a distance sensor. */
export interface RawSample {
  slot: number;
  /** Of this slot, wraps at 65536. */
  seq: number;
  /** The board's clock at the conversion, u32, wraps every 71.6 minutes. */
  atUs: number;
  raw: number;
  /** Bits of `SAMPLE_FLAGS`. With `timeout`, `desync` or `i2cError` the reading failed, and `raw` means nothing. */
  flags: number;
  /** When the bytes reached the child process: monotonic milliseconds, with fraction, on the axis of the whole machine. */
  hostMs: number;
  /** Samples of one epoch share one clock of the board. It rises by one whenever the board or its process started again. */
  epoch: number;
}

export interface SensorConfig {
  slot: number;
  role: SensorRole;
  kind: SensorKind;
  rateHz: number;
  /** Of the load cell's amplifier; 0 for a distance sensor. */
  gain: number;
  /** The board's input: DT of an HX711, ECHO of an HC-SR04. 255 on I²C. */
  pinA: number;
  /** The board's output: SCK of an HX711, TRIG of an HC-SR04. 255 on I²C. */
  pinB: number;
  /** I²C address; 0 takes the usual one of its kind. */
  address: number;
}

/** How the simulated rig is built and what its lifter does; used only while `port` is `simulated`. */
interface SimulatorConfig {
  seed: number;
  massKg: number;
  /** 2 lifts and rests in half the time. */
  timeScale: number;
  forceMount: 'bar' | 'platform' | 'hooks' | 'none';
  looks: 'up' | 'down';
  zeroMm: number;
  zeroCounts: number;
  countsPerN: number;
  /** A second cell, which carries a share of the force. */
  loadRight?: { slot: number; zeroCounts: number; countsPerN: number };
  /** The board's clock at power-on; near 2^32 it soon wraps. Default 0. */
  startAtUs?: number;
}

/** Pins of light and buzzer; null: not wired. */
export interface OutputPins {
  ledPin: number | null;
  buzzerPin: number | null;
  tareButtonPin: number | null;
  undoButtonPin: number | null;
}

/**
 * What the status light says. `ready` blinks slowly, `lockout` is lit (counted: hold), `held` flickers (held long enough:
 * lower), `trouble` blinks fast, `greeting` blinks for a card that was read, `off` is dark (not measuring).
 */
export type Light = 'off' | 'ready' | 'lockout' | 'held' | 'trouble' | 'greeting';
export type Sound =
  | 'lockout'
  | 'hold-met'
  | 'set-done'
  | 'accepted'
  | 'refused'
  | 'hello'
  | 'goodbye'
  | 'question'
  | 'unknown';
export type ButtonName = 'tare' | 'undo';

export interface BoardConfig {
  bayId: string;
  /** `simulated`, or the path of a serial port. */
  port: string;
  baud: number;
  sensors: SensorConfig[];
  outputs?: OutputPins;
  simulator?: SimulatorConfig;
}

/** `ok`: every sensor delivers. `degraded`: one does not. `lost`: no board. `starting`: not known yet. */
export type BoardState = 'starting' | 'ok' | 'degraded' | 'lost';

export interface BoardHealth {
  state: BoardState;
  /** Why, and what to do; empty when ok. */
  reasons: readonly BoardReasonCode[];
  /** The same in plain English. */
  reason: string;
}
export const healthOf = (state: BoardState, ...reasons: BoardReasonCode[]): BoardHealth => ({
  state,
  reasons,
  reason: reasons.map(boardReasonText).join(' '),
});

/** Health of one sensor, sent on every change. */
export interface SensorReport {
  slot: number;
  role: SensorRole;
  kind: SensorKind;
  state: 'starting' | 'ok' | 'failed';
  /** Null while nothing is wrong. */
  reason: BoardReasonCode | null;
  /** What the board itself said last about this sensor. */
  device: Decoded<'SENSOR_STATE'> | null;
}

/** What became of one slot's samples, since the process started. */
export interface SlotCounters {
  slot: number;
  samplesReceived: number;
  /** By gaps in the sequence. */
  samplesLost: number;
  samplesDuplicated: number;
  /** Sequence number older than expected: dropped. */
  samplesOutOfOrder: number;
  /** Arrived more than 50 ms after the fastest one of late. */
  samplesLate: number;
  worstDelayMs: number;
}

/** What became of the bytes, since the process started. Nothing is dropped without one of these rising. */
export interface LinkCounters {
  bytesReceived: number;
  framesReceived: number;
  framesBadCrc: number;
  framesBadLength: number;
  /** For a slot that isn't configured, or a message that only a host may send. */
  framesUnexpected: number;
  statusLost: number;
  /** Chunks on which Firmata's parser failed. */
  parserFaults: number;
  /** Bytes thrown away because Firmata's parser held an endless message. */
  parserBytesDropped: number;
  commandsRetried: number;
  commandsFailed: number;
  writesFailed: number;
}
export const noLinkCounters = (): LinkCounters => ({
  bytesReceived: 0,
  framesReceived: 0,
  framesBadCrc: 0,
  framesBadLength: 0,
  framesUnexpected: 0,
  statusLost: 0,
  parserFaults: 0,
  parserBytesDropped: 0,
  commandsRetried: 0,
  commandsFailed: 0,
  writesFailed: 0,
});

export interface BoardStatus {
  epoch: number;
  firmware: string;
  /** The board's own heartbeat; null until the first one. */
  device: Decoded<'STATUS'> | null;
  link: LinkCounters;
  slots: SlotCounters[];
  /** Memory of the child process. */
  rssBytes: number;
}

/**
 * Faults that a simulated board can be given. `crash` and `hang` are of the child process itself; `sensor` is one of the
 * sensor model's own faults, named by `sensorFault` (`frozen`, `silent`, `blackMat`, …); `failSensor` makes the board
 * report that the sensor doesn't answer.
 */
export type FaultName =
  | 'unplug'
  | 'mute'
  | 'garbage'
  | 'flipBits'
  | 'reset'
  | 'failSensor'
  | 'sensor'
  | 'crash'
  | 'hang';

export interface Fault {
  fault: FaultName;
  on: boolean;
  /** For the sensor faults; all slots when left out. */
  slot?: number;
  sensorFault?: string;
}

export type ParentMessage =
  | { type: 'configure'; config: BoardConfig; epoch: number }
  | { type: 'beat' }
  | ({ type: 'fault' } & Fault)
  /** Of a simulated board; a real one ignores it. */
  | { type: 'lifter'; isWaiting: boolean }
  /** The light stays until the next one; a sound replaces the one that is playing. */
  | { type: 'show'; light: Light; sound: Sound | null }
  | { type: 'stop' };

export type LogLevel = 'info' | 'warn' | 'error';

export type ChildMessage =
  | { type: 'beat' }
  | { type: 'samples'; samples: RawSample[] }
  | ({ type: 'sensor' } & SensorReport)
  | ({ type: 'status' } & BoardStatus)
  | ({ type: 'state' } & BoardHealth)
  | { type: 'button'; button: ButtonName }
  | { type: 'log'; level: LogLevel; text: string };

/** Exit code of a child that gave its board up after saying why; the supervisor starts a new one. */
export const EXIT_BOARD_LOST = 3;

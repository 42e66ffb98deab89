import { EventEmitter } from 'node:events';
import type { Decoded } from '../../firmware-bridge/codec.ts';
import { SAMPLE_FLAGS, SENSOR_KINDS, SENSOR_STATES } from '../../firmware-bridge/protocol.ts';
import type { SensorFault } from '../contracts/board-reasons.ts';
import { DelayWatch } from './delay-watch.ts';
import { type Board, type ComponentOptions, type Io, initComponent } from './johnny-five.ts';
import type { Link } from './link.ts';
import type { RawSample, SensorConfig, SensorReport, SlotCounters } from './messages.ts';
import { SequenceCounter } from './sequence.ts';
import { CONFIGURE_REFUSED, deviceFault, failedReading, sensorReason } from './words.ts';

interface SlotSensorOptions {
  board: Board;
  link: Link;
  config: SensorConfig;
}

interface SlotSensorEvents {
  sample: [sample: RawSample];
  /** Emitted by `judge` when the sensor's state or its reason changed. */
  state: [report: SensorReport];
}

/** A VL53L1X needs about a second from its reset to its first reading, an HX711 at 10 SPS half a second. */
const START_UP_MS = 1_500;
/** A sensor is silent after six periods, but no sooner than the host could be busy. */
const SILENT_PERIODS = 6;
const SILENT_AT_LEAST_MS = 300;
const RECONFIGURE_PERIOD_MS = 2_000;
const FAILED_READING = SAMPLE_FLAGS.timeout | SAMPLE_FLAGS.desync | SAMPLE_FLAGS.i2cError;
/** A single failed reading is noise on a wire. */
const FAILING_AFTER_MS = 300;

/**
 * A Johnny-Five component for a sensor that the board itself reads, stamps and numbers (`Sensor` of Johnny-Five polls by
 * a host timer and repeats the last value when nothing arrives). `LoadCell` and `Rangefinder` say what is peculiar to each.
 */
export abstract class SlotSensor extends EventEmitter<SlotSensorEvents> {
  /** Set by Johnny-Five's `Board.Component`. */
  declare readonly board: Board;
  declare readonly io: Io;
  declare readonly id: string;
  readonly config: SensorConfig;
  report: SensorReport;
  readonly #link: Link;
  readonly #sequence = new SequenceCounter();
  readonly #delay = new DelayWatch();
  #lastSampleMs: number | null = null;
  #failingSinceMs: number | null = null;
  #failureFlags = 0;
  #configuredMs = 0;
  #refused: SensorFault | null = null;
  #isConfiguring = false;

  constructor({ board, link, config }: SlotSensorOptions) {
    super();
    initComponent.call(this, componentOptions(board, config), { requestPin: false, normalizePin: false });
    this.config = config;
    this.#link = link;
    const { slot, role, kind } = config;
    this.report = { slot, role, kind, state: 'starting', reason: null, device: null };
  }

  get counters(): SlotCounters {
    const { received, lost, duplicated, outOfOrder } = this.#sequence;
    return {
      slot: this.config.slot,
      samplesReceived: received,
      samplesLost: lost,
      samplesDuplicated: duplicated,
      samplesOutOfOrder: outOfOrder,
      samplesLate: this.#delay.late,
      worstDelayMs: this.#delay.worstMs,
    };
  }

  /** Configures this slot on the board. Never rejects: a refusal shows in the sensor's state and is tried again. */
  async configure(nowMs: number): Promise<void> {
    if (this.#isConfiguring) return;
    this.#isConfiguring = true;
    this.#configuredMs = nowMs;
    this.#lastSampleMs = null;
    const { slot, kind, rateHz, gain, pinA, pinB, address } = this.config;
    const fields = { slot, kind: SENSOR_KINDS[kind], rateHz, gain, pinA, pinB, address };
    // A configured slot numbers its samples again.
    const result = await this.#link.command('CONFIGURE', fields, () => this.#sequence.restart());
    this.#refused = CONFIGURE_REFUSED[result];
    this.#isConfiguring = false;
  }

  /** Forgets sequence and clock of the board's former life. */
  restart(): void {
    this.#sequence.restart();
    this.#delay.restart();
    this.#lastSampleMs = null;
  }

  receiveSample(sample: Decoded<'SAMPLE'>, hostMs: number, nowMs: number): void {
    if (!this.#sequence.accept(sample.seq)) return;
    this.#delay.observe(sample.atUs, hostMs);
    this.#lastSampleMs = nowMs;
    if (sample.flags & FAILED_READING) {
      this.#failingSinceMs ??= nowMs;
      this.#failureFlags = sample.flags;
    } else {
      this.#failingSinceMs = null;
      this.observe(sample, nowMs);
    }
    const { slot, seq, atUs, raw, flags } = sample;
    this.emit('sample', { slot, seq, atUs, raw, flags, hostMs, epoch: this.#link.epoch });
  }

  receiveState(device: Decoded<'SENSOR_STATE'>): void {
    this.report = { ...this.report, device };
  }

  /** Updates the sensor's state, notifies listeners of a change, and reconfigures a sensor that refused. */
  judge(nowMs: number): SensorReport {
    const fault = this.#fault(nowMs);
    const state = fault ? 'failed' : this.#lastSampleMs === null ? 'starting' : 'ok';
    const reason = fault && sensorReason(this.config, fault);
    if (state !== this.report.state || reason?.kind !== this.report.reason?.kind) {
      this.report = { ...this.report, state, reason };
      this.emit('state', this.report);
    }
    if (this.#refused && nowMs - this.#configuredMs > RECONFIGURE_PERIOD_MS) void this.configure(nowMs);
    return this.report;
  }

  /** Looks at one sample that did not fail for what is peculiar to the sensor. */
  protected abstract observe(sample: Decoded<'SAMPLE'>, nowMs: number): void;

  /** What is wrong with the values themselves, or null. */
  protected abstract valueFault(nowMs: number): SensorFault | null;

  #fault(nowMs: number): SensorFault | null {
    if (this.#refused) return this.#refused;
    const { device } = this.report;
    if (device && (device.state === SENSOR_STATES.failed || device.state === SENSOR_STATES.retrying)) {
      return deviceFault(device.reason);
    }
    if (this.#lastSampleMs === null) {
      return nowMs - this.#configuredMs > START_UP_MS ? 'sends-nothing' : null;
    }
    const silentAfterMs = Math.max(SILENT_AT_LEAST_MS, (SILENT_PERIODS * 1000) / this.config.rateHz);
    if (nowMs - this.#lastSampleMs > silentAfterMs) return 'stopped-sending';
    if (this.#failingSinceMs !== null) {
      return nowMs - this.#failingSinceMs > FAILING_AFTER_MS ? failedReading(this.#failureFlags) : null;
    }
    return this.valueFault(nowMs);
  }
}

function componentOptions(board: Board, { kind, pinA, pinB, address }: SensorConfig): ComponentOptions {
  const options = { board, controller: kind.toUpperCase() };
  return kind === 'hx711' || kind === 'hcsr04' ? { ...options, pins: [pinA, pinB] } : { ...options, address };
}

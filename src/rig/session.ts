import { setTimeout as delay } from 'node:timers/promises';
import { LIMITS, PROTOCOL_VERSION } from '../../firmware-bridge/protocol.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { type BoardReasonCode, boardReasonText } from '../contracts/board-reasons.ts';
import { Handshake } from './handshake.ts';
import { type Board, createBoard, createIo, type Io } from './johnny-five.ts';
import { Link } from './link.ts';
import { LoadCell } from './load-cell.ts';
import {
  type BoardConfig,
  type BoardHealth,
  type ChildMessage,
  healthOf,
  type Light,
  noLinkCounters,
  type RawSample,
  type Sound,
} from './messages.ts';
import { Outputs } from './outputs.ts';
import { Rangefinder } from './rangefinder.ts';
import { PortError } from './serial-ports.ts';
import type { SlotSensor } from './slot-sensor.ts';
import { StreamGuard } from './stream-guard.ts';
import type { OpenTransport, Transport } from './transport.ts';
import { WireQuality } from './wire-quality.ts';
import { restarted } from './words.ts';

interface SessionOptions {
  config: BoardConfig;
  /** Epoch of the first samples, see `RawSample`. */
  epoch: number;
  open: OpenTransport;
  clock?: Clock;
  send: (message: ChildMessage) => void;
  /** The board is gone for this process: Johnny-Five can't reconnect, so the process has to end. */
  onGone: () => void;
}

const REOPEN_PERIOD_MS = 500;
const JUDGE_PERIOD_MS = 100;
/** The board's own heartbeat comes every 250 ms, samples or not: two may be missed. */
const SILENT_AFTER_MS = 650;
/** No whole frame, but bytes until now: garbage. Shorter than the limit above, which begins with the last whole frame. */
const NOISE_WITHIN_MS = 300;
/** Opening the port again resets most boards, which also heals one that hangs. */
const GIVE_UP_SILENT_AFTER_MS = 3_000;
/** A board that restarts by itself is up again in a blink; a person must see it all the same. */
const SHOW_RESTART_MS = 2_000;

/**
 * One life of a board behind Johnny-Five: opens the port (again and again while it isn't there), shakes hands, configures
 * the sensors, keeps the heartbeat, watches over everything, and gives up with a reason when the board is gone.
 */
export class BoardSession {
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #counters = noLinkCounters();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #stopping = new AbortController();
  readonly #quality = new WireQuality();
  #guard: StreamGuard | null = null;
  #io: Io | null = null;
  #link: Link | null = null;
  #sensors: SlotSensor[] = [];
  #outputs: Outputs | null = null;
  #batch: RawSample[] = [];
  #health: BoardHealth = healthOf('starting');
  #lastFrameMs = 0;
  #framesSeen = 0;
  #lastBytesMs = 0;
  #isConfigured = false;
  #judgedMs = 0;
  #restartReason: BoardReasonCode | null = null;
  #restartedMs = 0;
  #isOver = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Resolves when the port is open and the handshake has begun, or the session was stopped before. */
  async start(): Promise<void> {
    const { config } = this.#options;
    this.#setHealth('starting', { kind: 'opening', params: { port: config.port } });
    let port: Transport | null = null;
    while (!port && !this.#isOver) port = await this.#tryOpen();
    if (port) this.#attach(port);
  }

  /** See `Outputs.show`; before the board is ready it has no effect. */
  show(light: Light, sound: Sound | null): void {
    if (!this.#isOver) this.#outputs?.show(light, sound);
  }

  /** Closes the port. Nothing is sent any more. */
  async stop(): Promise<void> {
    this.#isOver = true;
    this.#outputs?.stop();
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#io) clearTimeout(this.#io.reportVersionTimeoutId);
    await this.#guard?.close();
  }

  /** Null after a failure and the wait that follows it. */
  async #tryOpen(): Promise<Transport | null> {
    try {
      return await this.#options.open();
    } catch (error) {
      this.#setHealth('lost', error instanceof PortError ? error.code : portFailing(error));
      await delay(REOPEN_PERIOD_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
      return null;
    }
  }

  #attach(port: Transport): void {
    if (this.#isOver) {
      void port.close();
      return;
    }
    const guard = (this.#guard = new StreamGuard(port, this.#counters, this.#clock));
    guard.on('close', (error?: Error) => this.#giveUp({ kind: 'unplugged', params: { reason: error?.message ?? '' } }));
    guard.on('parserFault', (error) => this.#log('warn', `Firmata refused what the board sent: ${messageOf(error)}`));
    const io = (this.#io = createIo(guard));
    guard.watch(io);
    io.on('error', (error) => this.#log('warn', `The port reports: ${messageOf(error)}`));
    this.#link = new Link(io, guard, this.#counters, this.#options.epoch);
    guard.on('chunkEnd', () => {
      this.#noteArrival(this.#nowMs);
      this.#flush();
    });
    const board = createBoard(io);
    board.on('error', (error: unknown) => this.#log('warn', `Johnny-Five reports: ${messageOf(error)}`));
    const { config } = this.#options;
    const handshake = new Handshake({ io, config, counters: this.#counters, openedMs: this.#nowMs });
    board.on('ready', () => this.#begin(board, io, handshake));
    this.#setHealth('starting', { kind: 'port-open', params: {} });
    this.#every(Handshake.askPeriodMs, () => this.#giveUpIf(handshake.ask(this.#nowMs)));
    guard.start();
  }

  #begin(board: Board, io: Io, handshake: Handshake): void {
    const link = this.#link;
    this.#giveUpIf(handshake.refusal());
    if (this.#isOver || !link) return;
    const { firmware } = handshake;
    this.#log('info', `The board answers: ${firmware}.`);
    this.#lastFrameMs = this.#nowMs;
    this.#sensors = this.#options.config.sensors.map((config) => {
      const sensor =
        config.role === 'distance' ? new Rangefinder({ board, link, config }) : new LoadCell({ board, link, config });
      sensor.on('sample', (sample) => this.#batch.push(sample));
      sensor.on('state', (report) => this.#options.send({ type: 'sensor', ...report }));
      return sensor;
    });
    const bySlot = new Map(this.#sensors.map((sensor) => [sensor.config.slot, sensor]));
    link.on('SAMPLE', (sample, hostMs) => {
      const sensor = bySlot.get(sample.slot);
      if (sensor) sensor.receiveSample(sample, hostMs, this.#nowMs);
      else this.#counters.framesUnexpected++;
    });
    link.on('SENSOR_STATE', (state) => bySlot.get(state.slot)?.receiveState(state));
    link.on('restart', (status) => this.#boardRestarted(status.resetCause));
    link.on('STATUS', () => this.#statusArrived(firmware));
    // A board that wasn't restarted by opening its port still has the slots of its last host.
    io.reset();
    this.#connectOutputs(board, io);
    this.#every(LIMITS.hostHeartbeatPeriodMs, () => link.sendHeartbeat());
    // Its STATUS says which protocol it speaks; the sensors are configured only then.
    void link.command('QUERY', {});
    this.#every(JUDGE_PERIOD_MS, () => this.#judge());
  }

  #connectOutputs(board: Board, io: Io): void {
    const pins = this.#options.config.outputs;
    if (!pins) return;
    const outputs = (this.#outputs = new Outputs(board, io, pins));
    outputs.on('press', (button) => {
      if (!this.#isOver) this.#options.send({ type: 'button', button });
    });
  }

  #configure(): void {
    // The board sends samples only while the host lives, so the heartbeat goes first.
    this.#link?.sendHeartbeat();
    for (const sensor of this.#sensors) {
      sensor.restart();
      void sensor.configure(this.#nowMs);
    }
  }

  #boardRestarted(resetCause: number): void {
    this.#restartReason = restarted(resetCause);
    this.#restartedMs = this.#nowMs;
    this.#log('warn', boardReasonText(this.#restartReason));
    this.#outputs?.restart();
    this.#configure();
  }

  #statusArrived(firmware: string): void {
    const link = this.#link!;
    const device = link.lastStatus!;
    if (device.protocolVersion !== PROTOCOL_VERSION) {
      this.#giveUp({
        kind: 'other-protocol',
        params: { theirs: device.protocolVersion, ours: PROTOCOL_VERSION },
      });
      return;
    }
    if (!this.#isConfigured) {
      this.#isConfigured = true;
      this.#configure();
    }
    this.#options.send({
      type: 'status',
      epoch: link.epoch,
      firmware,
      device,
      link: this.#counters,
      slots: this.#sensors.map((sensor) => sensor.counters),
      rssBytes: process.memoryUsage.rss(),
    });
  }

  #judge(): void {
    const nowMs = this.#nowMs;
    // After a stall of this process the timers run before the bytes that waited are read: judge next time.
    const isLate = nowMs - this.#judgedMs > 3 * JUDGE_PERIOD_MS;
    this.#judgedMs = nowMs;
    if (isLate) return;
    const reports = this.#sensors.map((sensor) => sensor.judge(nowMs));
    const wireReason = this.#quality.judge(
      nowMs,
      this.#counters,
      this.#sensors.map((sensor) => sensor.counters),
    );
    const silentMs = nowMs - this.#lastFrameMs;
    if (silentMs > SILENT_AFTER_MS) {
      const isNoise = nowMs - this.#lastBytesMs < NOISE_WITHIN_MS;
      const reason: BoardReasonCode = { kind: isNoise ? 'garbage' : 'fell-silent', params: {} };
      if (silentMs > GIVE_UP_SILENT_AFTER_MS) this.#giveUp(reason);
      else this.#setHealth('lost', reason);
      return;
    }
    const faults = reports.flatMap(({ state, reason }) => (state === 'failed' && reason ? [reason] : []));
    const isStarting = reports.some(({ state }) => state === 'starting');
    if (!isStarting && nowMs - this.#restartedMs > SHOW_RESTART_MS) this.#restartReason = null;
    if (this.#restartReason) faults.unshift(this.#restartReason);
    if (wireReason) faults.push(wireReason);
    faults.push(...(this.#outputs?.faults ?? []));
    if (faults.length > 0) this.#setHealth('degraded', ...faults);
    else if (isStarting) this.#setHealth('starting', { kind: 'awaiting-samples', params: {} });
    else this.#setHealth('ok');
  }

  #noteArrival(nowMs: number): void {
    this.#lastBytesMs = nowMs;
    if (this.#counters.framesReceived > this.#framesSeen) this.#lastFrameMs = nowMs;
    this.#framesSeen = this.#counters.framesReceived;
  }

  #flush(): void {
    if (this.#batch.length === 0 || this.#isOver) return;
    this.#options.send({ type: 'samples', samples: this.#batch });
    this.#batch = [];
  }

  #giveUpIf(reason: BoardReasonCode | null): void {
    if (reason) this.#giveUp(reason);
  }

  #giveUp(reason: BoardReasonCode): void {
    if (this.#isOver) return;
    this.#flush();
    this.#setHealth('lost', reason);
    this.#isOver = true;
    this.#options.onGone();
  }

  get #nowMs(): number {
    return this.#clock.monoMs();
  }

  #setHealth(state: BoardHealth['state'], ...reasons: BoardReasonCode[]): void {
    const health = healthOf(state, ...reasons);
    if (this.#isOver || (state === this.#health.state && health.reason === this.#health.reason)) return;
    this.#health = health;
    this.#options.send({ type: 'state', ...health });
  }

  #log(level: 'info' | 'warn', text: string): void {
    if (!this.#isOver) this.#options.send({ type: 'log', level, text });
  }

  #every(periodMs: number, run: () => void): void {
    this.#timers.push(setInterval(run, periodMs));
  }
}

const portFailing = (error: unknown): BoardReasonCode => ({
  kind: 'port-failing',
  params: { reason: messageOf(error) },
});

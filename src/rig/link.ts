import { EventEmitter } from 'node:events';
import { type Decoded, decodeBody, encodeBody, type Message } from '../../firmware-bridge/codec.ts';
import { ACK_RESULTS, MESSAGES } from '../../firmware-bridge/protocol.ts';
import type { Io } from './johnny-five.ts';
import type { LinkCounters } from './messages.ts';
import { SequenceCounter } from './sequence.ts';
import type { StreamGuard } from './stream-guard.ts';

/** What the board answered to a command; `noAnswer` after all repeats. */
export type CommandResult = keyof typeof ACK_RESULTS | 'noAnswer';

interface LinkEvents {
  SAMPLE: [sample: Decoded<'SAMPLE'>, hostMs: number];
  STATUS: [status: Decoded<'STATUS'>];
  SENSOR_STATE: [state: Decoded<'SENSOR_STATE'>];
  /** The board started again: its clock and its slots are at zero. */
  restart: [status: Decoded<'STATUS'>];
}

/** A command and its answer take under 10 ms; a third of a second in all is short enough for a user not to notice. */
const ANSWER_TIMEOUT_MS = 120;
const ATTEMPTS = 3;

const deviceMessageIds = Object.values(MESSAGES).flatMap(({ id, from }) => (from === 'device' ? [id] : []));
const resultNames = Object.entries(ACK_RESULTS) as [keyof typeof ACK_RESULTS, number][];

// Firmata keeps sysex handlers in one table per process, whatever the instance; `this` is the receiving one.
const links = new WeakMap<Io, Link>();

/** Our messages over Firmata's sysex: decodes and counts what comes, repeats commands until the board answers. */
export class Link extends EventEmitter<LinkEvents> {
  readonly counters: LinkCounters;
  /** See `RawSample.epoch`. */
  epoch: number;
  lastStatus: Decoded<'STATUS'> | null = null;
  readonly #io: Io;
  readonly #statusSequence = new SequenceCounter();
  readonly #pending = new Map<number, (result: CommandResult) => void>();
  #arrivalMs = 0;
  #commandSeq = 0;

  constructor(io: Io, guard: StreamGuard, counters: LinkCounters, epoch: number) {
    super();
    this.#io = io;
    this.counters = counters;
    this.epoch = epoch;
    guard.on('chunk', (arrivalMs: number) => {
      this.#arrivalMs = arrivalMs;
    });
    links.set(io, this);
    for (const id of deviceMessageIds) {
      io.clearSysexResponse(id); // registering twice throws
      io.sysexResponse(id, function (data) {
        links.get(this)?.receive(id, data);
      });
    }
  }

  /** Sends a message that has no answer. */
  sendHeartbeat(): void {
    this.#io.sysexCommand(encodeBody('HEARTBEAT', { seq: this.#nextSeq() }));
  }

  /**
   * Sends a command until the board answers, at most three times. `onAnswer` is called at once, before the frames that
   * follow the answer in the same chunk; the promise settles only after them.
   */
  async command<N extends 'CONFIGURE' | 'QUERY'>(
    name: N,
    fields: Omit<Decoded<N>, 'seq'>,
    onAnswer?: () => void,
  ): Promise<CommandResult> {
    const seq = this.#nextSeq();
    const body = encodeBody(name, { seq, ...fields } as Decoded<N>);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) this.counters.commandsRetried++;
      const result = await this.#ask(seq, body, onAnswer);
      // A frame that was damaged on its way is worth another try; any other answer is the board's last word.
      if (result !== 'noAnswer' && result !== 'badCrc' && result !== 'badLength') return result;
    }
    this.counters.commandsFailed++;
    return 'noAnswer';
  }

  /** Called by Firmata with the bytes between a sysex id and F7. */
  receive(id: number, data: number[]): void {
    const message = decodeBody(id, data);
    if (!message.ok) {
      if (message.reason === 'badCrc') this.counters.framesBadCrc++;
      else this.counters.framesBadLength++;
      return;
    }
    this.counters.framesReceived++;
    this.#dispatch(message);
  }

  #dispatch(message: Message): void {
    if (message.name === 'SAMPLE') this.emit('SAMPLE', message.fields, this.#arrivalMs);
    else if (message.name === 'STATUS') this.#receiveStatus(message.fields);
    else if (message.name === 'SENSOR_STATE') this.emit('SENSOR_STATE', message.fields);
    else if (message.name === 'ACK') this.#pending.get(message.fields.seq)?.(resultName(message.fields.result));
    else this.counters.framesUnexpected++;
  }

  #receiveStatus(status: Decoded<'STATUS'>): void {
    if (this.lastStatus && isOfNewLife(this.lastStatus, status)) {
      this.epoch++;
      this.#statusSequence.restart();
      this.emit('restart', status);
    }
    this.#statusSequence.accept(status.seq);
    this.counters.statusLost = this.#statusSequence.lost;
    this.lastStatus = status;
    this.emit('STATUS', status);
  }

  #ask(seq: number, body: number[], onAnswer?: () => void): Promise<CommandResult> {
    return new Promise((resolve) => {
      const settle = (result: CommandResult) => {
        clearTimeout(timer);
        this.#pending.delete(seq);
        if (result !== 'noAnswer') onAnswer?.();
        resolve(result);
      };
      const timer = setTimeout(() => settle('noAnswer'), ANSWER_TIMEOUT_MS);
      this.#pending.set(seq, settle);
      this.#io.sysexCommand(body);
    });
  }

  #nextSeq(): number {
    this.#commandSeq = (this.#commandSeq + 1) & 0xffff;
    return this.#commandSeq;
  }
}

const resultName = (value: number): CommandResult => resultNames.find(([, number]) => number === value)?.[0] ?? 'busy';

/**
 * A board that restarts within its first instants may already be up as long as it last said, so the uptime alone does
 * not tell: its sequence begins again as well, and after another cause than that of the life before.
 */
function isOfNewLife(last: Decoded<'STATUS'>, next: Decoded<'STATUS'>): boolean {
  const wentBack = next.uptimeMs < last.uptimeMs && !wrapped(last.uptimeMs);
  const step = (next.seq - last.seq) & 0xffff;
  return wentBack || step === 0 || step >= 0x8000 || next.resetCause !== last.resetCause;
}

/** Uptime is a u32 of milliseconds: after 49.7 days it begins again without a restart. */
const wrapped = (lastUptimeMs: number) => lastUptimeMs > 0xffff_ffff - 60_000;

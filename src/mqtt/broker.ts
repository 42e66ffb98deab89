import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { WorkerSupervisor } from '../common/worker-supervisor.ts';
import { isLoopback } from '../contracts/config/loopback.ts';
import { type BrokerCounter, BrokerCounters, newCounterMemory } from './broker-counters.ts';
import type { BrokerReport, BrokerWorkerData } from './broker-protocol.ts';
import type { BrokerAccount, BrokerLogin, OwnTopics } from './broker-rights.ts';
import type { Logger } from './logger.ts';

export interface EmbeddedBrokerOptions {
  host: string;
  /** 0 takes any free one; a restart after a crash keeps it */
  port: number;
  /** left out or empty: no log-in is asked for */
  username?: string;
  password?: string;
  /** without a log-in also where others than this machine reach it */
  allowAnonymous?: boolean;
  /** further log-ins, which may not speak for a bay */
  accounts?: readonly BrokerAccount[];
  /** first part of every topic; `lockout` when left out */
  base?: string;
  /** topics on which only the station publishes, with the log-in `station`; none when left out */
  own?: OwnTopics;
  logger?: Logger;
}

type EmbeddedBrokerStats = Record<BrokerCounter, number> & { restarts: number; isUp: boolean };

const STOP_TIMEOUT_MS = 500;
/** Room for the packets of a gym; a flood that gets past the other limits ends the worker, not the controller. */
const MAX_HEAP_MB = 96;

/**
 * Starts the embedded broker in a worker thread and keeps it up.
 * @throws Error naming the port and the configuration key when the port is taken, the address is not ours, or the network would get in
 * without a log-in
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { host, username = '', allowAnonymous = false } = options;
  if (username === '' && !allowAnonymous && !isLoopback(host))
    throw new Error(
      `The embedded broker would open to the network without a log-in (\`mqtt.embedded.host\` is ${host}). Set \`mqtt.username\` and \`mqtt.password\`.`,
    );
  const broker = new EmbeddedBroker(options, createRequire(import.meta.url).resolve('#worker/broker'));
  await broker.start();
  return broker;
}

/** Emits `up` and `down` (with the reason) as the worker comes and goes. */
export class EmbeddedBroker extends EventEmitter<{ up: []; down: [reason: string] }> {
  readonly #options: EmbeddedBrokerOptions;
  readonly #supervisor: WorkerSupervisor<BrokerReport>;
  readonly #memory = newCounterMemory();
  readonly #counters = new BrokerCounters(this.#memory);
  /** The log-in of the station itself: no one else knows it, also not who may read the configuration. */
  readonly station: BrokerLogin = { username: 'lockout-station', password: randomBytes(24).toString('base64url') };
  #port: number;

  constructor(options: EmbeddedBrokerOptions, workerFile: string) {
    super();
    this.#options = options;
    this.#port = options.port;
    this.#supervisor = new WorkerSupervisor({
      file: workerFile,
      options: () => ({
        workerData: this.#workerData,
        name: 'lockout-broker',
        resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      }),
      onMessage: (report) => this.#onReport(report),
      notStarted: (why) => new Error(`The embedded broker could not start: ${why}.`),
      onDown: (why, againMs) => {
        this.#counters.set('clients', 0);
        options.logger?.error(`embedded broker ended (${why}); starting it again in ${againMs} ms`);
        this.emit('down', why);
      },
      onUpAgain: () => {
        options.logger?.info(`embedded broker is up again on port ${this.#port}`);
        this.emit('up');
      },
      onRestartFailed: ({ message }, againMs) => options.logger?.error(`${message} Next try in ${againMs} ms.`),
    });
  }

  get port(): number {
    return this.#port;
  }

  /** Address for a client on this machine. */
  get url(): string {
    const { host } = this.#options;
    const reachable =
      host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
    return `mqtt://${reachable}:${this.#port}`;
  }

  stats(): EmbeddedBrokerStats {
    return { ...this.#counters.all(), restarts: this.#supervisor.restarts, isUp: this.#supervisor.worker !== null };
  }

  async start(): Promise<void> {
    await this.#supervisor.start();
    this.emit('up');
  }

  /** Ends it within a second, also in the middle of a flood. */
  async stop(): Promise<void> {
    const released = this.#supervisor.release();
    if (!released) return;
    const { worker, ended } = released;
    const timer = setTimeout(() => void worker.terminate(), STOP_TIMEOUT_MS);
    worker.postMessage('stop');
    await ended;
    clearTimeout(timer);
  }

  get #workerData(): BrokerWorkerData {
    const { host, username = '', password = '', accounts = [], base = 'lockout' } = this.#options;
    const { own = { prefixes: [], exact: [] } } = this.#options;
    const logins = { username, password, accounts, station: this.station };
    return { ...logins, host, port: this.#port, base, own, counters: this.#memory };
  }

  #onReport(report: BrokerReport): 'up' | Error {
    if (report.kind === 'failed') return this.#listenError(report);
    this.#port = report.port;
    return 'up';
  }

  #listenError({ code, message }: { code: string; message: string }): Error {
    const where = `${this.#options.host}:${this.#port}`;
    if (code === 'EADDRINUSE')
      return new Error(
        `The embedded broker cannot listen on ${where}: another program has the port. Set \`mqtt.embedded.port\` to another one (0 takes any free one), or use that program as the broker with \`mqtt.url\`.`,
      );
    if (code === 'EACCES')
      return new Error(`The embedded broker may not listen on ${where}. Set \`mqtt.embedded.port\` to one above 1023.`);
    return new Error(`The embedded broker cannot listen on ${where}: ${message}. Check \`mqtt.embedded.host\`.`);
  }
}

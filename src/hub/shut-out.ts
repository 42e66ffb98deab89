/**
 * Ends what a revoked controller has open at the broker. The list of revoked certificates (CRL) counts for who comes; who is there stays, also after
 * a reload. mosquitto's own plugin for rights does the rest: to disable a user ends every connection under that name, and one whose role forbids all
 * neither says nor hears anything, should it come again before the broker has the new list: the plugin does not look at who comes by a certificate.
 */
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { REVOKED } from './broker-files.ts';
import type { BrokerControl } from './live-broker.ts';

const PERIOD_MS = 5000;
/** In one message: 150 bytes each. */
const AT_ONCE = 1000;

interface ShutOutOptions {
  pool: Pool;
  clock: Clock;
  broker: BrokerControl;
  onFault: (message: string) => void;
  periodMs?: number;
}

export class ShutOut {
  readonly #options: ShutOutOptions;
  /** What the broker was told on its present connection: it forgets all of it when it is started. */
  #told = new Map<string, boolean>();
  #connection = 0;
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: ShutOutOptions) {
    this.#options = options;
  }

  start(): void {
    this.#looking = this.#look().catch((error) =>
      this.#options.onFault(`revoked controllers at the broker: ${messageOf(error)}`),
    );
    void this.#looking.then(() => {
      if (!this.#isEnded) this.#timer = setTimeout(() => this.start(), this.#options.periodMs ?? PERIOD_MS);
    });
  }

  async stop(): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { pool, broker, clock } = this.#options;
    if (!broker.isUp) return;
    if (this.#connection !== broker.connections) this.#told = new Map();
    this.#connection = broker.connections;
    // One that was paired again is let in again. What a certificate ended by itself, no list has to name.
    const { rows } = await pool.query<{ id: string; is_out: boolean }>(
      `SELECT id, state = 'revoked' AS is_out FROM controllers c
         WHERE certificate_until > $1 AND (state = 'revoked' OR EXISTS (SELECT 1 FROM revoked_certificates r WHERE r.controller_id = c.id))
         ORDER BY id`,
      [new Date(clock.wallMs())],
    );
    const changed = rows.filter(({ id, is_out }) => this.#told.get(id) !== is_out);
    for (let from = 0; from < changed.length; from += AT_ONCE) {
      const some = changed.slice(from, from + AT_ONCE);
      const commands = some.flatMap(({ id, is_out }) =>
        is_out ? shutOut(id) : [{ command: 'deleteClient', username: id }],
      );
      if (!broker.control(commands)) return;
      for (const { id, is_out } of some) this.#told.set(id, is_out);
    }
  }
}

const shutOut = (username: string) => [
  { command: 'createClient', username, roles: [{ rolename: REVOKED }] },
  { command: 'disableClient', username },
];

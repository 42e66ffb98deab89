import { messageOf } from '../common/message-of.ts';
import type { CommandName } from '../contracts/topics.ts';
import { type CommandPayload, parseCommand } from './commands.ts';

const MAX_WAITING = 16;

/** Carries commands out one after another, and answers each. */
export class CommandQueue {
  readonly #carryOut: (name: CommandName, payload: CommandPayload) => Promise<void>;
  readonly #answer: (command: string, id: string | null, error: string | null) => void;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  received = 0;
  errors = 0;

  /** @param carryOut what it throws goes into the answer */
  constructor(
    carryOut: (name: CommandName, payload: CommandPayload) => Promise<void>,
    answer: (command: string, id: string | null, error: string | null) => void,
  ) {
    this.#carryOut = carryOut;
    this.#answer = answer;
  }

  push(name: string, bytes: Buffer): void {
    this.received++;
    if (this.#waiting >= MAX_WAITING) {
      this.#done(name, null, `${MAX_WAITING} commands are waiting already. Send it again later.`);
      return;
    }
    this.#waiting++;
    this.#queue = this.#queue.then(() => this.#run(name, bytes)).finally(() => this.#waiting--);
  }

  async #run(name: string, bytes: Buffer): Promise<void> {
    const command = parseCommand(name, bytes);
    if (!command.ok) return this.#done(name, command.id, command.error);
    try {
      await this.#carryOut(command.name, command.payload);
      this.#done(name, command.id, null);
    } catch (error) {
      this.#done(name, command.id, messageOf(error));
    }
  }

  #done(name: string, id: string | null, error: string | null): void {
    if (error !== null) this.errors++;
    this.#answer(name, id, error);
  }
}

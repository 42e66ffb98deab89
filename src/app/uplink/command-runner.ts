/** Carries out what people at the hub want, once, and tells the hub what came of it. */
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import type { Clock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import {
  type Command,
  type CommandResult,
  MAX_RECORDING_BYTES,
  MAX_RESULTS,
  Wanted,
} from '../../contracts/hub-commands.ts';
import { HUB } from '../../contracts/token-role.ts';
import { type Actor, type MemberPorts, ProblemError } from '../../web/index.ts';
import { CommandMemory } from './command-memory.ts';
import type { HubClient } from './hub-client.ts';

/** What a station can do for the hub; each rejects with a `ProblemError`. */
export interface CommandPorts {
  corrections: Pick<MemberPorts['corrections'], 'correct'>;
  presence: Pick<MemberPorts['presence'], 'end'>;
  administration: Pick<MemberPorts['administration'], 'restartBoard'>;
  /** False: no set is in progress; null: no such bay. */
  endSet(bay: string): Promise<boolean | null>;
  /** null: there is none, or not any more */
  recording(setId: string): Promise<Buffer | null>;
  /** The audit: what it can't keep was not done. */
  audit(actor: Actor, after: object): Promise<void>;
}

interface RunnerOptions {
  dataDir: string;
  ports: CommandPorts;
  clock: Clock;
  logger: Pick<Logger, 'info' | 'warn'>;
}

const checkWanted = Compile(Wanted);

export class CommandRunner {
  readonly #options: RunnerOptions;
  readonly #memory: CommandMemory;
  readonly state = { done: 0, refused: 0, expired: 0, repeated: 0 };

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#memory = new CommandMemory(options.dataDir);
    if (this.#memory.fault !== '') options.logger.warn(`commands of the hub: ${this.#memory.fault}`);
  }

  /** One after another. @returns whether there was a new one */
  async run(commands: readonly Command[] = [], hub: HubClient): Promise<boolean> {
    const cameMs = this.#options.clock.monoMs();
    let isNew = false;
    for (const command of commands) {
      if (this.#memory.has(command.id)) {
        this.state.repeated++;
        this.#memory.repeat(command.id);
        continue;
      }
      isNew = true;
      await this.#runOne(command, cameMs);
    }
    if (commands.length > 0) await this.report(hub);
    return isNew;
  }

  /** @throws HubError; the results are told the next time then */
  async report(hub: HubClient): Promise<void> {
    for (;;) {
      // A recording is large.
      const some = this.#memory.untold(MAX_RESULTS);
      const results = some.some(({ recording }) => recording) ? some.slice(0, 1) : some;
      if (results.length === 0) return;
      await hub.post('/api/v1/results', { results });
      this.#memory.told(results.map(({ id }) => id));
    }
  }

  async #runOne({ id, issuer, validForMs, wanted }: Command, cameMs: number): Promise<void> {
    const { clock, logger } = this.#options;
    this.#memory.begin(id);
    let result: CommandResult;
    // By the monotonic clock: a wrong wall clock makes nothing valid.
    if (clock.monoMs() - cameMs > validForMs) result = { id, outcome: 'expired', problem: null };
    else
      try {
        result = { id, outcome: 'done', problem: null, ...(await this.#carryOut(wanted, issuer)) };
      } catch (error) {
        const { kind, params } = error instanceof ProblemError ? error.code : { kind: 'command-failed', params: {} };
        if (kind === 'command-failed') logger.warn(`a command of the hub failed: ${messageOf(error)}`);
        result = {
          id,
          outcome: 'refused',
          problem: { kind, params: { ...params } as Record<string, string | number> },
        };
      }
    if (result.outcome !== 'interrupted') this.state[result.outcome]++;
    this.#memory.end(result);
    logger.info(`command of ${issuer} at the hub: ${wanted?.kind} ${result.outcome}`);
  }

  async #carryOut(wanted: Wanted, issuer: string): Promise<{ recording?: string }> {
    const { ports } = this.#options;
    if (!checkWanted.Check(wanted)) throw new ProblemError('unknown-command', {});
    const actor: Actor = { id: null, role: `${HUB}${issuer}` };
    if (wanted.kind === 'correct') await ports.corrections.correct(wanted.setId, wanted.correction, actor);
    else if (wanted.kind === 'restart-board') await ports.administration.restartBoard(wanted.bay, actor);
    else if (wanted.kind === 'sign-out') {
      await ports.audit(actor, { bay: wanted.bay, wanted: wanted.kind });
      await ports.presence.end(wanted.bay, actor);
    } else if (wanted.kind === 'end-set') {
      await ports.audit(actor, { bay: wanted.bay, wanted: wanted.kind });
      const hasEnded = await ports.endSet(wanted.bay);
      if (hasEnded === null) throw new ProblemError('no-such-bay', { bay: wanted.bay });
      if (!hasEnded) throw new ProblemError('no-set', { bay: wanted.bay });
    } else {
      const recording = await ports.recording(wanted.setId);
      if (recording === null) throw new ProblemError('no-recording', { id: wanted.setId });
      if (recording.length > MAX_RECORDING_BYTES)
        throw new ProblemError('recording-too-large', { mostKb: MAX_RECORDING_BYTES / 1024 });
      await ports.audit(actor, { set: wanted.setId, wanted: wanted.kind });
      return { recording: recording.toString('base64') };
    }
    return {};
  }
}

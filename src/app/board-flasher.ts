/** Writes the firmware into the board of a bay, asked for on the page: the bay lets the port go, and takes it again afterwards. */
import type { Logger } from 'pino';
import { type Clock, isoNow } from '../common/clock.ts';
import type { Config } from '../contracts/config.ts';
import type { FlashRequest, FlashState } from '../contracts/flash.ts';
import { type ProblemCode, problemDocument } from '../contracts/problems.ts';
import { sameDevice } from '../readers/index.ts';
import { listPorts } from '../rig/serial-ports.ts';
import { ProblemError } from '../web/index.ts';
import type { Bay } from './bay/bay.ts';
import { flashBoard } from './flash/flash.ts';

interface FlasherOptions {
  bays: readonly Bay[];
  config: Config;
  clock: Clock;
  logger: Logger;
}

const IDLE: FlashState = {
  phase: 'idle',
  percent: 0,
  board: null,
  port: null,
  startedAt: null,
  firmware: null,
  problem: null,
};
const RUNNING: readonly FlashState['phase'][] = ['writing', 'checking', 'asking'];

export class BoardFlasher {
  readonly #options: FlasherOptions;
  readonly #states = new Map<string, FlashState>();

  constructor(options: FlasherOptions) {
    this.#options = options;
  }

  state(bayId: string): FlashState {
    this.#bay(bayId);
    return this.#states.get(bayId) ?? IDLE;
  }

  /** Begins it. What becomes of it is in the state. @throws ProblemError */
  async start(bayId: string, { board, port: asked }: FlashRequest): Promise<FlashState> {
    const bay = this.#bay(bayId);
    for (const [id, { phase }] of this.#states)
      if (RUNNING.includes(phase)) throw new ProblemError('flash-in-progress', { bay: id });
    const own = bay.config.board.port;
    const port = asked ?? own;
    if (port === 'simulated') throw new ProblemError('flash-no-board', { bay: bayId });
    const isOwn = sameDevice(port, own);
    if (!isOwn) await this.#isFree(port);
    const startedAt = isoNow(this.#options.clock);
    const state: FlashState = { ...IDLE, phase: 'writing', board, port, startedAt };
    this.#states.set(bayId, state);
    try {
      if (isOwn) await bay.pauseBoard();
    } catch (error) {
      this.#states.set(bayId, IDLE);
      throw error;
    }
    void this.#flash(bay, state, isOwn);
    return state;
  }

  async #flash(bay: Bay, begun: FlashState, isOwn: boolean): Promise<void> {
    const { id } = bay.config;
    const { logger } = this.#options;
    const change = (patch: Partial<FlashState>) =>
      this.#states.set(id, { ...(this.#states.get(id) ?? begun), ...patch });
    try {
      const firmware = await flashBoard({
        board: begun.board!,
        port: begun.port!,
        baud: bay.config.board.baud,
        report: (text) => logger.info({ bay: id }, text),
        onProgress: ({ step, percent }) => change({ phase: step, percent }),
        onWritten: () => change({ phase: 'asking', percent: 0 }),
      });
      change({ phase: 'done', percent: 100, firmware });
    } catch (error) {
      const code = error instanceof ProblemError ? error.code : asFailure(error as Error);
      logger.warn({ bay: id }, `the firmware was not written: ${(error as Error).message}`);
      change({ phase: 'failed', problem: problemDocument(code) });
    } finally {
      if (isOwn) bay.resumeBoard();
    }
  }

  #bay(id: string): Bay {
    const bay = this.#options.bays.find(({ config }) => config.id === id);
    if (!bay) throw new ProblemError('no-such-bay', { bay: id });
    return bay;
  }

  /** @throws ProblemError when nothing is there, or a bay or a reader uses it */
  async #isFree(port: string): Promise<void> {
    for (const { id, board, readers } of this.#options.config.bays)
      if ([board.port, ...readers.map((reader) => reader.port)].some((used) => sameDevice(used, port)))
        throw new ProblemError('flash-port-taken', { port, bay: id });
    const present = await listPorts();
    if (!present.some(({ path, device }) => path === port || device === port))
      throw new ProblemError('flash-port-unknown', { port });
  }
}

/** What opening the port says is for people. */
const asFailure = ({ message }: Error): ProblemCode => ({ kind: 'flash-not-opened', params: { reason: message } });

/** Per bay, what is to be done by who is on it: read when they come, told to the bay, brought up to date by every set. */
import type { Logger } from 'pino';
import type { SetEvent } from '../../contracts/events.ts';
import type { Plan } from '../../contracts/presence.ts';
import type { SetResult } from '../../core/index.ts';
import type { OnBay } from '../../members/presence-state.ts';
import type { Store } from '../../store/index.ts';
import type { Bay } from '../bay.ts';
import { Training } from './training.ts';

export interface TrainingBookOptions {
  /** @throws Error that says why the database isn't there */
  store: () => Pick<Store, 'programmes' | 'ranges' | 'history'>;
  logger: Logger;
}

export class TrainingBook {
  readonly #options: TrainingBookOptions;
  readonly #pages = new Map<string, Training>();

  constructor(options: TrainingBookOptions) {
    this.#options = options;
  }

  of(bay: string): Training | undefined {
    return this.#pages.get(bay);
  }

  plan(bay: string): Plan | null {
    return this.#pages.get(bay)?.plan(new Date().toISOString()) ?? null;
  }

  /** Someone came or left, or the exercise is another one. Until the database has told more, the exercise says what to do. */
  turn(bay: Bay, on: OnBay | null): void {
    const { id } = bay.config;
    const { exercise } = bay.measuring;
    const known = this.#pages.get(id);
    if (!on) {
      this.#pages.delete(id);
      if (known) bay.measuring.train(null);
    } else if (known?.sessionId !== on.sessionId || known.exercise !== exercise) {
      const page = new Training(on, exercise);
      this.#pages.set(id, page);
      void this.#read(bay, page);
    }
  }

  /** A set of whoever is on is settled: the next one goes by what it taught. */
  settled(bay: Bay, set: SetEvent, result: SetResult): void {
    const page = this.#pages.get(bay.config.id);
    if (!page || page.sessionId !== set.sessionId) return;
    const range = page.settled(set, result);
    if (!range || set.memberId === null) return;
    void bay.keep({ ranges: [{ memberId: set.memberId, range }] });
    this.#aim(bay, page);
  }

  async #read(bay: Bay, page: Training): Promise<void> {
    const { store, logger } = this.#options;
    try {
      await page.read(store());
    } catch (error) {
      logger.warn({ bay: bay.config.id }, `no programme and no history can be shown: ${(error as Error).message}`);
    }
    if (this.#pages.get(bay.config.id) !== page) return; // someone else came meanwhile
    this.#aim(bay, page);
    bay.session.presenceChanged();
  }

  #aim(bay: Bay, { programme, range }: Training): void {
    // The bay's own hold stands until a trainer has said otherwise for this member.
    const isOwn = programme.revision > 0;
    bay.measuring.train({ holdS: isOwn ? programme.holdS : null, range });
  }
}

/** A broker that acknowledges a moment later, and goes away when the story says so; before it the real drain of each outbox. */
import type { WriteQueue } from '../../src/app/storage/write-queue.ts';
import type { Clock } from '../../src/common/clock.ts';
import { OutboxDrain } from '../../src/mqtt/outbox-drain.ts';

export interface Delivery {
  bay: string;
  topic: string;
  id: string;
  revision: number | null;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export class SimulatedBroker {
  readonly deliveries: Delivery[] = [];
  readonly #drains: OutboxDrain[];
  #isUp = true;
  #unanswered: { resolve(): void; reject(error: Error): void }[] = [];

  constructor(bays: readonly string[], queue: WriteQueue, clock: Clock) {
    this.#drains = bays.map(
      (bay) =>
        new OutboxDrain({
          bay,
          clock,
          logger: quiet,
          outbox: {
            pending: (of, limit, afterSeq) => queue.pending(of, limit, afterSeq),
            delivered: (seqs) => queue.delivered(seqs),
            newest: async (of) => (queue.status.failing ? 0 : queue.store.outbox.newest(of)),
          },
          publish: (topic, payload) => this.#take(bay, topic, payload),
        }),
    );
    for (const drain of this.#drains) drain.connected();
  }

  get isIdle(): boolean {
    return this.#unanswered.length === 0;
  }

  wake(): void {
    for (const drain of this.#drains) drain.wake();
  }

  /** What it has is acknowledged now. */
  answer(): void {
    for (const { resolve } of this.#unanswered.splice(0)) resolve();
  }

  set isUp(isUp: boolean) {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    for (const drain of this.#drains) isUp ? drain.connected() : drain.disconnected();
    for (const { reject } of this.#unanswered.splice(0)) reject(new Error('connection closed'));
  }

  #take(bay: string, topic: string, payload: string): Promise<void> {
    const { id, revision = null } = JSON.parse(payload) as { id: string; revision?: number };
    this.deliveries.push({ bay, topic, id, revision });
    return new Promise((resolve, reject) => this.#unanswered.push({ resolve, reject }));
  }
}

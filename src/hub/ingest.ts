/**
 * Takes what controllers send into PostgreSQL. Requests that wait are merged into one transaction, and each is answered after its COMMIT. Order
 * doesn't matter, since the revision decides; so any request may come any number of times.
 */
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import type { UplinkAnswer, UplinkItem, UplinkRequest } from '../contracts/uplink.ts';
import { judge, type SetTexts } from './items.ts';
import { HubRefusal } from './refusal.ts';
import { inTransaction, Partitions } from './schema.ts';
import { type Outcome, storeBatch } from './store-batch.ts';
import type { Arrived } from './store-sets.ts';

interface Waiting extends Arrived {
  resolve(answer: UplinkAnswer): void;
  reject(error: Error): void;
}

const MAX_BATCH_ITEMS = 500;
/** Some seconds of work: who comes later does better to come back than to wait. */
const MAX_WAITING_ITEMS = 3000;
const MS_AN_ITEM = 1;
/** A request of so few items is of what was lifted just now, and waits for no backlog of others. */
const FEW = 10;
type Lane = 'few' | 'much';

export class Ingest {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #partitions: Partitions;
  #waiting: Waiting[] = [];
  #waitingItems = 0;
  readonly #running = new Set<Lane>();
  readonly counts = { requests: 0, sets: 0, members: 0, refused: 0, diverged: 0, tooMuch: 0, failed: 0 };

  constructor({ pool, clock, random = Math.random }: { pool: Pool; clock: Clock; random?: () => number }) {
    this.#pool = pool;
    this.#clock = clock;
    this.#random = random;
    this.#partitions = new Partitions(pool);
  }

  /** @throws HubRefusal */
  take(controllerId: string, serial: string, request: UplinkRequest): Promise<UplinkAnswer> {
    this.counts.requests++;
    if (this.#waitingItems + request.items.length > MAX_WAITING_ITEMS && this.#waiting.length > 0) {
      this.counts.tooMuch++;
      const pauseMs = Math.round(this.#waitingItems * MS_AN_ITEM * (1 + this.#random()));
      const words = `The hub has ${this.#waitingItems} sets to store first. Try again in ${pauseMs} ms.`;
      return Promise.reject(new HubRefusal(429, 'too-much-waiting', words, pauseMs));
    }
    const { good, texts, refused } = judged(request.items);
    const atMs = this.#clock.wallMs();
    const arrived = { controllerId, serial, request: { ...request, items: good }, texts, refused, atMs };
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...arrived, resolve, reject });
      this.#waitingItems += good.length;
      void this.#run(laneOf(arrived));
    });
  }

  /** Each lane has a transaction of its own at a time, as two hubs would. */
  async #run(lane: Lane): Promise<void> {
    if (this.#running.has(lane)) return;
    this.#running.add(lane);
    for (let batch = this.#nextBatch(lane); batch.length > 0; batch = this.#nextBatch(lane)) await this.#store(batch);
    this.#running.delete(lane);
  }

  /** A set is in one batch once: PostgreSQL can't write a row twice in one statement. */
  #nextBatch(lane: Lane): Waiting[] {
    const batch: Waiting[] = [];
    const controllers = new Set<string>();
    const ids = new Set<string>();
    let items = 0;
    for (const one of this.#waiting.filter((one) => laneOf(one) === lane)) {
      const { items: own } = one.request;
      const isFull = batch.length > 0 && items + own.length > MAX_BATCH_ITEMS;
      if (isFull || controllers.has(one.controllerId) || own.some(({ id }) => ids.has(id))) continue;
      batch.push(one);
      items += own.length;
      controllers.add(one.controllerId);
      for (const { id } of own) ids.add(id);
    }
    const taken = new Set(batch);
    this.#waiting = this.#waiting.filter((one) => !taken.has(one));
    this.#waitingItems -= items;
    return batch;
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#inOneTransaction(batch);
      for (const [at, one] of batch.entries()) this.#answer(one, outcomes[at]!);
    } catch (error) {
      if (!isOfData(error)) {
        this.counts.failed += batch.length;
        const words = `The hub can't reach its database (${messageOf(error)}). Try again later.`;
        for (const one of batch) one.reject(new HubRefusal(503, 'no-database', words));
      } else if (batch.length > 1) {
        for (const one of batch) await this.#store([one]);
      } else await this.#storeOneByOne(batch[0]!, messageOf(error));
    }
  }

  /** Something in it can't be stored: everything else is. */
  async #storeOneByOne(one: Waiting, why: string): Promise<void> {
    const { items } = one.request;
    if (items.length <= 1) {
      const refused = [...one.refused, ...items.map(({ seq }) => ({ seq, why: `the database refuses it: ${why}` }))];
      await this.#store([{ ...one, request: { ...one.request, items: [] }, refused }]);
      return;
    }
    const half = Math.ceil(items.length / 2);
    const answers: UplinkAnswer[] = [];
    for (const part of [items.slice(0, half), items.slice(half)]) {
      const answer = await new Promise<UplinkAnswer | Error>((resolve) => {
        void this.#store([{ ...one, request: { ...one.request, items: part }, refused: [], resolve, reject: resolve }]);
      });
      if (answer instanceof Error) {
        one.reject(answer);
        return;
      }
      answers.push(answer);
    }
    const [first, second] = answers as [UplinkAnswer, UplinkAnswer];
    one.resolve({
      ...second,
      acked: [...first.acked, ...second.acked],
      diverged: [...first.diverged, ...second.diverged],
      forgotten: [...first.forgotten, ...second.forgotten],
      members: [...first.members, ...second.members],
      refused: [...one.refused, ...first.refused, ...second.refused],
    });
  }

  async #inOneTransaction(batch: readonly Arrived[]): Promise<Outcome[]> {
    const ids = batch.flatMap(({ request }) => request.items.map(({ id }) => id));
    await this.#partitions.ensureFor(ids, this.#clock.wallMs());
    return inTransaction(this.#pool, (db) => storeBatch(db, batch));
  }

  #answer(one: Waiting, outcome: Outcome): void {
    if (outcome instanceof HubRefusal) {
      one.reject(outcome);
      return;
    }
    this.counts.sets += outcome.acked.length - outcome.members.length;
    this.counts.members += outcome.members.length;
    this.counts.refused += outcome.refused.length;
    this.counts.diverged += outcome.diverged.length;
    one.resolve({ ...outcome, serverTime: new Date(this.#clock.wallMs()).toISOString(), pauseMs: 0 });
  }
}

const laneOf = ({ request }: Arrived): Lane => (request.items.length > FEW ? 'much' : 'few');

/** Classes 22 and 23 of SQLSTATE: the value is wrong, and is so the next time. */
const isOfData = (error: unknown): boolean => /^2[23]/.test(String((error as { code?: unknown }).code ?? ''));

function judged(items: readonly unknown[]): Pick<Arrived, 'texts' | 'refused'> & { good: UplinkItem[] } {
  const good: UplinkItem[] = [];
  const texts = new Map<string, SetTexts>();
  const refused: UplinkAnswer['refused'] = [];
  const ids = new Set<string>();
  for (const given of items) {
    const one = judge(given);
    const seq = (given as { seq?: unknown } | null)?.seq;
    const refuse = (why: string) => void refused.push({ seq: typeof seq === 'number' ? seq : 0, why });
    if ('fault' in one) refuse(one.fault);
    else if (ids.has(one.item.id)) refuse('it is twice in one request');
    else {
      good.push(one.item);
      ids.add(one.item.id);
      if ('texts' in one) texts.set(one.item.id, one.texts);
    }
  }
  return { good, texts, refused };
}

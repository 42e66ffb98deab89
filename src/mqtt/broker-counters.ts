/** Counters of the embedded broker, in memory that both threads see: they are read at any time and outlive a crash of the worker. */
const BROKER_COUNTERS = [
  'clients',
  'packetsIn',
  'throttledPauses',
  'refusedConnections',
  'refusedPackets',
  'refusedLogins',
  'droppedSlowClients',
  'clientErrors',
  'sessionsNotKept',
  'retainedRefused',
  'publishesRefused',
] as const;
export type BrokerCounter = (typeof BROKER_COUNTERS)[number];

export const newCounterMemory = () => new SharedArrayBuffer(BROKER_COUNTERS.length * BigInt64Array.BYTES_PER_ELEMENT);

export class BrokerCounters {
  readonly #values: BigInt64Array;
  constructor(memory: SharedArrayBuffer) {
    this.#values = new BigInt64Array(memory);
  }
  add(counter: BrokerCounter, by = 1): void {
    Atomics.add(this.#values, BROKER_COUNTERS.indexOf(counter), BigInt(by));
  }
  set(counter: BrokerCounter, value: number): void {
    Atomics.store(this.#values, BROKER_COUNTERS.indexOf(counter), BigInt(value));
  }
  all(): Record<BrokerCounter, number> {
    const entries = BROKER_COUNTERS.map((name, index) => [name, Number(Atomics.load(this.#values, index))]);
    return Object.fromEntries(entries);
  }
}

/**
 * How often a secret may be tried: per name that is tried, so that a PIN of four digits can't be guessed, and per address. A try
 * counts as failed from its beginning, so that many at once are no way around. No clock: time comes in as data.
 *
 * A name is no secret, so strangers who fail must not lock its owner out: tries from a device on which this person has signed in
 * before, and tries from an address at which they have, are counted apart (OWASP, "Slow down online guessing attacks with device
 * cookies").
 */
import { addressKey } from '../address-key.ts';
import { ProblemError } from '../problems.ts';

interface Limit {
  /** Failures in a row that cost nothing. */
  free: number;
  firstWaitS: number;
  /** The wait doubles with each further failure up to here. */
  maxWaitS: number;
  /** Without a try for this long, all is forgotten. */
  forgetS: number;
}

/** 24 tries a day at most: a PIN of four digits lasts for a year on average. */
export const PER_NAME: Limit = { free: 5, firstWaitS: 30, maxWaitS: 3600, forgetS: 86_400 };
/** A gym's phones may share one address, so it bears more. */
export const PER_ADDRESS: Limit = { free: 30, firstWaitS: 30, maxWaitS: 900, forgetS: 3600 };
/** Names and addresses remembered; beyond, the one that was quiet the longest is forgotten. */
export const MAX_ENTRIES = 10_000;
/** Addresses remembered for each name, the latest ones; each of them may fail as often as a stranger. */
export const MAX_HOMES = 3;

interface Entry {
  failures: number;
  lastMs: number;
  blockedUntilMs: number;
}

class Counter {
  readonly #limit: Limit;
  /** In the order of the latest try. */
  readonly #entries = new Map<string, Entry>();
  /** Forgotten for want of room, with failures that count no more. */
  dropped = 0;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  waitMs(key: string, nowMs: number): number {
    return Math.max(0, (this.#entries.get(key)?.blockedUntilMs ?? 0) - nowMs);
  }

  fail(key: string, nowMs: number): void {
    const { free, firstWaitS, maxWaitS, forgetS } = this.#limit;
    const before = this.#entries.get(key);
    const failures = before && nowMs - before.lastMs < forgetS * 1000 ? before.failures + 1 : 1;
    const waitS = failures < free ? 0 : Math.min(maxWaitS, firstWaitS * 2 ** (failures - free));
    this.#entries.delete(key);
    this.#entries.set(key, { failures, lastMs: nowMs, blockedUntilMs: nowMs + waitS * 1000 });
    if (this.#entries.size <= MAX_ENTRIES) return;
    this.#entries.delete(this.#entries.keys().next().value as string);
    this.dropped++;
  }

  /** One failure less: it was none. */
  takeBack(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (entry.failures <= 1) this.#entries.delete(key);
    else this.#entries.set(key, { ...entry, failures: entry.failures - 1, blockedUntilMs: 0 });
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}

type Attempt =
  | { kind: 'wait'; waitS: number }
  /** Call one of both when it is known; neither: the try has failed. */
  | { kind: 'try'; succeeded(): void; wasNone(): void };

/** From where a secret is tried. */
interface Place {
  address: string;
  /** Names a device on which this person has signed in before; null: no such device. */
  device: string | null;
}

export class LogInThrottle {
  /** Strangers, per name. */
  readonly #names = new Counter(PER_NAME);
  /** Known addresses and devices, each per name. */
  readonly #known = new Counter(PER_NAME);
  readonly #addresses = new Counter(PER_ADDRESS);
  /** Addresses at which someone has signed in, per name, in the order of the latest one. */
  readonly #homes = new Map<string, readonly string[]>();

  /** Names and addresses that were forgotten because there were too many: since the start. */
  get dropped(): number {
    return this.#names.dropped + this.#known.dropped + this.#addresses.dropped;
  }

  /** `name` as it is compared; null: only the address counts. */
  begin(name: string | null, { address, device }: Place, nowMs: number): Attempt {
    const from = addressKey(address);
    const counted = this.#counted(name, from, device);
    const waitMs = Math.max(...counted.map(([counter, key]) => counter.waitMs(key, nowMs)));
    if (waitMs > 0) return { kind: 'wait', waitS: Math.ceil(waitMs / 1000) };
    for (const [counter, key] of counted) counter.fail(key, nowMs);
    return {
      kind: 'try',
      succeeded: () => {
        for (const [counter, key] of counted)
          if (counter === this.#addresses) counter.takeBack(key);
          else counter.forget(key);
        if (name !== null) this.#atHome(name, from);
      },
      wasNone: () => {
        for (const [counter, key] of counted) counter.takeBack(key);
      },
    };
  }

  forgetName(name: string): void {
    this.#names.forget(name);
    this.#homes.delete(name);
  }

  /** A known device has its own count, so that others at its address can't lock it out. */
  #counted(name: string | null, from: string, device: string | null): [counter: Counter, key: string][] {
    if (name === null) return [[this.#addresses, from]];
    if (device !== null) return [[this.#known, `${name}\ndevice ${device}`]];
    const isHome = this.#homes.get(name)?.includes(from);
    return [isHome ? [this.#known, `${name}\naddress ${from}`] : [this.#names, name], [this.#addresses, from]];
  }

  #atHome(name: string, from: string): void {
    const others = (this.#homes.get(name) ?? []).filter((address) => address !== from);
    this.#homes.delete(name);
    this.#homes.set(name, [from, ...others].slice(0, MAX_HOMES));
    if (this.#homes.size > MAX_ENTRIES) this.#homes.delete(this.#homes.keys().next().value as string);
  }
}

export const tooManyTries = (waitS: number) => new ProblemError('too-many-tries', { waitS }, { retryAfterS: waitS });

/** The time of a machine without a clock: in whatever order the clock jumps, is confirmed and the power goes, sets keep their order. */
import { describe, expect, test } from 'vitest';
import {
  beginWallTime,
  stepWallTime,
  type WallTime,
  type WallTimeEvent,
  wallMsOf,
} from '../../src/common/wall-time.ts';
import { createRandom } from '../../src/sim/random.ts';

const TRUE_MS = Date.parse('2026-11-30T18:00:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PLACES = ['bay-1', 'bay-2'];

interface StoredSet {
  place: string;
  startMs: number;
  endMs: number | null;
  trueStartMs: number;
  isMarked: boolean;
  /** The clock became known by a synchronisation in the boot in which it was lifted. */
  isCorrected: boolean;
}

/** A gym in which power, network and people do to the clock what they can. Time passes on one true axis. */
class Gym {
  trueMs = TRUE_MS;
  monoMs = 40_000;
  systemMs = TRUE_MS;
  isSynchronized = false;
  readonly sets: StoredSet[] = [];
  time: WallTime;
  knownBySync = 0;

  constructor() {
    this.time = this.#begin();
  }

  #begin(): WallTime {
    const times = this.sets.flatMap(({ startMs, endMs }) => [startMs, endMs ?? startMs]);
    const newestMs = times.length === 0 ? null : Math.max(...times);
    return beginWallTime({ monoMs: this.monoMs, wallMs: this.systemMs, evidence: this.#evidence, newestMs });
  }

  get #evidence() {
    return this.isSynchronized ? 'synchronized' : 'unsynchronized';
  }

  get nowMs(): number {
    return wallMsOf(this.time, this.monoMs, this.systemMs);
  }

  pass(ms: number): void {
    this.trueMs += ms;
    this.monoMs += ms;
    this.systemMs += ms;
  }

  look(): void {
    const { monoMs, systemMs: wallMs } = this;
    const { state, events } = stepWallTime(this.time, { kind: 'look', monoMs, wallMs, evidence: this.#evidence });
    this.time = state;
    for (const event of events) this.#move(event);
  }

  /** As the station does: sets in progress and last ones by a step, all marked ones once the clock is known. */
  #move(event: WallTimeEvent): void {
    if (event.kind === 'unknown') return;
    const { byMs } = event;
    const isRight = this.isSynchronized && Math.abs(this.systemMs - this.trueMs) < 1000;
    for (const set of this.sets) {
      const isLast = set === this.sets.findLast(({ place }) => place === set.place);
      const isMoved =
        event.kind === 'set'
          ? isLast && (set.endMs === null || set.startMs >= event.fromMs)
          : event.sinceMs !== null && (set.endMs === null || (set.isMarked && set.startMs >= event.sinceMs));
      if (!isMoved) continue;
      set.startMs += byMs;
      if (set.endMs !== null) set.endMs += byMs;
      set.isCorrected = event.kind === 'known' && isRight;
      set.isMarked = false;
    }
    if (event.kind === 'known' && isRight) this.knownBySync++;
  }

  begin(place: string): void {
    if (this.sets.some((set) => set.place === place && set.endMs === null)) return;
    const startMs = this.nowMs;
    this.sets.push({ place, startMs, endMs: null, trueStartMs: this.trueMs, isMarked: false, isCorrected: false });
    this.time = stepWallTime(this.time, { kind: 'set-began', place, atMs: startMs }).state;
  }

  end(place: string): void {
    const set = this.sets.find((one) => one.place === place && one.endMs === null);
    if (!set) return;
    set.endMs = this.nowMs;
    set.isMarked = !this.time.isKnown;
    const { startMs, endMs } = set;
    this.time = stepWallTime(this.time, { kind: 'set-ended', place, startMs, endMs }).state;
  }

  /** The power goes, and comes after a while with the clock somewhere. */
  cutPower(offMs: number, systemMs: number): void {
    for (const set of this.sets) {
      if (set.endMs !== null) continue;
      set.endMs = set.startMs;
      set.isMarked = !this.time.isKnown;
    }
    this.trueMs += offMs;
    this.monoMs = 20_000;
    this.systemMs = systemMs;
    this.isSynchronized = false;
    this.time = this.#begin();
  }

  synchronize(): void {
    this.systemMs = this.trueMs;
    this.isSynchronized = true;
  }

  jump(byMs: number): void {
    this.systemMs += byMs;
    this.isSynchronized = false;
  }

  expectOrder(seed: string): void {
    for (const [index, set] of this.sets.entries()) {
      const before = this.sets[index - 1];
      if (before && set.startMs < before.startMs)
        throw new Error(
          `${seed}: set ${index} is dated ${new Date(set.startMs).toISOString()}, before ${new Date(before.startMs).toISOString()}`,
        );
    }
  }
}

const RUNS = 500;
const ACTIONS = 120;

test('10,000 jumps, restarts and sets: no set is dated before an earlier one, and what is corrected is right within 5 s', () => {
  let jumps = 0;
  let corrected = 0;
  for (let run = 0; run < RUNS; run++) {
    const { next: random } = createRandom(run + 1, 'clock');
    const between = (low: number, high: number) => low + random() * (high - low);
    const gym = new Gym();
    for (let action = 0; action < ACTIONS; action++) {
      const place = PLACES[Math.floor(random() * 2)]!;
      const what = random();
      if (what < 0.3) gym.begin(place);
      else if (what < 0.6) gym.end(place);
      else if (what < 0.8) {
        jumps++;
        const reachMs = [2000, 60_000, HOUR_MS, 9 * DAY_MS, 3000 * DAY_MS][Math.floor(random() * 5)]!;
        gym.jump(between(-reachMs, reachMs));
      } else if (what < 0.9) gym.synchronize();
      else if (what < 0.95)
        gym.cutPower(between(1000, 3 * DAY_MS), [gym.systemMs, 0, gym.trueMs - HOUR_MS][Math.floor(random() * 3)]!);
      if (random() < 0.7) gym.look();
      gym.expectOrder(`run ${run}, action ${action}`);
      gym.pass(between(2000, 600_000));
      gym.look();
      gym.expectOrder(`run ${run}, action ${action}, looked`);
    }
    for (const set of gym.sets)
      if (set.isCorrected) {
        corrected++;
        expect(Math.abs(set.startMs - set.trueStartMs), `run ${run}`).toBeLessThan(5000);
      }
  }
  expect(jumps).toBeGreaterThan(10_000);
  expect(corrected).toBeGreaterThan(200);
});

describe('a Pi after a power cut', () => {
  /** Three sets, then the power is away for a day, and the clock begins six minutes before the last set. */
  function cut(): Gym {
    const gym = new Gym();
    gym.synchronize();
    gym.look();
    for (let n = 0; n < 3; n++) {
      gym.begin('bay-1');
      gym.pass(30_000);
      gym.end('bay-1');
      gym.pass(120_000);
    }
    gym.cutPower(DAY_MS, gym.sets.at(-1)!.endMs! - 360_000);
    return gym;
  }

  test('goes on from the newest record, marks its sets and corrects them by one difference', () => {
    const gym = cut();
    const newestMs = gym.sets.at(-1)!.endMs!;
    expect(gym.nowMs - newestMs).toBeGreaterThan(0);
    expect(gym.nowMs - newestMs).toBeLessThan(5000);
    gym.begin('bay-1');
    gym.pass(30_000);
    gym.end('bay-1');
    gym.look();
    const marked = gym.sets.at(-1)!;
    expect(marked).toMatchObject({ isMarked: true });
    gym.pass(60_000);
    gym.synchronize();
    gym.look();
    expect(marked).toMatchObject({ isMarked: false, isCorrected: true });
    expect(marked.startMs).toBeCloseTo(marked.trueStartMs, 3);
    expect(marked.endMs! - marked.startMs).toBe(30_000);
    expect(gym.nowMs).toBe(gym.trueMs);
  });

  test('is known by a step past the newest record too, where nobody can tell', () => {
    const gym = cut();
    gym.jump(gym.trueMs - gym.systemMs);
    gym.look();
    expect(gym.time.isKnown).toBe(true);
    expect(gym.nowMs).toBe(gym.trueMs);
  });

  test('does not wait: unconfirmed for good, it counts on, and what was not corrected stays marked over a restart', () => {
    const gym = cut();
    gym.begin('bay-2');
    gym.pass(20_000);
    gym.end('bay-2');
    gym.cutPower(HOUR_MS, 0);
    gym.synchronize();
    gym.look();
    expect(gym.sets.at(-1)).toMatchObject({ isMarked: true });
    expect(gym.nowMs).toBe(gym.trueMs);
  });
});

test('a clock chip with an empty battery is not believed', () => {
  const newestMs = TRUE_MS;
  const wallMs = Date.parse('2165-01-01T00:00:00.000Z');
  const time = beginWallTime({ monoMs: 0, wallMs, evidence: 'unsynchronized', newestMs });
  expect(time.isKnown).toBe(false);
  expect(wallMsOf(time, 5000, wallMs + 5000) - newestMs).toBeLessThan(10_000);
});

test('of a known clock that is set back before the records, the time runs on; the next set is marked', () => {
  const gym = new Gym();
  gym.synchronize();
  gym.look();
  for (let n = 0; n < 2; n++) {
    gym.begin('bay-1');
    gym.pass(30_000);
    gym.end('bay-1');
    gym.pass(60_000);
  }
  const beforeMs = gym.nowMs;
  gym.jump(-HOUR_MS);
  expect(gym.nowMs).toBe(beforeMs);
  gym.look();
  expect(gym.time.isKnown).toBe(false);
  gym.begin('bay-1');
  gym.end('bay-1');
  expect(gym.sets.at(-1)).toMatchObject({ isMarked: true });
  gym.synchronize();
  gym.look();
  expect(gym.time.isKnown).toBe(true);
});

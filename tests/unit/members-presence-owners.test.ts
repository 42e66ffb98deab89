/** Whatever the order of taps, reps, gaps, switches and restarts: every set belongs to whom a simple model says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepPresence } from '../../src/members/presence.ts';
import type { PresenceEvent, PresenceInput } from '../../src/members/presence-events.ts';
import {
  createPresence,
  GUEST,
  type OnBay,
  type PresenceState,
  restorePresence,
} from '../../src/members/presence-state.ts';

const BAYS = ['one', 'two'];
const SOMEONE = 'guest';

const bay = fc.constantFrom(...BAYS);
const member = fc.constantFrom('a', 'b', 'c');
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('tap' as const), bay, member }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('rep' as const), bay }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rest' as const), bay }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('guest' as const), bay }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 9, 25, 100, 200, 301) }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** The rules, told as a person would check them: look at who stands where, one sentence a case. */
class Model {
  nowS = 0;
  here: Record<string, string | null> = { one: null, two: null };
  next: Record<string, string | undefined> = {};
  lifting: Record<string, string | null> = { one: null, two: null };
  owners = new Map<string, string>();
  /** Sets of no member: where, when they ended, and who can't have lifted them. */
  orphans: { set: string; bay: string; endedS: number; notOf: string[] }[] = [];
  /** The last set that somebody is asked about, until the next one begins. */
  asks: Record<string, { set: string; askedS: number } | undefined> = {};
  waited: Record<string, string[]> = { one: [], two: [] };
  lastSetS: Record<string, number> = { one: -1000, two: -1000 };
  askedS: Record<string, number> = { one: -1000, two: -1000 };
  busyS: Record<string, number> = { one: 0, two: 0 };
  #sets = 0;

  apply(step: Action): void {
    if (step.kind === 'pass') this.pass(step.seconds);
    else if (step.kind === 'restart') this.restart();
    else if (step.kind === 'tap') this.tap(step.bay, step.member);
    else if (step.kind === 'rest') this.rest(step.bay);
    else if (step.kind === 'rep') this.rep(step.bay);
    else if (this.here[step.bay] === SOMEONE) delete this.next[step.bay];
    else if (this.lifting[step.bay]) this.next[step.bay] = SOMEONE;
    else this.enter(step.bay, SOMEONE);
  }

  tap(at: string, who: string): void {
    if (this.lifting[at]) {
      if (this.next[at] === who) delete this.next[at];
      else if (this.here[at] === who && this.next[at] !== undefined) delete this.next[at];
      else if (this.here[at] === who) this.next[at] = 'nobody';
      else this.queue(at, who);
    } else if (this.here[at] !== who) this.enter(at, who);
    else if (this.isAsked(at)) this.claim(at, who);
    else if (this.nowS - this.lastSetS[at]! < 20 && this.nowS - this.askedS[at]! > 10) this.askedS[at] = this.nowS;
    else this.leave(at);
  }

  isAsked(at: string): boolean {
    const asked = this.asks[at];
    return asked !== undefined && this.nowS - asked.askedS <= 15;
  }

  claim(at: string, who: string): void {
    const { set } = this.asks[at]!;
    this.owners.set(set, who);
    this.lastSetS[at] = this.orphans.find((orphan) => orphan.set === set)!.endedS;
    this.orphans = this.orphans.filter((orphan) => orphan.set !== set);
    this.asks[at] = undefined;
    this.busyS[at] = this.nowS;
  }

  leave(at: string): void {
    this.here[at] = null;
    this.asks[at] = undefined;
  }

  queue(at: string, who: string): void {
    for (const other of BAYS) if (this.next[other] === who) delete this.next[other];
    this.next[at] = who;
    if (who !== SOMEONE) this.waited[at]!.push(who);
  }

  enter(at: string, who: string): void {
    for (const other of BAYS) {
      if (who === SOMEONE) continue;
      if (this.here[other] === who) this.leave(other);
      if (this.next[other] === who) delete this.next[other];
    }
    const last = this.orphans.findLast((orphan) => orphan.bay === at && this.nowS - orphan.endedS <= 300);
    const isTheirs = last && who !== SOMEONE && !last.notOf.includes(who);
    this.asks[at] = isTheirs ? { set: last.set, askedS: this.nowS } : undefined;
    this.lastSetS[at] = -1000;
    this.here[at] = who;
    this.askedS[at] = -1000;
    this.busyS[at] = this.nowS;
  }

  rep(at: string): void {
    this.busyS[at] = this.nowS;
    if (this.lifting[at]) return;
    const set = `set-${++this.#sets}`;
    this.lifting[at] = set;
    this.askedS[at] = -1000;
    this.owners.set(set, this.here[at] ?? 'nobody');
    this.asks[at] = undefined;
    this.waited[at] = [];
    if (this.here[at]) this.orphans = this.orphans.filter((orphan) => orphan.bay !== at);
  }

  rest(at: string): void {
    const set = this.lifting[at];
    if (!set) return;
    this.lifting[at] = null;
    this.lastSetS[at] = this.nowS;
    this.busyS[at] = this.nowS;
    if (this.owners.get(set) === 'nobody')
      this.orphans.push({ set, bay: at, endedS: this.nowS, notOf: this.waited[at]! });
    const next = this.next[at];
    delete this.next[at];
    if (next === 'nobody') this.leave(at);
    else if (next !== undefined) this.enter(at, next);
  }

  pass(seconds: number): void {
    this.nowS += seconds;
    for (const at of BAYS) if (!this.lifting[at] && this.nowS - this.busyS[at]! >= 180) this.leave(at);
  }

  /** Who is on stays on; a set in progress ends; what waited is forgotten. */
  restart(): void {
    this.next = {};
    for (const at of BAYS) {
      this.rest(at);
      this.asks[at] = undefined;
      this.busyS[at] = this.nowS;
      this.lastSetS[at] = -1000;
      this.askedS[at] = -1000;
    }
  }
}

/** The machine with a store as plain as can be: what its events said. */
class Station {
  state: PresenceState = createPresence(BAYS);
  owners = new Map<string, string>();
  atMs = 0;
  open = new Map<string, OnBay>();
  ended: { setId: string; bay: string; endedAtMs: number; notOf: readonly string[] }[] = [];
  lifting: Record<string, string | null> = { one: null, two: null };
  #ids = 0;

  apply(step: Action): void {
    if (step.kind === 'tap') {
      const card = {
        kind: 'member',
        memberId: step.member,
        alias: step.member,
        showAlias: false,
        keepRecordings: false,
        consentsDue: false,
      } as const;
      const events = this.feed({ kind: 'tap', bay: step.bay, card, sessionId: `session-${++this.#ids}` });
      expect(events.filter(({ kind }) => kind === 'tapped')).toHaveLength(1);
    } else if (step.kind === 'guest') {
      this.feed({ kind: 'put', bay: step.bay, person: GUEST, sessionId: `session-${++this.#ids}` });
    } else if (step.kind === 'rep') this.rep(step.bay);
    else if (step.kind === 'rest') this.rest(step.bay);
    else if (step.kind === 'pass') {
      this.atMs += step.seconds * 1000;
      this.feed({ kind: 'tick' });
    } else this.restart();
  }

  rep(at: string): void {
    if (this.lifting[at]) return void this.feed({ kind: 'moved', bay: at });
    const { on } = this.state.bays.get(at)!;
    const setId = `set-${++this.#sets}`;
    this.lifting[at] = setId;
    this.owners.set(setId, on ? (on.memberId ?? SOMEONE) : 'nobody');
    if (on) for (const set of this.ended) if (set.bay === at) this.#passedOn.add(set.setId);
    this.feed({ kind: 'set-began', bay: at, setId });
  }

  #end(at: string, setId: string): void {
    const notOf = this.state.bays.get(at)!.set?.waited ?? [];
    this.ended.push({ setId, bay: at, endedAtMs: this.atMs, notOf });
  }
  #sets = 0;

  rest(at: string): void {
    const setId = this.lifting[at];
    if (!setId) return;
    this.lifting[at] = null;
    this.#end(at, setId);
    this.feed({ kind: 'set-ended', bay: at, setId, countedReps: 8 });
  }

  restart(): void {
    for (const at of BAYS) {
      if (this.lifting[at]) this.#end(at, this.lifting[at]);
      this.lifting[at] = null;
    }
    const saved = BAYS.map((at) => ({
      bay: at,
      on: this.open.get(at) ?? null,
      // As the store finds them: of no member, and no set of somebody who was signed in since.
      unclaimed: this.ended
        .filter(
          ({ bay: where, setId }) => where === at && this.owners.get(setId) === 'nobody' && !this.#passedOn.has(setId),
        )
        .map((set) => ({ ...set, countedReps: 8 })),
    }));
    this.state = restorePresence(createPresence(BAYS), saved, this.atMs);
  }
  readonly #passedOn = new Set<string>();

  feed(input: PresenceInput extends infer T ? (T extends unknown ? Omit<T, 'atMs' | 'at'> : never) : never) {
    const moment = { atMs: this.atMs, at: new Date(this.atMs).toISOString() };
    const { state, events } = stepPresence(this.state, { ...input, ...moment } as PresenceInput);
    this.state = state;
    for (const event of events) this.#keep(event);
    return events;
  }

  #keep(event: PresenceEvent): void {
    if (event.kind === 'session-started') {
      expect(this.open.has(event.bay)).toBe(false);
      this.open.set(event.bay, event.session);
    }
    if (event.kind === 'session-ended') {
      expect(this.open.get(event.bay)?.sessionId).toBe(event.session.sessionId);
      this.open.delete(event.bay);
    }
    if (event.kind === 'claimed') this.owners.set(event.setId, event.session.memberId!);
  }
}

test('every set belongs to whoever was in at its first rep, or claimed it', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 10, maxLength: 80 }), (actions) => {
      const model = new Model();
      const station = new Station();
      for (const step of actions) {
        model.apply(step);
        station.apply(step);
        for (const at of BAYS) {
          const { on } = station.state.bays.get(at)!;
          expect(on ? (on.memberId ?? SOMEONE) : null, `on ${at} after ${JSON.stringify(step)}`).toBe(model.here[at]);
        }
        expect(Object.fromEntries(station.owners)).toEqual(Object.fromEntries(model.owners));
      }
    }),
    { numRuns: 200 },
  );
});

import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { tally } from '../../src/members/set-tally.ts';
import { DURABLE_MS, Ledger } from '../crash/ledger.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

const T = Date.parse('2026-11-22T17:05:00.000Z');
const iso = (ms: number) => new Date(T + ms).toISOString();
const [mira, bo] = [newId(), newId()];

function oneSet() {
  const set = newSet({ memberId: mira, startedAt: iso(0), endedAt: iso(9000) });
  const reps = [0, 1].map((n) =>
    newRep(set.id, { n: n + 1, startedAt: iso(4000 * n), lockoutAt: iso(4000 * n + 1000), memberId: mira }),
  );
  return { set: { ...set, ...tally(reps) }, reps };
}

function ledgerOf({ set, reps }: ReturnType<typeof oneSet>): Ledger {
  const ledger = new Ledger();
  ledger.set(set);
  for (const rep of reps) ledger.rep(rep, Date.parse(rep.lockoutAt!) + 700);
  ledger.taps.push({
    bay: 'bay-1',
    memberId: mira,
    sentMs: T - 9000,
    answeredMs: T - 8990,
    storedMs: T - 8940,
    result: 'in',
  });
  return ledger;
}
const FAST = { mustBeFast: true };

describe('the ledger of the crash test', () => {
  it('finds nothing when all is well', () => {
    const kept = oneSet();
    expect(ledgerOf(kept).faults([kept], FAST)).toEqual([]);
  });

  it('finds a rep, a set and a revision that are missing', () => {
    const kept = oneSet();
    const ledger = ledgerOf(kept);
    expect(ledger.faults([], FAST)).toEqual([
      expect.stringMatching(/^rep .* announced/),
      expect.stringMatching(/^rep .* announced/),
      expect.stringMatching(/^set .* not stored/),
    ]);
    ledger.rep({ ...kept.reps[0]!, revision: 9 }, T);
    expect(ledger.faults([kept], FAST)).toEqual([expect.stringMatching(/revision 9/)]);
  });

  it('finds a counted rep that was shown long enough before the kill, and forgives one just before it', () => {
    const kept = oneSet();
    const ledger = ledgerOf(kept);
    ledger.shownAsCounted(newRep(newId(), {}), T);
    ledger.kills.push(T + DURABLE_MS - 1);
    expect(ledger.faults([kept], FAST)).toEqual([]);
    ledger.kills[0] = T + DURABLE_MS;
    expect(ledger.faults([kept], FAST)).toEqual([expect.stringMatching(/1000 ms before the kill/)]);
    expect(ledger.faults([kept], { mustBeFast: false })).toEqual([]);
  });

  it('finds a rep that was counted twice, and a set that says otherwise than its reps', () => {
    const kept = oneSet();
    const twin = { ...kept.reps[1]!, id: newId(), n: 3 };
    const doubled = { set: { ...kept.set, countedReps: 3 }, reps: [...kept.reps, twin] };
    expect(ledgerOf(kept).faults([doubled], FAST)).toContainEqual(expect.stringMatching(/counted twice/));
    const wrong = { set: { ...kept.set, countedReps: 5 }, reps: kept.reps };
    expect(new Ledger().faults([{ ...wrong, set: { ...wrong.set, memberId: null } }], FAST)).toEqual([
      expect.stringMatching(/says 5 reps/),
    ]);
  });

  it('finds a set with a wrong owner, unless a tap may or may not have been in time', () => {
    const kept = oneSet();
    const ofBo = { ...kept, set: { ...kept.set, memberId: bo } };
    const ledger = ledgerOf(kept);
    expect(ledger.faults([ofBo], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
    ledger.taps.push({
      bay: 'bay-1',
      memberId: bo,
      sentMs: T - 50,
      answeredMs: Number.POSITIVE_INFINITY,
      storedMs: Number.POSITIVE_INFINITY,
      result: null,
    });
    expect(ledger.faults([ofBo], FAST)).toEqual([]);
    expect(ledger.faults([kept], FAST)).toEqual([]);
    Object.assign(ledger.taps[1]!, { answeredMs: T - 20, storedMs: T - 10, result: 'switched' });
    expect(ledger.faults([kept], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
  });

  it('takes a tap that was answered and not seen to be stored before a kill for one that may be lost, unless the machine must be fast', () => {
    const kept = oneSet();
    const ledger = ledgerOf(kept);
    const tap = { bay: 'bay-1', memberId: bo, sentMs: T - 2020, answeredMs: T - 2000, result: 'switched' };
    ledger.taps.push({ ...tap, storedMs: Number.POSITIVE_INFINITY });
    ledger.kills.push(T - 500);
    expect(ledger.faults([kept], { mustBeFast: false })).toEqual([]);
    expect(ledger.faults([kept], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
    ledger.taps[1]!.storedMs = T - 600;
    expect(ledger.faults([kept], { mustBeFast: false })).toEqual([expect.stringMatching(/only .* was on/)]);
  });

  it('takes a tap between the first lockout and its announcement for one that may have been in time, and none after it', () => {
    const kept = oneSet();
    const ofBo = { ...kept, set: { ...kept.set, memberId: bo } };
    const tapOfBo = (sentMs: number) => {
      const ledger = ledgerOf(kept);
      ledger.taps.push({
        bay: 'bay-1',
        memberId: bo,
        sentMs,
        answeredMs: sentMs + 20,
        storedMs: sentMs + 70,
        result: 'switched',
      });
      return ledger;
    };
    expect(tapOfBo(T + 1600).faults([ofBo], FAST)).toEqual([]);
    expect(tapOfBo(T + 1800).faults([ofBo], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
  });

  it('of a set of which no rep was seen, the owner is settled by the next kill', () => {
    const kept = oneSet();
    const ofBo = { ...kept, set: { ...kept.set, memberId: bo } };
    const ledger = new Ledger();
    ledger.kills.push(T + 5000);
    ledger.taps.push({
      bay: 'bay-1',
      memberId: mira,
      sentMs: T - 9000,
      answeredMs: T - 8990,
      storedMs: T - 8940,
      result: 'in',
    });
    ledger.taps.push({
      bay: 'bay-1',
      memberId: bo,
      sentMs: T + 6000,
      answeredMs: T + 6020,
      storedMs: T + 6070,
      result: 'switched',
    });
    expect(ledger.faults([ofBo], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
    ledger.taps[1]!.sentMs = T + 4000;
    expect(ledger.faults([ofBo], FAST)).toEqual([]);
  });

  it('follows the time that the station shows, also where it is another one than the clock of the computer', () => {
    const AHEAD_MS = 300_000;
    const kept = oneSet();
    const ofBo = { ...kept, set: { ...kept.set, memberId: bo } };
    const ledger = new Ledger();
    ledger.stamped(T - 60_000, T - 60_000);
    for (const lateMs of [400, 30, 200]) ledger.stamped(T - lateMs, T - AHEAD_MS);
    for (const rep of kept.reps) ledger.rep(rep, Date.parse(rep.lockoutAt!) - AHEAD_MS + 700);
    const tap = { bay: 'bay-1', memberId: mira, sentMs: T - AHEAD_MS - 9000, result: 'in' };
    ledger.taps.push({ ...tap, answeredMs: T - AHEAD_MS - 8990, storedMs: T - AHEAD_MS - 8900 });
    expect(ledger.faults([kept], FAST)).toEqual([]);
    expect(ledger.faults([ofBo], FAST)).toEqual([expect.stringMatching(/only .* was on/)]);
    const never = new Ledger();
    never.stamped(T, T - 2 * AHEAD_MS);
    for (const rep of kept.reps) never.rep(rep, Date.parse(rep.lockoutAt!) + 700);
    expect(never.faults([kept], FAST)).toEqual([expect.stringMatching(/by no clock/)]);
  });

  it('takes reps of one time for two where the clock showed that time twice', () => {
    const [first, second] = [oneSet(), oneSet()];
    const ledger = ledgerOf(first);
    for (const rep of second.reps) ledger.rep(rep, Date.parse(rep.lockoutAt!) + 100_000);
    const twice = expect.stringMatching(/counted twice/);
    expect(ledger.faults([first, second], FAST)).toContainEqual(twice);
    const later = ledgerOf(first);
    later.stamped(T, T);
    later.stamped(T, T + 200_000);
    for (const rep of second.reps) later.rep(rep, Date.parse(rep.lockoutAt!) + 200_700);
    expect(later.faults([first, second], FAST)).not.toContainEqual(twice);
  });
});

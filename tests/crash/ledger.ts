/** What the outside world saw of a gym that is killed again and again, and whether the database agrees afterwards. */
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import { tally } from '../../src/members/set-tally.ts';

/** On a machine that does nothing else, a rep that the page showed as counted and a tap that was answered are durable this long after. */
export const DURABLE_MS = 1000;
/** Nobody lifts faster: two lockouts of one bay nearer together are one rep, counted twice. */
const NEAREST_LOCKOUTS_MS = 400;
/** From the begin of a set until its first rep is seen, with a broker that was away or a kill in between. */
const LONGEST_UNSEEN_MS = 120_000;
/** What the station stamps is seen so much later at most; and clocks that differ by less are one. */
const LATENESS_MS = 1000;

export interface TapSeen {
  bay: string;
  memberId: string;
  sentMs: number;
  /** infinite while it is not answered */
  answeredMs: number;
  /** When nothing waited for the disk any more; infinite if a kill came first. */
  storedMs: number;
  /** null: not answered; else the result */
  result: string | null;
}

export class Ledger {
  /** Announced over MQTT: the highest revision of each. */
  readonly reps = new Map<string, Rep>();
  readonly sets = new Map<string, SetEvent>();
  /** Shown as counted on the live stream, and when. */
  readonly shown = new Map<string, number>();
  /** When the first rep of a set was seen, over MQTT or on the page: from then on its owner is settled. */
  readonly #settledMs = new Map<string, number>();
  readonly taps: TapSeen[] = [];
  readonly kills: number[] = [];
  /** When each rep was seen first. */
  readonly #seenMs = new Map<string, number>();
  /**
   * How far the station's wall time was ahead of ours, and when it was seen to be. Not what the test made of the clock: a station that
   * starts with a clock behind what it has recorded goes on from there.
   */
  readonly #clocks: { fromMs: number; toMs: number; aheadMs: number }[] = [];

  rep(rep: Rep, atMs: number): void {
    this.#seen(rep, atMs);
    if (rep.revision > (this.reps.get(rep.id)?.revision ?? 0)) this.reps.set(rep.id, rep);
  }

  set(set: SetEvent): void {
    if (set.revision > (this.sets.get(set.id)?.revision ?? 0)) this.sets.set(set.id, set);
  }

  shownAsCounted(rep: Rep, atMs: number): void {
    this.#seen(rep, atMs);
    if (!this.shown.has(rep.id)) this.shown.set(rep.id, atMs);
  }

  #seen({ id, setId }: Rep, atMs: number): void {
    if (!this.#seenMs.has(id)) this.#seenMs.set(id, atMs);
    if (!this.#settledMs.has(setId)) this.#settledMs.set(setId, atMs);
  }

  /** @param stored everything that the database holds now. @returns what is wrong, in words; empty when all is well */
  faults(stored: readonly SetDetail[], { mustBeFast }: { mustBeFast: boolean }): string[] {
    const reps = new Map(stored.flatMap((detail) => detail.reps.map((rep) => [rep.id, rep] as const)));
    const sets = new Map(stored.map((detail) => [detail.set.id, detail.set]));
    return [
      ...this.#lostReps(reps, mustBeFast),
      ...this.#lostSets(sets),
      ...stored.flatMap((detail) => miscounted(detail)),
      ...this.#doubled(stored),
      ...stored.flatMap((detail) => this.#wrongOwner(detail, mustBeFast)),
    ];
  }

  #lostReps(stored: ReadonlyMap<string, Rep>, mustBeFast: boolean): string[] {
    const lost = [...this.reps.values()]
      .filter(({ id, revision }) => (stored.get(id)?.revision ?? 0) < revision)
      .map(
        ({ id, revision }) =>
          `rep ${id}, announced with revision ${revision}, is stored with ${stored.get(id)?.revision}`,
      );
    const late = [...this.shown]
      .filter(
        ([id, atMs]) => !stored.has(id) && !this.kills.some((killMs) => killMs >= atMs && killMs - atMs < DURABLE_MS),
      )
      .map(([id, atMs]) => `rep ${id}, shown as counted ${this.#beforeKill(atMs)} ms before the kill, is not stored`);
    return mustBeFast ? [...lost, ...late] : lost;
  }

  #beforeKill(atMs: number): number | undefined {
    const kill = this.kills.find((killMs) => killMs >= atMs);
    return kill === undefined ? undefined : Math.round(kill - atMs);
  }

  #lostSets(stored: ReadonlyMap<string, SetEvent>): string[] {
    return [...this.sets.values()].flatMap((told) => {
      const kept = stored.get(told.id);
      if (!kept) return [`set ${told.id} was announced as ended and is not stored`];
      if (kept.revision < told.revision || kept.endedAt === null || kept.countedReps !== told.countedReps)
        return [`set ${told.id} was announced with ${told.countedReps} reps, and is stored otherwise`];
      return [];
    });
  }

  /** The station stamped something by its wall time just now. The least late one of a clock says how far it is ahead. */
  stamped(stampMs: number, atMs: number): void {
    const aheadMs = stampMs - atMs;
    const clock = this.#clocks.findLast((one) => Math.abs(one.aheadMs - aheadMs) < LATENESS_MS);
    if (clock && atMs - clock.toMs < LONGEST_UNSEEN_MS) {
      clock.toMs = atMs;
      clock.aheadMs = Math.max(clock.aheadMs, aheadMs);
    } else this.#clocks.push({ fromMs: atMs, toMs: atMs, aheadMs });
  }

  /**
   * When a set may have begun, by any of the station's clocks: when one is set, the times of sets are stored again.
   * @returns several where it can't be told, none where there was no such clock
   */
  #begins({ id, startedAt }: SetEvent): number[] {
    const seenMs = this.#settledMs.get(id);
    const stampMs = Date.parse(startedAt);
    const clocks =
      this.#clocks.length > 0
        ? this.#clocks
        : [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY, aheadMs: 0 }];
    return clocks
      .map((clock) => ({ ...clock, atMs: stampMs - clock.aheadMs }))
      .filter(({ atMs, fromMs, toMs }) =>
        seenMs === undefined
          ? atMs > fromMs - LONGEST_UNSEEN_MS && atMs < toMs + LONGEST_UNSEEN_MS
          : atMs > seenMs - LONGEST_UNSEEN_MS && atMs < seenMs + LATENESS_MS,
      )
      .map(({ atMs }) => atMs);
  }

  /** By any time at which it may have begun. */
  #wrongOwner(detail: SetDetail, mustBeFast: boolean): string[] {
    const found = this.#begins(detail.set).map((startedMs) => this.#wrongOwnerBy(detail, startedMs, mustBeFast));
    if (found.length === 0)
      return [`set ${detail.set.id} began at ${detail.set.startedAt}, by no clock that there was`];
    return found.some((faults) => faults.length === 0) ? [] : found[0]!;
  }

  /**
   * Who may own a set: whoever tapped in last before it; and, as nobody can tell which, who tapped while it began. It has begun when its
   * first rep is seen, some time after the lockout; or, if a kill came first, with that kill.
   */
  #wrongOwnerBy({ set }: SetDetail, startedMs: number, mustBeFast: boolean): string[] {
    const nextKillMs = this.kills.find((killMs) => killMs >= startedMs) ?? Number.POSITIVE_INFINITY;
    const begunMs = this.#settledMs.get(set.id) ?? nextKillMs;
    const taps = this.taps.filter(({ bay, sentMs }) => bay === set.bay && sentMs <= begunMs);
    const lastSure = taps.findLastIndex(
      (tap) =>
        tap.answeredMs < startedMs - (this.#clocks.length > 0 ? LATENESS_MS : 0) && this.#isSure(tap, mustBeFast),
    );
    // A tap of whoever is on takes them off; after a kill nobody knows whether an unanswered one did.
    const possible = new Set<string | null>(
      taps
        .slice(Math.max(0, lastSure))
        .flatMap(({ memberId, result }) => (result === null || result === 'out' ? [memberId, null] : [memberId])),
    );
    if (lastSure === -1) possible.add(null);
    if (possible.has(set.memberId)) return [];
    return [`set ${set.id} of ${set.bay} belongs to ${set.memberId}, and only ${[...possible].join(' or ')} was on`];
  }

  /** Of one bay, nearer together than anybody lifts by the station's time and seen in the same minutes: its clock may show a time twice. */
  #doubled(stored: readonly SetDetail[]): string[] {
    const byBay = new Map<string, { rep: Rep; stampMs: number }[]>();
    for (const rep of stored.flatMap((detail) => detail.reps)) {
      if (rep.verdict !== 'counted' || rep.lockoutAt === null) continue;
      byBay.set(rep.bay, [...(byBay.get(rep.bay) ?? []), { rep, stampMs: Date.parse(rep.lockoutAt) }]);
    }
    return [...byBay.values()].flatMap((reps) => {
      const inOrder = reps.sort((a, b) => a.stampMs - b.stampMs);
      return inOrder.flatMap(({ rep, stampMs }, index) => {
        const isTwice = inOrder
          .slice(0, index)
          .some((one) => stampMs - one.stampMs < NEAREST_LOCKOUTS_MS && this.#areOfOneTime(one.rep, rep));
        return isTwice ? [`rep ${rep.id} of ${rep.bay} at ${rep.lockoutAt} is counted twice`] : [];
      });
    });
  }

  #areOfOneTime(a: Rep, b: Rep): boolean {
    if (a.setId === b.setId) return true;
    const [aMs, bMs] = [this.#seenMs.get(a.id), this.#seenMs.get(b.id)];
    return aMs === undefined || bMs === undefined || Math.abs(aMs - bMs) < LONGEST_UNSEEN_MS;
  }

  /** It took effect at once, and was stored before the next kill: seen, or long enough before it. */
  #isSure({ answeredMs, storedMs, result }: TapSeen, mustBeFast: boolean): boolean {
    if (result !== 'in' && result !== 'switched') return false;
    if (!mustBeFast) return storedMs < Number.POSITIVE_INFINITY;
    return !this.kills.some((killMs) => killMs >= answeredMs && killMs - answeredMs < DURABLE_MS);
  }
}

function miscounted({ set, reps }: SetDetail): string[] {
  const counted = reps.flatMap(({ n }) => n ?? []).sort((a, b) => a - b);
  if (set.countedReps !== tally(reps).countedReps || counted.some((n, index) => n !== index + 1))
    return [`set ${set.id} says ${set.countedReps} reps, its reps are numbered ${counted.join(', ')}`];
  return [];
}

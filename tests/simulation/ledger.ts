/** What a station said while it was simulated, and whether database and broker agree with it at the end. */
import type { Rep, SetEvent } from '../../src/contracts/events.ts';
import type { SetDetail } from '../../src/contracts/http.ts';
import type { LiveEvent } from '../../src/contracts/live.ts';
import { tally } from '../../src/members/set-tally.ts';
import type { Delivery } from './simulated-broker.ts';

export class Ledger {
  /** On the live stream: the highest revision of each, in the order in which they were first seen. */
  readonly reps = new Map<string, Rep>();
  readonly sets = new Map<string, SetEvent>();
  /** Everything in order, without ids: the same in every run of a seed. */
  readonly trace: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #signedIn = new Map<string, string | null>();
  /** Who was signed in at the first rep of each set, or has claimed it since. */
  readonly #owners = new Map<string, string | null>();

  hear(atMs: number, bay: string, event: LiveEvent): void {
    if (event.topic === 'session') this.#signedIn.set(bay, event.payload.memberId);
    if (event.topic === 'rep') this.#rep(atMs, bay, event.payload);
    if (event.topic === 'set') {
      const { id, revision, countedReps, endReason, memberId } = event.payload;
      keepNewest(this.sets, event.payload);
      this.note(atMs, bay, `set ${this.#name(id)}.${revision} ${countedReps} ${endReason} of ${this.#name(memberId)}`);
    }
  }

  note(atMs: number, bay: string, text: string): void {
    this.trace.push(`${Math.round(atMs)} ${bay} ${text}`);
  }

  /** The screen had asked about it, and the member has said yes. */
  claimed(setIds: readonly string[], memberId: string): void {
    for (const id of setIds) this.#owners.set(id, memberId);
  }

  /** @returns what is wrong, in words; empty when all is well */
  faults(stored: readonly SetDetail[], deliveries: readonly Delivery[]): string[] {
    const reps = stored.flatMap((detail) => detail.reps);
    const known = new Map(reps.map((rep) => [rep.id, rep]));
    const sets = new Map(stored.map(({ set }) => [set.id, set]));
    const delivered = new Map<string, number>();
    for (const { id, revision } of deliveries) delivered.set(id, Math.max(revision ?? 0, delivered.get(id) ?? 0));
    return [
      ...[...this.reps.values()].flatMap((told) => differs('rep', told, known.get(told.id), ['n', 'verdict', 'setId'])),
      ...[...this.sets.values()].flatMap((told) =>
        differs('set', told, sets.get(told.id), ['countedReps', 'endReason', 'memberId']),
      ),
      ...reps.filter(({ id }) => !this.reps.has(id)).map(({ id }) => `rep ${id} is stored and was never announced`),
      ...(known.size < reps.length ? ['a rep is stored twice'] : []),
      ...[...known, ...sets]
        .filter(([id, { revision }]) => (delivered.get(id) ?? 0) < revision)
        .map(([id, { revision }]) => `${id} is stored with revision ${revision}, published up to ${delivered.get(id)}`),
      ...stored.flatMap((detail) => this.#faultsOf(detail)),
    ];
  }

  #rep(atMs: number, bay: string, rep: Rep): void {
    const { id, setId, n, verdict, stage, revision } = rep;
    if (!this.#owners.has(setId)) this.#owners.set(setId, this.#signedIn.get(bay) ?? null);
    keepNewest(this.reps, rep);
    this.note(atMs, bay, `rep ${this.#name(id)}.${revision} of ${this.#name(setId)} ${n} ${verdict} ${stage}`);
  }

  #faultsOf({ set, reps }: SetDetail): string[] {
    const faults: string[] = [];
    const owner = this.#owners.get(set.id) ?? null;
    if (set.memberId !== owner) faults.push(`set ${set.id} is of ${set.memberId}, and ${owner} was signed in`);
    if (reps.some(({ memberId }) => memberId !== set.memberId)) faults.push(`set ${set.id} has reps of another member`);
    if (set.endedAt === null) faults.push(`set ${set.id} has no end`);
    const numbers = reps.flatMap(({ n }) => n ?? []).sort((a, b) => a - b);
    if (set.countedReps !== tally(reps).countedReps || numbers.some((n, index) => n !== index + 1))
      faults.push(`set ${set.id} says ${set.countedReps} reps, its reps are numbered ${numbers.join(', ')}`);
    return faults;
  }

  /** Ids differ from run to run. */
  #name(id: string | null): string {
    if (id === null) return 'none';
    if (!this.#names.has(id)) this.#names.set(id, `#${this.#names.size + 1}`);
    return this.#names.get(id)!;
  }
}

function keepNewest<T extends { id: string; revision: number }>(all: Map<string, T>, one: T): void {
  if (one.revision >= (all.get(one.id)?.revision ?? 0)) all.set(one.id, one);
}

/** A later revision is stored when something was corrected: it may say otherwise. */
function differs<T extends { id: string; revision: number }>(
  what: string,
  told: T,
  stored: T | undefined,
  keys: readonly (keyof T)[],
): string[] {
  if (!stored) return [`${what} ${told.id} was announced and is not stored`];
  if (stored.revision < told.revision)
    return [`${what} ${told.id} was announced with revision ${told.revision}, stored with ${stored.revision}`];
  if (stored.revision > told.revision) return [];
  return keys
    .filter((key) => stored[key] !== told[key])
    .map((key) => `${what} ${told.id}: ${String(key)} is ${stored[key]}, ${told[key]} was announced`);
}

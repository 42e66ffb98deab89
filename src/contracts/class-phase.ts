/** Where a class is at a moment. Pure, and without a schema, so that pages count by the very same rule. */
import type { ClassClock } from './class-clock.ts';

interface ClassPhase {
  kind: 'ready' | 'work' | 'rest' | 'done';
  /** From 1. */
  round: number;
  /** Of this phase. */
  leftMs: number;
}

/** @param atMs wall time */
export function classPhase({ startsAt, workS, restS, rounds }: ClassClock, atMs: number): ClassPhase {
  const sinceMs = atMs - Date.parse(startsAt);
  if (sinceMs < 0) return { kind: 'ready', round: 1, leftMs: -sinceMs };
  const [workMs, restMs] = [workS * 1000, restS * 1000];
  const round = Math.floor(sinceMs / (workMs + restMs)) + 1;
  const withinMs = sinceMs - (round - 1) * (workMs + restMs);
  // No rest follows the last round.
  if (round > rounds || (round === rounds && withinMs >= workMs)) return { kind: 'done', round: rounds, leftMs: 0 };
  return withinMs < workMs
    ? { kind: 'work', round, leftMs: workMs - withinMs }
    : { kind: 'rest', round, leftMs: workMs + restMs - withinMs };
}

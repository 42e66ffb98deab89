/**
 * Turns events of the core into stored and published messages of one set, from its first movement to its settled end.
 * Pure: ids and wall times are handed in, what to write and what to announce comes back.
 */

import type { Rep, SetEvent } from '../../contracts/events.ts';
import type { LiveEvent } from '../../contracts/live.ts';
import { type ReasonCode, withText } from '../../contracts/reasons.ts';
import { rounded } from '../../contracts/rounded.ts';
import type { CoreEvent, Movement, SetResult } from '../../core/index.ts';
import { mostLiftedKg } from '../../members/loads.ts';
import { tally } from '../../members/set-tally.ts';
import type { NewChange } from '../storage/new-change.ts';
import { emptySet, platesOf, repMessage, type SetContext, type Tools } from './messages.ts';
import { oneRepMaxOf } from './one-rep-max.ts';

export type { SetContext, Tools } from './messages.ts';

/** The set in progress. `kept` is false until a movement was worth keeping (not just handling). */
export interface OpenSet {
  context: SetContext;
  set: SetEvent;
  /** Core time at which it began. */
  startUs: number;
  reps: readonly LoggedRep[];
  kept: boolean;
}

interface LoggedRep {
  movement: Movement;
  message: Rep;
}

export interface Logged {
  open: OpenSet | null;
  change: Omit<NewChange, 'recordings'> | null;
  live: LiveEvent[];
}

/** Two readings of one movement start within this of each other: settling may move a start by some samples. */
const SAME_MOVEMENT_US = 400_000;
/** Two readings of one moment that lie farther apart are by two clocks. */
const SAME_CLOCK_MS = 1000;

type SetMovement = Extract<CoreEvent, { kind: 'lockout-reached' | 'rep-completed' | 'movement' }>;

/** @param startUs when its first movement began, which is seen only later */
export function startSet(context: SetContext, startUs: number, tools: Tools, targetHoldS: number): OpenSet {
  const set = emptySet(context, tools.newId(), tools.iso(startUs), targetHoldS);
  return { context, set, startUs, reps: [], kept: false };
}

/** One movement seen or completed: a new message, or a higher revision of the one it had. */
export function logMovement(open: OpenSet, event: SetMovement, tools: Tools): Logged {
  const movement = event.kind === 'movement' ? event.movement : event.rep;
  const stage = event.kind === 'lockout-reached' ? 'lockout' : 'complete';
  const next = claim(open, upsert(open, open.reps, movement, stage, tools), tools);
  const set = currentSet(next, tools);
  const nextOpen = { ...next, set };
  if (!next.kept) return { open: nextOpen, change: null, live: [] };
  const announced = open.kept ? next.reps.filter((entry) => entry.movement === movement) : next.reps;
  const messages = announced.map((entry) => entry.message);
  return {
    open: nextOpen,
    change: { sets: [set], reps: messages, outbox: messages.map(repRow) },
    live: messages.map((payload) => ({ topic: 'rep', payload })),
  };
}

/** The wall clock was set: the set in progress and its reps once more, with the times that it gives them. */
export function restamp(open: OpenSet, tools: Tools): Logged {
  const reps = open.reps.map(({ movement, message }) => ({
    movement,
    message: repMessage(open.set, message, movement, message.stage, tools),
  }));
  const next = { ...open, reps };
  const nextOpen = { ...next, set: currentSet(next, tools) };
  if (!open.kept) return { open: nextOpen, change: null, live: [] };
  const messages = reps.map(({ message }) => message);
  return {
    open: nextOpen,
    change: { sets: [nextOpen.set], reps: messages, outbox: messages.map(repRow) },
    live: messages.map((payload) => ({ topic: 'rep', payload })),
  };
}

/** A set is stored from its first movement that isn't handling, and belongs to the member signed in at that time. */
function claim(open: OpenSet, reps: readonly LoggedRep[], tools: Tools): OpenSet {
  if (open.kept || reps.every(({ message }) => message.verdict === 'rejected')) return { ...open, reps };
  const { memberId, sessionId } = tools.occupant();
  const superset = tools.superset();
  return {
    ...open,
    kept: true,
    set: { ...open.set, memberId, sessionId, ...(superset && { superset }) },
    reps: reps.map((entry) => ({ ...entry, message: { ...entry.message, memberId } })),
  };
}

/** The end of a set: every verdict is final. A set of mere handling leaves nothing behind. */
export function endSet(open: OpenSet, result: SetResult, endReason: SetEvent['endReason'], tools: Tools): Logged {
  let known: readonly LoggedRep[] = open.reps;
  for (const movement of result.movements) known = upsert(open, known, movement, 'settled', tools);
  known = known.map((entry, index) => settledRep(entry, open.reps[index], result.movements));
  const settled = claim(open, known, tools);
  if (!settled.kept) return { open: null, change: null, live: [] };
  const counts = currentSet(settled, tools);
  const loadKg = mostLiftedKg(counts.loads) ?? rounded(result.loadKg, 2);
  const set: SetEvent = {
    ...counts,
    startedAt: tools.iso(result.startUs),
    endedAt: tools.iso(result.endUs),
    endReason,
    loadKg,
    plates: platesOf(loadKg, open.context.plates),
    hasRecording: tools.keepsRecording(settled.set.memberId),
  };
  set.oneRepMax = oneRepMaxOf(set, tools.earlier());
  const messages = settled.reps.map((entry) => entry.message);
  return {
    open: null,
    change: {
      sets: [set],
      reps: messages,
      outbox: [...messages.map(repRow), { bay: set.bay, topic: 'set', id: set.id, payload: set }],
    },
    live: [...messages.map((payload): LiveEvent => ({ topic: 'rep', payload })), { topic: 'set', payload: set }],
  };
}

/** The set with the numbers that its movements give it so far. */
const currentSet = ({ set, startUs, reps }: OpenSet, tools: Tools): SetEvent => ({
  ...set,
  startedAt: restamped(set.startedAt, tools.iso(startUs)),
  ...tally(reps.map((entry) => entry.message)),
  revision: set.revision + 1,
  enteredLoadKg: tools.enteredLoadKg(),
  isTimeUncertain: tools.isTimeUncertain(),
});

const repRow = (rep: Rep) => ({ bay: rep.bay, topic: 'rep' as const, id: rep.id, payload: rep });

/** By the wall clock as it is now, if that was set; what differs less is the clock of the board getting known. */
const restamped = (known: string, now: string): string =>
  Math.abs(Date.parse(now) - Date.parse(known)) > SAME_CLOCK_MS ? now : known;

/** What was counted live and isn't any more says why. A movement that the settled set no longer has isn't forgotten: it is rejected. */
function settledRep(entry: LoggedRep, before: LoggedRep | undefined, settled: readonly Movement[]): LoggedRep {
  const { message } = settled.includes(entry.movement) ? entry : withdraw(entry, settled);
  if (before?.message.verdict !== 'counted' || message.verdict === 'counted') return { ...entry, message };
  return { ...entry, message: { ...message, reasons: [...message.reasons, withText(COUNTED_LIVE)] } };
}

const COUNTED_LIVE = { kind: 'counted-live', params: {} } as const;

function withdraw({ movement, message }: LoggedRep, settled: readonly Movement[]): LoggedRep {
  const reasons = [...message.reasons, ...insteadOf(movement, settled).map(withText)];
  const revision = message.revision + 1;
  return { movement, message: { ...message, stage: 'settled', revision, n: null, verdict: 'rejected', reasons } };
}

/** What the settled set has where this movement was: a rep that it is part of, one with reasons of its own, or nothing. */
function insteadOf(movement: Movement, settled: readonly Movement[]): readonly ReasonCode[] {
  const there = settled.filter((other) => other.startUs <= lastUsOf(movement) && movement.startUs <= lastUsOf(other));
  const counted = there.find(({ verdict }) => verdict === 'counted');
  if (counted?.n) return [{ kind: 'part-of-rep', params: { n: counted.n } }];
  const [own] = there.map(({ reasons }) => reasons).filter((reasons) => reasons.length > 0);
  return own ?? [{ kind: 'no-movement', params: {} }];
}

const lastUsOf = ({ startUs, lockoutUs, endUs }: Movement): number => endUs ?? lockoutUs ?? startUs;

function upsert(
  open: OpenSet,
  reps: readonly LoggedRep[],
  movement: Movement,
  stage: Rep['stage'],
  tools: Tools,
): readonly LoggedRep[] {
  const index = nearestIndex(reps, movement);
  const known = reps[index];
  const message = repMessage(open.set, known?.message ?? null, movement, stage, tools);
  const entry = { movement, message };
  return known ? reps.with(index, entry) : [...reps, entry];
}

function nearestIndex(reps: readonly LoggedRep[], movement: Movement): number {
  let best = -1;
  let bestUs = SAME_MOVEMENT_US;
  reps.forEach((entry, index) => {
    const apartUs = Math.abs(entry.movement.startUs - movement.startUs);
    if (apartUs <= bestUs) {
      best = index;
      bestUs = apartUs;
    }
  });
  return best;
}

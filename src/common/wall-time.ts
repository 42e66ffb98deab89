/**
 * The wall time of a machine that may have no clock of its own. Nothing is dated before what was recorded: while the system clock is behind
 * the records, or unconfirmed, time runs on from them by the monotonic clock and is unknown. Once it is known, what was recorded
 * during that time moves by one and the same difference. Pure: `stepWallTime(state, input) → { state, events }`.
 */

/** Between two looks. A clock that is only slewed moves by 42 ms at most (chrony's fastest, 1 s in 12 s); a step is set at once. */
const STEP_MS = 500;
/** A set is seen to have begun only at its first lockout. */
const SEEN_LATE_MS = 15_000;
/** So far back a known clock is followed as soon as the records allow it; it stays known. */
const SMALL_STEP_MS = 60_000;
/** After the newest record, so that no two times are the same. */
const AFTER_MS = 1000;
/** Without confirmation, a clock that is farther ahead of the newest record is not believed (a clock chip with an empty battery). */
const BELIEVED_MS = 366 * 24 * 3_600_000;

/** What the operating system says: `none`, it can't tell; `unsynchronized`, and the machine has no clock that runs without power. */
type Evidence = 'synchronized' | 'unsynchronized' | 'none';

interface Span {
  startMs: number;
  endMs: number;
}

interface PlaceRecords {
  /** Start of the set in progress. */
  openMs: number | null;
  /** The set that ended last, until the next one begins. */
  last: Span | null;
}

export interface WallTime {
  /** Wall time minus monotonic time, in force. */
  readonly aheadMs: number;
  /** The same of the system clock, at the latest look. */
  readonly systemAheadMs: number;
  readonly isKnown: boolean;
  /** The newest time that stays as it is, whatever the clock turns out to be. */
  readonly floorMs: number;
  /** Null: the clock is known. Else since when it is not, and the newest recorded times since then, with and without each bay's last set. */
  readonly unknown: { readonly sinceMs: number; readonly newestMs: number; readonly passedMs: number } | null;
  readonly places: ReadonlyMap<string, PlaceRecords>;
}

export type WallTimeInput =
  | { kind: 'look'; monoMs: number; wallMs: number; evidence: Evidence }
  | { kind: 'set-began'; place: string; atMs: number }
  | ({ kind: 'set-ended'; place: string } & Span);

export type WallTimeEvent =
  /** A known clock was set: sets in progress, and the last ones from `fromMs` on, move by `byMs`. */
  | { kind: 'set'; byMs: number; fromMs: number }
  /** What was recorded from `sinceMs` on moves by `byMs`; null: it stays as it is, and marked. */
  | { kind: 'known'; byMs: number; sinceMs: number | null }
  | { kind: 'unknown' };

interface Stepped {
  state: WallTime;
  events: readonly WallTimeEvent[];
}

interface Beginning {
  monoMs: number;
  wallMs: number;
  evidence: Evidence;
  /** The newest time in the database; null: it is empty. */
  newestMs: number | null;
}

export function beginWallTime({ monoMs, wallMs, evidence, newestMs }: Beginning): WallTime {
  const floorMs = newestMs ?? Number.NEGATIVE_INFINITY;
  const isAfter = wallMs >= floorMs;
  const isKnown = isAfter && evidence !== 'unsynchronized';
  const isBelieved = isKnown || (isAfter && (newestMs === null || wallMs - newestMs < BELIEVED_MS));
  const nowMs = isBelieved ? wallMs : floorMs + AFTER_MS;
  return {
    aheadMs: nowMs - monoMs,
    systemAheadMs: wallMs - monoMs,
    isKnown,
    floorMs,
    unknown: isKnown ? null : { sinceMs: nowMs, newestMs: nowMs, passedMs: nowMs },
    places: new Map(),
  };
}

/** The time of the station. A step that was not checked yet is not followed. */
export function wallMsOf({ aheadMs, isKnown }: WallTime, monoMs: number, systemMs: number): number {
  const ownMs = monoMs + aheadMs;
  return isKnown && Math.abs(systemMs - ownMs) < STEP_MS ? systemMs : ownMs;
}

export function stepWallTime(state: WallTime, input: WallTimeInput): Stepped {
  if (input.kind === 'look') return state.isKnown ? lookKnown(state, input) : lookUnknown(state, input);
  const before = state.places.get(input.place) ?? { openMs: null, last: null };
  const beyond = before.last ? passed(state, before.last) : state;
  if (input.kind === 'set-began')
    return { state: withPlace(beyond, input.place, { openMs: input.atMs, last: null }), events: [] };
  const last = { startMs: input.startMs, endMs: input.endMs };
  const next = withPlace(beyond, input.place, { openMs: null, last });
  const unknown = next.unknown && { ...next.unknown, newestMs: Math.max(next.unknown.newestMs, last.endMs) };
  return { state: { ...next, unknown }, events: [] };
}

/** Another set follows on its bay: it moves no more by itself, only with all that were recorded by an unknown clock. */
function passed(state: WallTime, { startMs, endMs }: Span): WallTime {
  const { unknown } = state;
  if (unknown && startMs >= unknown.sinceMs)
    return { ...state, unknown: { ...unknown, passedMs: Math.max(unknown.passedMs, endMs) } };
  return { ...state, floorMs: Math.max(state.floorMs, endMs) };
}

const withPlace = (state: WallTime, place: string, records: PlaceRecords): WallTime => ({
  ...state,
  places: new Map(state.places).set(place, records),
});

type Look = Extract<WallTimeInput, { kind: 'look' }>;

function lookKnown(state: WallTime, { monoMs, wallMs }: Look): Stepped {
  const systemAheadMs = wallMs - monoMs;
  const byMs = systemAheadMs - state.aheadMs;
  const places = [...state.places.values()];
  const newestMs = Math.max(
    state.floorMs,
    ...places.flatMap(({ openMs, last }) => [openMs ?? -Infinity, last?.endMs ?? -Infinity]),
  );
  if (Math.abs(byMs) < STEP_MS) {
    const aheadMs = wallMs >= newestMs ? systemAheadMs : state.aheadMs;
    return { state: { ...state, systemAheadMs, aheadMs }, events: [] };
  }
  const looked = { ...state, systemAheadMs };
  // Only what began after everything that stays may move: the order is kept. A set that began before waits for its end.
  if (byMs > 0 && places.some(({ openMs }) => openMs !== null && openMs < state.floorMs))
    return { state: looked, events: [] };
  const isMoved = ({ startMs }: Span) => startMs >= state.floorMs;
  const stays = places.flatMap(({ last }) => (last && !isMoved(last) ? [last.endMs] : []));
  const floorMs = Math.max(state.floorMs, ...stays);
  const moved = places.flatMap(({ openMs, last }) => [
    ...(openMs === null ? [] : [openMs]),
    ...(last && isMoved(last) ? [last.startMs] : []),
  ]);
  const isAfter = (byMs > 0 || wallMs - SEEN_LATE_MS >= floorMs) && moved.every((ms) => ms + byMs >= floorMs);
  if (!isAfter) return byMs > -SMALL_STEP_MS ? { state: looked, events: [] } : lose(looked, monoMs);
  const next = shifted(state, byMs, isMoved);
  return {
    state: { ...next, systemAheadMs, aheadMs: systemAheadMs, floorMs },
    events: [{ kind: 'set', byMs, fromMs: state.floorMs }],
  };
}

/** The system clock is behind the records: it is not followed. */
function lose(state: WallTime, monoMs: number): Stepped {
  const places = [...state.places.values()];
  const floorMs = Math.max(state.floorMs, ...places.flatMap(({ last }) => last?.endMs ?? []));
  const opens = places.flatMap(({ openMs }) => openMs ?? []);
  if (opens.some((ms) => ms < floorMs)) return { state, events: [] };
  const nowMs = monoMs + state.aheadMs;
  const sinceMs = Math.min(Math.max(floorMs, nowMs - SEEN_LATE_MS), ...opens);
  const unknown = { sinceMs, newestMs: nowMs, passedMs: sinceMs };
  return { state: { ...state, isKnown: false, unknown, floorMs }, events: [{ kind: 'unknown' }] };
}

function lookUnknown(state: WallTime, { monoMs, wallMs, evidence }: Look): Stepped {
  const unknown = state.unknown!;
  const systemAheadMs = wallMs - monoMs;
  const byMs = systemAheadMs - state.aheadMs;
  const wasSetForward = systemAheadMs - state.systemAheadMs >= STEP_MS;
  const looked = { ...state, systemAheadMs };
  if (evidence !== 'synchronized' && !wasSetForward) return { state: looked, events: [] };
  const known = { ...looked, isKnown: true, unknown: null, aheadMs: systemAheadMs };
  if (wallMs >= state.floorMs && unknown.sinceMs + byMs >= state.floorMs) {
    const floorMs = Math.max(state.floorMs, unknown.passedMs + byMs);
    const next = shifted({ ...known, floorMs }, byMs, ({ startMs }) => startMs >= unknown.sinceMs);
    return { state: next, events: [{ kind: 'known', byMs, sinceMs: unknown.sinceMs }] };
  }
  // The records before are later than they can have been: what is new stays behind them until the clock has caught up.
  const inSet = [...state.places.values()].some(({ openMs }) => openMs !== null);
  if (inSet || wallMs < Math.max(state.floorMs, unknown.newestMs)) return { state: looked, events: [] };
  const floorMs = Math.max(state.floorMs, unknown.newestMs);
  return { state: { ...known, floorMs }, events: [{ kind: 'known', byMs, sinceMs: null }] };
}

function shifted(state: WallTime, byMs: number, isMoved: (span: Span) => boolean): WallTime {
  const places = [...state.places].map(([place, { openMs, last }]): [string, PlaceRecords] => [
    place,
    {
      openMs: openMs === null ? null : openMs + byMs,
      last: last && isMoved(last) ? { startMs: last.startMs + byMs, endMs: last.endMs + byMs } : last,
    },
  ]);
  return { ...state, places: new Map(places) };
}

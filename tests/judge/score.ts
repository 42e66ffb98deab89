/** One scenario and one result give the marks; `table.ts` adds them up. */
import type { Movement, Result } from './result.ts';
import { FLAGS, type Flag, heightAt, type Scenario, type TrueRep } from './scenario.ts';

export interface FlagMarks {
  right: number;
  missed: number;
  wrong: number;
}

export interface Marks {
  sets: number;
  exact: number;
  trueReps: number;
  missed: number;
  phantom: number;
  groupings: number;
  groupedRight: number;
  /** A set that is said to begin after its own first rep began. */
  setStartsLate: number;
  holdErrorS: number[];
  velocityErrorMps: number[];
  rangeErrorMm: number[];
  loadErrorShare: number[];
  /** Measures that were seen by the sensors and not reported. */
  unmeasured: number;
  /** How far below the top the bar was at the announcement. */
  announcedBelowMm: number[];
  announcedLateS: number[];
  announcedNotCounted: number;
  countedNotAnnounced: number;
  flags: Record<Flag, FlagMarks>;
  /** For a developer: what went wrong, with times. */
  notes: string[];
}

export function emptyMarks(): Marks {
  return {
    sets: 0,
    exact: 0,
    trueReps: 0,
    missed: 0,
    phantom: 0,
    groupings: 0,
    groupedRight: 0,
    setStartsLate: 0,
    holdErrorS: [],
    velocityErrorMps: [],
    rangeErrorMm: [],
    loadErrorShare: [],
    unmeasured: 0,
    announcedBelowMm: [],
    announcedLateS: [],
    announcedNotCounted: 0,
    countedNotAnnounced: 0,
    flags: Object.fromEntries(FLAGS.map((flag) => [flag, { right: 0, missed: 0, wrong: 0 }])) as Record<
      Flag,
      FlagMarks
    >,
    notes: [],
  };
}

/** All movements once: a product may list a set's reps in both places. */
export function movementsOf(result: Result): Movement[] {
  const seen = new Map<string, Movement>();
  for (const each of [...result.sets.flatMap((set) => set.reps), ...result.movements]) {
    const key = `${each.startS.toFixed(3)}/${each.lockoutS?.toFixed(3) ?? '-'}`;
    if (!seen.has(key)) seen.set(key, each);
  }
  return [...seen.values()].sort((a, b) => a.startS - b.startS);
}

/** Time in common: above all of the ways up, and where these don't meet, a little for the rest. */
function overlap(movement: Movement, rep: TrueRep): number {
  const topS = movement.lockoutS ?? movement.endS ?? movement.startS + 0.5;
  const up = Math.min(topS, rep.topS) - Math.max(movement.startS, rep.startS);
  if (up > 0) return up;
  return 0.001 * (Math.min(movement.endS ?? topS, rep.endS) - Math.max(movement.startS, rep.startS));
}

/** Pairs by the longest overlap first; each movement and each rep at most once. */
function pair(movements: readonly Movement[], reps: readonly TrueRep[]): Map<Movement, TrueRep> {
  const candidates = movements
    .flatMap((movement) => reps.map((rep) => ({ movement, rep, by: overlap(movement, rep) })))
    .filter((each) => each.by > 0)
    .sort((a, b) => b.by - a.by);
  const pairs = new Map<Movement, TrueRep>();
  const taken = new Set<TrueRep>();
  for (const { movement, rep } of candidates) {
    if (pairs.has(movement) || taken.has(rep)) continue;
    pairs.set(movement, rep);
    taken.add(rep);
  }
  return pairs;
}

const at = (seconds: number): string => `${seconds.toFixed(2)} s`;

function judgeCounts(marks: Marks, scenario: Scenario, counted: Movement[], pairs: Map<Movement, TrueRep>): void {
  const sets = scenario.truth.sets;
  const found = new Set(pairs.values());
  const wrong: number[] = [];
  for (const movement of counted) {
    const rep = pairs.get(movement);
    if (rep && rep.countable !== false) continue;
    wrong.push(movement.startS);
    marks.phantom += 1;
    const why = rep ? 'counted, but short or no rep' : 'phantom';
    marks.notes.push(`${why} at ${at(movement.startS)} (lockout ${movement.lockoutS?.toFixed(2) ?? '-'})`);
  }
  if (sets.length === 0) {
    marks.sets += 1;
    if (wrong.length === 0) marks.exact += 1;
    return;
  }
  // A phantom belongs to the set that lies nearest.
  const owner = (atS: number): number => {
    const away = sets.map((set) => Math.max(set.reps[0]!.startS - atS, atS - set.reps.at(-1)!.endS, 0));
    return away.indexOf(Math.min(...away));
  };
  const spoiled = new Set(wrong.map(owner));
  sets.forEach((set, index) => {
    const must = set.reps.filter((rep) => rep.countable === true);
    const missed = must.filter((rep) => !found.has(rep));
    marks.sets += 1;
    marks.trueReps += must.length;
    marks.missed += missed.length;
    if (missed.length === 0 && !spoiled.has(index)) marks.exact += 1;
    for (const rep of missed)
      marks.notes.push(`missed rep ${at(rep.startS)} to ${at(rep.topS)}, ${rep.romMm.toFixed(0)} mm`);
  });
}

function judgeGrouping(marks: Marks, scenario: Scenario, result: Result, pairs: Map<Movement, TrueRep>): void {
  const sets = scenario.truth.sets;
  if (sets.length === 0) return;
  const byStart = new Map([...pairs].map(([movement, rep]) => [movement.startS.toFixed(3), rep]));
  const groups = result.sets.map((set) =>
    set.reps.flatMap((rep) => {
      const matched = rep.verdict === 'counted' ? byStart.get(rep.startS.toFixed(3)) : undefined;
      return matched ? [sets.findIndex((each) => each.reps.includes(matched))] : [];
    }),
  );
  marks.groupings += 1;
  const firm = (index: number): boolean => !sets[index]!.mayJoin;
  const mixed = groups.some((group) => group.some((index, k) => k > 0 && index !== group[k - 1] && firm(index)));
  const torn = sets.some((_, index) => groups.filter((group) => group.includes(index)).length > 1);
  if (!mixed && !torn) marks.groupedRight += 1;
  else marks.notes.push(`sets are drawn as ${JSON.stringify(groups.map((group) => group.length))}`);
}

function judgeMeasures(marks: Marks, movement: Movement, rep: TrueRep, setLoadKg: number | null): void {
  const sees = (what: TrueRep['blind'][number]): boolean => !rep.blind.includes(what);
  const measure = (what: TrueRep['blind'][number], list: number[], told: number | null, truth: number | null): void => {
    if (truth === null || !sees(what)) return;
    if (told === null) marks.unmeasured += 1;
    else list.push(Math.abs(told - truth));
  };
  measure('hold', marks.holdErrorS, movement.holdS, rep.holdS);
  measure('velocity', marks.velocityErrorMps, movement.meanVelocityMps, rep.meanVelocityMps);
  measure('range', marks.rangeErrorMm, movement.romMm, rep.romMm);
  const loadKg = movement.loadKg ?? setLoadKg;
  const share = loadKg === null || rep.loadKg === null ? null : loadKg / rep.loadKg;
  measure('load', marks.loadErrorShare, share, rep.loadKg === null ? null : 1);
}

function judgeFlags(marks: Marks, movement: Movement, rep: TrueRep): void {
  for (const flag of FLAGS) {
    if (rep.flagsEither.includes(flag)) continue;
    // A movement told as partial says that it fell short.
    const has = movement.flags.includes(flag) || (flag === 'short-of-lockout' && movement.verdict === 'partial');
    const should = rep.flags.includes(flag);
    if (has && should) marks.flags[flag].right += 1;
    else if (should) marks.flags[flag].missed += 1;
    else if (has) marks.flags[flag].wrong += 1;
    if (has !== should) marks.notes.push(`${flag} ${should ? 'missed' : 'false'} at ${at(rep.startS)}`);
  }
}

function judgeAnnounced(marks: Marks, scenario: Scenario, result: Result, found: Set<TrueRep>): void {
  const all = scenario.truth.sets.flatMap((set) => set.reps);
  const heard = new Set<TrueRep>();
  for (const each of result.announced) {
    // The rep that had begun last at the lockout that was meant, or when it was announced.
    const meantS = Math.min(each.atS, each.lockoutS ?? each.atS);
    const rep = all.filter((one) => one.startS <= meantS).at(-1);
    if (!rep || heard.has(rep) || rep.countable === false || each.atS > rep.endS + 3) {
      marks.announcedNotCounted += 1;
      marks.notes.push(`announced without a rep at ${at(each.atS)}`);
      continue;
    }
    heard.add(rep);
    if (!found.has(rep)) {
      marks.announcedNotCounted += 1;
      marks.notes.push(`announced at ${at(each.atS)}, but not counted in the end`);
    }
    if (rep.blind.includes('announce')) continue;
    const rising = each.atS < rep.topS;
    marks.announcedBelowMm.push(rising ? Math.max(0, rep.topMm - heightAt(scenario.truth, each.atS)) : 0);
    marks.announcedLateS.push(each.atS - rep.topS);
  }
  if (result.announced.length === 0) return;
  for (const rep of found) if (!heard.has(rep)) marks.countedNotAnnounced += 1;
}

export function score(scenario: Scenario, result: Result): Marks {
  const marks = emptyMarks();
  const all = scenario.truth.sets.flatMap((set) => set.reps);
  const movements = movementsOf(result);
  const counted = movements.filter((each) => each.verdict === 'counted');
  const pairs = pair(counted, all);
  judgeCounts(marks, scenario, counted, pairs);
  judgeGrouping(marks, scenario, result, pairs);
  const found = new Set(pairs.values());
  const others = pair(
    movements.filter((each) => each.verdict !== 'counted'),
    all.filter((rep) => !found.has(rep)),
  );
  const loads = new Map(
    result.sets.flatMap((set) => set.reps.map((rep) => [rep.startS.toFixed(3), set.loadKg] as const)),
  );
  for (const [movement, rep] of [...pairs, ...others]) {
    if (movement.verdict === 'counted' && rep.countable !== false) {
      judgeMeasures(marks, movement, rep, loads.get(movement.startS.toFixed(3)) ?? null);
    }
    judgeFlags(marks, movement, rep);
  }
  const listed = new Set([...found, ...others.values()]);
  for (const rep of all) {
    if (listed.has(rep) || !rep.flags.includes('short-of-lockout')) continue;
    marks.flags['short-of-lockout'].missed += 1;
    marks.notes.push(`a movement short of lockout isn't listed at ${at(rep.startS)}`);
  }
  for (const set of result.sets) {
    const reps = set.reps.flatMap((rep) => pairs.get(rep) ?? []);
    if (reps.length > 0 && set.startS > Math.min(...reps.map((rep) => rep.startS)) + 0.3) marks.setStartsLate += 1;
  }
  judgeAnnounced(marks, scenario, result, found);
  return marks;
}

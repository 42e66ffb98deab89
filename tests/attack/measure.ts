/** The truth of a rep, measured on the path itself by the definitions in the judge's README. What isn't well posed there is blind. */
import type { Blind, Flag, TrueRep } from '../judge/scenario.ts';
import type { Bar } from './bar.ts';
import { G } from './strokes.ts';

/** What the generator knows of a rep: milliseconds on the path. */
export interface Mark {
  /** The bar may leave its bottom from here … */
  from: number;
  /** … it's up here … */
  up: number;
  /** … leaves here … */
  leave: number;
  /** … and is down here. */
  end: number;
  countable: boolean | 'either';
  short: boolean;
  loadKnown: boolean;
  blind: Blind[];
  flagsEither: Flag[];
}

const SLOW = 0.02;
const near = (value: number, limit: number): boolean => Math.abs(value / limit - 1) < 0.2;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const speed = (h: readonly number[], i: number): number =>
  (h[Math.min(h.length - 1, i + 3)]! - h[Math.max(0, i - 3)]!) / 6;

interface Concentric {
  start: number;
  top: number;
}

function concentric(h: readonly number[], mark: Mark, bottomMm: number, levelMm: number, slow: number): Concentric {
  const range = levelMm - bottomMm;
  let low = mark.from;
  for (let i = mark.from; i < mark.up && h[i]! < bottomMm + 0.1 * range; i += 1) low = i;
  let start = low;
  while (start > mark.from && speed(h, start) >= slow) start -= 1;
  let top = low;
  while (top < mark.leave && !(h[top]! >= levelMm - 0.1 * range && speed(h, top) < slow)) top += 1;
  return { start, top };
}

function rockedMm(h: readonly number[], from: number, to: number): number {
  let before = -Infinity;
  const after = new Float64Array(Math.max(0, to - from) + 1).fill(-Infinity);
  for (let i = to - 1; i >= from; i -= 1) after[i - from] = Math.max(h[i]!, after[i - from + 1]!);
  let most = 0;
  for (let i = from; i < to; i += 1) {
    before = Math.max(before, h[i]!);
    most = Math.max(most, Math.min(before, after[i - from]!) - h[i]!);
  }
  return most;
}

export interface Measured {
  rep: TrueRep;
  peakMm: number;
}

export function measure(bar: Bar, mark: Mark, targetHoldS: number): Measured {
  const h = bar.h;
  const held = mark.leave - mark.up > 60;
  let peakMm = -Infinity;
  let peak = mark.up;
  for (let i = mark.from; i <= mark.end; i += 1) {
    if (h[i]! > peakMm) [peakMm, peak] = [h[i]!, i];
  }
  const bottomMm = Math.min(...h.slice(mark.from, mark.up));
  // Where it isn't held on purpose, a stroke may settle nevertheless.
  let slows = mark.from;
  while (slows < mark.leave && !(h[slows]! > peakMm - 0.08 * (peakMm - bottomMm) && speed(h, slows) < 0.05)) slows += 1;
  const settled = mark.leave - slows > 150;
  let levelMm = peakMm;
  if (held) levelMm = median(h.slice(mark.up, Math.min(mark.leave, mark.up + 300)));
  else if (settled) levelMm = median(h.slice(Math.round(0.4 * slows + 0.6 * mark.leave), mark.leave));
  const leaveMm = held || settled ? h[mark.leave]! : peakMm;
  // Within the ways up and down.
  const within = (mm: number): [number, number] => {
    let arrive = mark.from;
    while (arrive < mark.end && h[arrive]! < levelMm - mm) arrive += 1;
    let leave = mark.end;
    while (leave > arrive && Math.abs(h[leave]! - leaveMm) > mm && h[leave]! < leaveMm) leave -= 1;
    return [arrive, leave];
  };
  let [arrive, leave] = within(3);
  if ((leave - arrive) / 1000 < 0.15) {
    levelMm = peakMm;
    [arrive, leave] = within(3);
  }
  const holdS = (leave - arrive) / 1000;
  const { start, top } = concentric(h, mark, bottomMm, levelMm, SLOW);
  const romMm = levelMm - bottomMm;
  const velocity = (c: Concentric): number => (h[c.top]! - h[c.start]!) / (c.top - c.start);
  const meanVelocityMps = velocity({ start, top });

  const blind = new Set<Blind>(mark.blind);
  const [early, late] = [1.8, 5].map((mm) => within(mm)) as [[number, number], [number, number]];
  if (Math.abs(late[0] - early[0]) > 120 || Math.abs(late[1] - early[1]) > 120) blind.add('hold');
  // A last creep.
  if (h[top]! < levelMm - 3) blind.add('hold');
  const spread = [0.013, 0.035].map((slow) => velocity(concentric(h, mark, bottomMm, levelMm, slow)));
  if (Math.abs(spread[0]! - spread[1]!) > 0.02 + 0.05 * meanVelocityMps) blind.add('velocity');
  if (held && Math.abs(levelMm - leaveMm) > 8) blind.add('range');

  const flags: Flag[] = [];
  const either = new Set<Flag>(mark.flagsEither);
  const judge = (flag: Flag, value: number, limit: number): void => {
    if (near(value, limit)) either.add(flag);
    else if (value > limit) flags.push(flag);
  };
  // Stalled: slow between 10 and 85 % of the way.
  const slowS = (slow: number, lowShare: number, highShare: number): number => {
    let [run, longest] = [0, 0];
    for (let i = start; i < top; i += 1) {
      const share = (h[i]! - bottomMm) / romMm;
      run = share > lowShare && share < highShare && speed(h, i) < slow ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest / 1000;
  };
  // Clear only where it's clear with a fifth more and a fifth less.
  if (slowS(0.016, 0.12, 0.82) > 0.3) flags.push('stalled');
  else if (slowS(0.025, 0.08, 0.88) > 0.2) either.add('stalled');
  if (slowS(SLOW, 0.05, 0.95) > 0) blind.add('velocity');
  judge('rocking', holdS < 0.15 ? 0 : rockedMm(h, arrive, leave), 12);
  if (peakMm - levelMm > 6) either.add('rocking');
  // Dropped: more than 0.6 g downward for 60 ms.
  let [fall, hardest, nearly] = [0, 0, 0];
  for (let i = leave; i + 8 < mark.end; i += 1) {
    const a = -(h[i + 8]! - 2 * h[i]! + h[i - 8]!) / 0.064 / G;
    fall = a > 0.72 ? fall + 1 : 0;
    hardest = Math.max(hardest, fall);
    nearly = a > 0.48 ? nearly + 1 : 0;
    if (nearly > 45) either.add('dropped');
  }
  if (hardest > 72 && !mark.flagsEither.includes('dropped')) {
    flags.push('dropped');
    either.delete('dropped');
  }
  const missBy = targetHoldS - 0.05 - holdS;
  if (targetHoldS > 0) {
    if (blind.has('hold') || Math.abs(missBy) < Math.max(0.15, 0.2 * targetHoldS)) either.add('hold-missed');
    else if (missBy > 0) flags.push('hold-missed');
  }
  if (mark.short) flags.push('short-of-lockout');
  if (mark.countable !== true)
    for (const flag of ['hold-missed', 'stalled', 'rocking', 'overshoot', 'dropped'] as const) either.add(flag);

  const rep: TrueRep = {
    startS: start / 1000,
    topS: top / 1000,
    arriveS: arrive / 1000,
    leaveS: leave / 1000,
    endS: mark.end / 1000,
    holdS,
    romMm,
    topMm: levelMm,
    meanVelocityMps,
    loadKg: mark.loadKnown ? bar.kg[peak]! : null,
    countable: mark.countable,
    flags: flags.filter((flag) => !either.has(flag)),
    flagsEither: [...either],
    blind: [...blind],
  };
  return { rep, peakMm };
}

/** Flags that need the other reps of the set. */
export function overshoots(list: readonly Measured[]): TrueRep[] {
  const full = list.filter((each) => each.rep.countable === true);
  const usualMm = median(full.map((each) => each.rep.topMm));
  return list.map(({ rep, peakMm }) => {
    const limit = Math.max(15, 0.05 * rep.romMm);
    const over = peakMm - usualMm;
    if (rep.flagsEither.includes('overshoot')) return rep;
    if (full.length < 3 || near(over, limit)) rep.flagsEither.push('overshoot');
    else if (over > limit) rep.flags.push('overshoot');
    return rep;
  });
}

import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AXES } from '../judge/axes.ts';
import { smootherTurns } from '../judge/baseline-smoother.ts';
import { medianCrossing } from '../judge/baselines.ts';
import { recordingOf } from '../judge/dump.ts';
import { handling24h } from '../judge/handling-day.ts';
import { seeded } from '../judge/random.ts';
import type { Movement, Result } from '../judge/result.ts';
import { heightAt, type Scenario, type TrueRep, trueReps } from '../judge/scenario.ts';
import { score } from '../judge/score.ts';
import { doubted, spikes } from '../judge/sensor-faults.ts';
import { goalsOf } from '../judge/table.ts';

const make = (name: string, seed = 1): Scenario => AXES.find((axis) => axis.name === name)!.make(seed);
const one = AXES.map((axis) => [axis.name, axis.make(3)] as const);

/** A counter that knows the truth. */
function oracle(scenario: Scenario): Result {
  const movementOf = (rep: TrueRep, n: number): Movement => ({
    n,
    verdict: rep.countable === false ? 'partial' : 'counted',
    startS: rep.startS,
    lockoutS: rep.topS,
    endS: rep.endS,
    holdS: rep.holdS,
    romMm: rep.romMm,
    meanVelocityMps: rep.meanVelocityMps,
    loadKg: rep.loadKg,
    flags: rep.flags,
  });
  const sets = scenario.truth.sets.map((set) => ({
    startS: set.reps[0]!.startS,
    endS: set.reps.at(-1)!.endS,
    countedReps: set.reps.filter((rep) => rep.countable !== false).length,
    loadKg: null,
    reps: set.reps.map((rep, i) => movementOf(rep, i + 1)),
  }));
  const announced = trueReps(scenario)
    .filter((rep) => rep.countable !== false)
    .map((rep) => ({ atS: rep.topS + 0.05, lockoutS: rep.topS }));
  return { sets, movements: sets.flatMap((set) => set.reps), announced };
}

describe('the judge shares nothing with what it judges', () => {
  test('its files import node and each other only, but for the one that judges the product', () => {
    const folder = new URL('../judge/', import.meta.url);
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'product.ts');
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const imports = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(
        (found) => found[1]!,
      );
      for (const path of imports) expect(path, file).toMatch(/^(node:|\.\/[a-z0-9-]+\.ts$)/);
    }
  });
});

describe('scenarios', () => {
  test('a name stands for one axis', () => {
    expect(new Set(AXES.map((axis) => axis.name)).size).toBe(AXES.length);
    expect(AXES.length).toBeGreaterThanOrEqual(70);
  });

  test('axis and seed make the same scenario again, another seed another one', () => {
    for (const name of ['clean', 'mixed-everything', 'hand-without-load']) {
      // By node's own comparison: some ten thousand readings at once.
      expect(isDeepStrictEqual(make(name, 5), make(name, 5)), name).toBe(true);
      expect(isDeepStrictEqual(make(name, 6).heights, make(name, 5).heights), name).toBe(false);
    }
  });

  test.each(one)('%s: two minutes at most, readings in order, reps in order', (_, scenario) => {
    const endS = scenario.truth.heightMm.length * scenario.truth.stepS;
    expect(endS).toBeLessThanOrEqual(125);
    for (const list of [scenario.heights, scenario.forces]) {
      expect(list.findIndex(({ atS }, i) => atS < (list[i - 1]?.atS ?? atS) - 0.005)).toBe(-1);
    }
    expect(scenario.heights.every((each) => Number.isFinite(each.heightMm))).toBe(true);
    expect(scenario.forces.every((each) => Number.isFinite(each.forceN))).toBe(true);
    let lastS = 4;
    for (const rep of trueReps(scenario)) {
      expect(rep.startS).toBeGreaterThan(lastS - 0.2);
      expect(rep.topS).toBeGreaterThan(rep.startS + 0.15);
      expect(rep.arriveS).toBeGreaterThan(rep.startS);
      expect(rep.leaveS).toBeGreaterThanOrEqual(rep.arriveS);
      expect(rep.endS).toBeGreaterThanOrEqual(rep.leaveS);
      if (rep.countable === true) {
        expect(rep.romMm).toBeGreaterThan(150);
        expect(rep.romMm).toBeLessThan(520);
      }
      lastS = rep.endS;
    }
    expect(endS).toBeGreaterThan(lastS + 3);
  });

  test.each(one)('%s: the truth agrees with the path that it was measured on', (name, scenario) => {
    // Sway and tremor of the living lifter are on the path, and not in the truth.
    const near = name === 'whip-of-the-bar' ? 4 : 2.5;
    const at = (seconds: number) => heightAt(scenario.truth, seconds);
    for (const rep of trueReps(scenario)) {
      expect(Math.abs(at(rep.startS) - (rep.topMm - rep.romMm))).toBeLessThan(near + 8);
      expect(at(rep.topS)).toBeGreaterThan(rep.topMm - 0.1 * rep.romMm - near);
      // A last creep belongs to the hold.
      expect(at(rep.arriveS)).toBeGreaterThan(Math.min(rep.topMm, at(rep.topS)) - 3 - near);
      const upS = rep.topS - rep.startS;
      expect(Math.abs(rep.meanVelocityMps - (at(rep.topS) - at(rep.startS)) / 1000 / upS)).toBeLessThan(0.005 / upS);
      expect(rep.meanVelocityMps).toBeLessThan(1.6);
      // Slower than the transducer's limit before the start, faster soon after.
      const speed = (from: number, to: number) => (at(to) - at(from)) / 1000 / (to - from);
      expect(speed(rep.startS - 0.05, rep.startS)).toBeLessThan(0.1);
      expect(at(rep.startS + 0.5 * upS)).toBeGreaterThan(rep.topMm - rep.romMm);
      expect(rep.holdS).toBeCloseTo(rep.leaveS - rep.arriveS, 6);
      // The hold ends where the way down begins.
      if (rep.countable === true && rep.endS - rep.leaveS > 0.3)
        expect(at((rep.leaveS + rep.endS) / 2)).toBeLessThan(at(rep.leaveS) - 15);
    }
  });

  test('every flag is earned where the lifter earns it, and not in a clean set', () => {
    const flagsOf = (name: string) =>
      [1, 2, 3, 4].flatMap((seed) => trueReps(make(name, seed)).flatMap((rep) => rep.flags));
    expect(flagsOf('rocking-hold')).toContain('rocking');
    expect(flagsOf('stalls')).toContain('stalled');
    expect(flagsOf('overshoots-some')).toContain('overshoot');
    expect(flagsOf('drops-the-bar')).toContain('dropped');
    expect(flagsOf('holds-of-all-lengths')).toContain('hold-missed');
    expect(flagsOf('last-attempt-fails')).toContain('short-of-lockout');
    expect(flagsOf('clean').filter((flag) => flag !== 'hold-missed')).toEqual([]);
    // A bar that swings passes its level before its first turning point, and its hold counts from there.
    for (const rep of trueReps(make('ringing-overshoot', 2))) expect(rep.arriveS).toBeLessThan(rep.topS - 0.02);
  });

  test('a carried bar weighs its load, a lying one less', () => {
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
    for (const name of ['dead-stop', 'smith-friction-counterweight', 'drop-set', 'rocking-hold']) {
      for (const seed of [1, 2, 3, 4]) {
        const scenario = make(name, seed);
        const forces = (from: number, to: number) =>
          scenario.forces.filter((each) => each.atS > from && each.atS < to).map((each) => each.forceN);
        const reps = trueReps(scenario);
        reps.forEach((rep, i) => {
          const held = forces(rep.topS + 0.15, rep.leaveS - 0.1);
          if (rep.holdS > 0.6 && held.length > 10 && rep.loadKg) {
            expect(Math.abs(median(held) / (rep.loadKg * 9.81) - 1), `${name} ${seed}`).toBeLessThan(0.02);
          }
          const next = reps[i + 1];
          if (name !== 'dead-stop' || !next) return;
          const lying = forces(rep.endS + 0.25, next.startS - 0.45);
          if (lying.length > 10 && rep.loadKg) expect(median(lying)).toBeLessThan(0.6 * rep.loadKg * 9.81);
        });
      }
    }
  });

  test('a day of handling has no rep in it', () => {
    const pieces = [...handling24h(1, 0.2)];
    expect(pieces.length).toBe(6);
    expect(pieces.every((piece) => trueReps(piece).length === 0 && piece.heights.length > 1000)).toBe(true);
  });

  test('faults come in the share that they say', () => {
    const readings = Array.from({ length: 20_000 }, (_, i) => ({ atS: i / 50, heightMm: 500, flags: 0 }));
    const off = spikes(0.01, 'hard')(readings, seeded(1, 'spikes')).filter((each) => each.heightMm !== 500);
    expect(off.length / readings.length).toBeCloseTo(0.01, 2);
    for (const kind of ['single', 'burst'] as const) {
      const bad = doubted(0.35, kind, 'constant')(readings, seeded(1, 'doubted')).filter((each) => each.flags !== 0);
      expect(Math.abs(bad.length / readings.length - 0.35)).toBeLessThan(0.03);
    }
  });

  test('a dump is a recording', () => {
    const scenario = make('doubted-25%-bursts');
    const lines = recordingOf(scenario).trim().split('\n');
    const rows = lines.filter((line) => !line.startsWith('#')).slice(1);
    expect(lines).toContain('t_s,height_mm,force_n,flags');
    expect(rows.length).toBe(scenario.heights.length + scenario.forces.length);
    for (const row of rows) expect(row).toMatch(/^-?\d+\.\d{4},(-?\d+(\.\d+)?)?,(-?\d+(\.\d+)?)?,\d+$/);
  });
});

describe('the scorer', () => {
  test.each(one)('%s: a counter that reports the truth is exact', (_, scenario) => {
    const marks = score(scenario, oracle(scenario));
    expect(marks.notes).toEqual([]);
    expect(marks.exact).toBe(marks.sets);
    expect(marks.missed + marks.phantom + marks.announcedNotCounted + marks.unmeasured).toBe(0);
    expect(marks.groupedRight).toBe(marks.groupings);
    expect(Math.max(0, ...marks.holdErrorS, ...marks.velocityErrorMps, ...marks.rangeErrorMm)).toBe(0);
    expect(Math.max(0, ...marks.announcedBelowMm)).toBe(0);
  });

  test('an empty result misses every rep', () => {
    const marks = score(make('clean'), { sets: [], movements: [], announced: [] });
    expect(marks.missed).toBe(marks.trueReps);
    expect(marks.exact).toBe(0);
  });

  test('a phantom, a rep reported twice, a short rep counted and joined sets each cost a mark', () => {
    const clean = make('clean');
    const first = trueReps(clean)[0]!;
    const right = oracle(clean);
    const phantom: Movement = { ...right.movements[0]!, startS: 1, lockoutS: 1.5, endS: 2.5 };
    expect(score(clean, { ...right, movements: [...right.movements, phantom] })).toMatchObject({
      phantom: 1,
      exact: 0,
    });
    const half: Movement = { ...right.movements[0]!, startS: first.leaveS, lockoutS: first.leaveS + 0.1 };
    expect(score(clean, { ...right, movements: [...right.movements, half] })).toMatchObject({ phantom: 1, missed: 0 });

    const short = make('partial-12-15-short');
    const all = oracle(short).movements.map((each) => ({ ...each, verdict: 'counted' as const, flags: [] }));
    const counted = score(short, { sets: [], movements: all, announced: [] });
    expect(counted.phantom).toBe(trueReps(short).filter((rep) => rep.countable === false).length);
    expect(counted.flags['short-of-lockout'].missed).toBe(counted.phantom);

    const two = oracle(make('rests-under-the-bar'));
    const joined = [{ ...two.sets[0]!, reps: two.sets.flatMap((set) => set.reps) }];
    expect(score(make('rests-under-the-bar'), { ...two, sets: joined })).toMatchObject({ groupedRight: 0, exact: 2 });
    const drop = oracle(make('drop-set'));
    const dropJoined = [{ ...drop.sets[0]!, reps: drop.sets.flatMap((set) => set.reps) }];
    expect(score(make('drop-set'), { ...drop, sets: dropJoined })).toMatchObject({ groupedRight: 1 });
  });

  test('an early announcement is measured in millimetres below the top', () => {
    const scenario = make('slow-4-5s');
    const right = oracle(scenario);
    const rep = trueReps(scenario)[0]!;
    const atS = rep.startS + 0.7 * (rep.topS - rep.startS);
    const marks = score(scenario, { ...right, announced: [{ atS, lockoutS: null }] });
    expect(marks.announcedBelowMm[0]).toBeCloseTo(rep.topMm - heightAt(scenario.truth, atS), 6);
    expect(marks.announcedBelowMm[0]).toBeGreaterThan(20);
    expect(marks.countedNotAnnounced).toBe(trueReps(scenario).length - 1);
  });

  test('flags: missed, false and borderline', () => {
    const scenario = make('stalls');
    const right = oracle(scenario);
    const stalled = trueReps(scenario).filter((rep) => rep.flags.includes('stalled')).length;
    expect(stalled).toBeGreaterThan(0);
    const none = right.movements.map((each) => ({ ...each, flags: [] }));
    expect(score(scenario, { sets: [], movements: none, announced: [] }).flags.stalled.missed).toBe(stalled);
    const wolf = right.movements.map((each) => ({ ...each, flags: ['dropped'] }));
    expect(score(scenario, { sets: [], movements: wolf, announced: [] }).flags.dropped.wrong).toBeGreaterThan(0);
  });

  test('goals are reached by the truth, and not by nothing', () => {
    const marksOf = (counter: (scenario: Scenario) => Result) =>
      one.map(([axis, scenario]) => ({ axis, marks: score(scenario, counter(scenario)) }));
    expect(goalsOf(marksOf(oracle)).filter((goal) => !goal.reached)).toEqual([]);
    const silent = goalsOf(marksOf(() => ({ sets: [], movements: [], announced: [] })));
    const vacuous = silent.filter((goal) => goal.reached).map((goal) => goal.goal);
    expect(vacuous.filter((goal) => /exact|hold:|velocity|range|load|announced/.test(goal))).toEqual([]);
  });
});

test('the baselines count a clean set', () => {
  for (const seed of [1, 2, 3]) {
    for (const counter of [medianCrossing, smootherTurns]) {
      const marks = score(make('clean', seed), counter(make('clean', seed)));
      expect(marks).toMatchObject({ missed: 0, phantom: 0 });
    }
  }
});

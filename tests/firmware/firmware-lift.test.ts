/** A set of the simulated lifter, played into the parts: what comes out of the real firmware counts as the truth says. */
import { expect, test } from 'vitest';
import { Board, Host, Hx711, Vl53l1x } from '../../firmware-bridge/harness/index.ts';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { exercises } from '../../src/contracts/exercises.ts';
import { analyze, calibrateForce, calibrateHeight, type Input } from '../../src/core/index.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { runUntilOk, start } from './support.ts';

const COUNTS_PER_N = 400;
const TARE_COUNTS = -60_000;
const MASS_KG = 80;

const setUp = {
  seed: 7,
  reps: 5,
  sets: 1,
  massKg: MASS_KG,
  leadS: 4,
  concentricS: 0.9,
  eccentricS: 1,
  holdS: 1,
  bottomPauseS: 0.5,
  tempoSpread: 0.05,
  fatigue: 0,
  repEvents: {},
  handling: {},
  forceMount: 'bar',
  barMassKg: 20,
} as const;
const options = { profile: exercises['hip-thrust'], forceMount: 'bar', targetHoldS: 1 } as const;

function* idealInputs(): Generator<Input> {
  const lifter = createLifter(setUp);
  for (let tick = 0; tick < 32_000 / 2.5; tick++) {
    const tS = tick * 0.0025;
    const atUs = Math.round(tS * 1e6);
    if (tick % 8 === 0) yield { kind: 'height', atUs, heightMm: lifter.motionAt(tS).heightMm };
    if (tick % 5 === 0) yield { kind: 'force', atUs, forceN: lifter.forceAt(tS) };
  }
}

test('five hip thrusts: reps, holds and kilograms', { timeout: 240_000 }, () => {
  const lifter = createLifter(setUp);
  const board = new Board();
  new Hx711(board, {
    data: 4,
    clock: 5,
    noise: 90,
    seed: 1,
    clockPpm: 6000,
    value: (tS) => TARE_COUNTS + lifter.forceAt(Math.max(0, tS)) * COUNTS_PER_N,
  });
  new Vl53l1x(board, { noise: 2, seed: 2, clockPpm: -9000, value: (tS) => lifter.motionAt(Math.max(0, tS)).heightMm });
  const host = new Host(board);
  start(board);
  host.configure({ slot: 0, kind: 'hx711', rateHz: 80, pinA: 4, pinB: 5 });
  host.configure({ slot: 1, kind: 'vl53l1x', rateHz: 50 });
  runUntilOk(board, host, 0);
  runUntilOk(board, host, 1);
  board.runMs(30_000);

  const height = { zeroMm: 0, direction: 'away', beamAngleDeg: 0 } as const;
  const force = { tareCounts: TARE_COUNTS, countsPerN: COUNTS_PER_N };
  const inputs = host.all('SAMPLE').map(({ fields: { slot, atUs, raw, flags } }): Input => {
    expect(flags & ~SAMPLE_FLAGS.afterGap).toBe(0);
    return slot === 0
      ? { kind: 'force', atUs, forceN: calibrateForce(force, raw) }
      : { kind: 'height', atUs, heightMm: calibrateHeight(height, raw) };
  });
  // A VL53L1X means over its 20 ms; a HX711 over four conversions of 12.5 ms.
  const analysis = analyze(inputs, { ...options, heightLagMs: 10, forceLagMs: 25 });

  const truth = lifter.truthUntil(40).sets;
  expect(truth.map((set) => set.reps.length)).toEqual([5]);
  expect(analysis.countedReps).toBe(5);
  expect(analysis.sets.length).toBe(1);
  expect(Math.abs(analysis.sets[0]!.loadKg! - MASS_KG)).toBeLessThan(2);

  // The measure of the firmware and its wires: what the same core says of the movement itself, without parts between.
  const ideal = analyze(idealInputs(), { ...options, heightLagMs: 0, forceLagMs: 0 });
  const counted = analysis.movements.filter((movement) => movement.verdict === 'counted');
  const idealCounted = ideal.movements.filter((movement) => movement.verdict === 'counted');
  expect(idealCounted.length).toBe(5);
  for (const [index, found] of counted.entries()) {
    const best = idealCounted[index]!;
    expect(Math.abs(found.lockoutUs! - best.lockoutUs!), `lockout of rep ${index + 1}`).toBeLessThan(60_000);
    expect(Math.abs(found.holdS! - best.holdS!), `hold of rep ${index + 1}`).toBeLessThan(0.1);
    // From lowest to highest reading: noise of 2 mm widens it by up to three standard deviations at either end.
    expect(Math.abs(found.romMm! - best.romMm!), `range of rep ${index + 1}`).toBeLessThan(12);
  }
});

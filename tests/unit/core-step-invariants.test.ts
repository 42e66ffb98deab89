/** What holds for any inputs at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze, createState, type Input, step } from '../../src/core/index.ts';
import { easySet, inputsOf, options, run } from './core-support.ts';

describe('invariants', () => {
  const walk = fc.array(
    fc.record({
      stepUs: fc.constantFrom(10_000, 20_000, 20_000, 50_000, 400_000),
      towardsMm: fc.integer({ min: 0, max: 900 }),
      rate: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      kind: fc.constantFrom('height', 'height', 'height', 'force', 'tick', 'gap', 'end-set'),
      repeats: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 60 },
  );

  function wander(
    moves: readonly { stepUs: number; towardsMm: number; rate: number; kind: string; repeats: number }[],
  ): Input[] {
    const inputs: Input[] = [];
    let atUs = 0;
    let heightMm = 200;
    for (const { stepUs, towardsMm, rate, kind, repeats } of moves) {
      for (let count = 0; count < repeats; count++) {
        const fromUs = atUs;
        atUs += stepUs;
        heightMm += Math.max(-60, Math.min(60, rate * (towardsMm - heightMm)));
        if (kind === 'height') inputs.push({ kind, atUs, heightMm });
        else if (kind === 'force') inputs.push({ kind, atUs, forceN: 3 * heightMm });
        else if (kind === 'gap') inputs.push({ kind, channel: 'height', fromUs, atUs });
        else if (kind === 'tick' || kind === 'end-set') inputs.push({ kind, atUs });
      }
    }
    return inputs;
  }

  it('every movement has a verdict, every verdict that is not counted a reason, and the counts agree', () => {
    fc.assert(
      fc.property(walk, (moves) => {
        const { countedReps, movements, sets } = analyze(wander(moves), options);
        expect(countedReps).toBeLessThanOrEqual(movements.length);
        expect(movements.filter(({ verdict }) => verdict === 'counted')).toHaveLength(countedReps);
        for (const { verdict, reasons, n, holdS } of movements) {
          expect(['counted', 'partial', 'doubtful', 'rejected']).toContain(verdict);
          expect(verdict === 'counted' ? n !== null : reasons.length > 0 && n === null).toBe(true);
          expect(holdS === null || holdS >= 0).toBe(true);
        }
        for (const { movements: own, countedReps: counted } of sets) {
          expect(own.flatMap(({ n }) => n ?? [])).toEqual(Array.from({ length: counted }, (_, index) => index + 1));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('depends on its state and input alone: a snapshot goes on as the original does, and inputs come to no harm', () => {
    fc.assert(
      fc.property(walk, (moves) => {
        const inputs = wander(moves).map((input) => Object.freeze(input));
        const half = Math.floor(inputs.length / 2);
        const original = run(inputs.slice(0, half)).state;
        const snapshot = structuredClone(original);
        // In turns: neither may leave anything behind that the other one finds.
        for (const input of inputs.slice(half)) {
          expect(step(snapshot, input).events).toEqual(step(original, input).events);
        }
        expect(snapshot).toEqual(original);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same events for the same inputs, whatever other bays do meanwhile', () => {
    const inputs = inputsOf({ ...easySet, reps: 2 });
    const alone = run(inputs).events;
    const [first, other] = [createState(options), createState(options)];
    const events = inputs.flatMap((input) => {
      step(other, { kind: 'height', atUs: input.atUs, heightMm: (input.atUs / 1000) % 700 });
      return step(first, input).events;
    });
    expect(events).toEqual(alone);
  });

  it('does not remember more the longer nothing happens', () => {
    const state = createState(options);
    const largest = [0, 0];
    for (let count = 0; count < 40_000; count++) {
      step(state, { kind: 'height', atUs: count * 20_000, heightMm: 300 + (count % 3) });
      const half = count < 20_000 ? 0 : 1;
      if (count % 250 === 0) largest[half] = Math.max(largest[half]!, JSON.stringify(state).length);
    }
    expect(largest[1]).toBeLessThan(1.1 * largest[0]!);
  });
});

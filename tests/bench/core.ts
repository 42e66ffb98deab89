/** The core alone: time and memory per sample, and whether either grows. */

import { exercises } from '../../src/contracts/exercises.ts';
import { createState, type Input, type State, step } from '../../src/core/index.ts';
import { demoLifter } from '../../src/sim/lifter.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { createLoadCell, createRangefinder } from '../../src/sim/sensors.ts';
import type { Row } from './report.ts';

const HOUR_S = 3600;
const ROUNDS = 5;

export function measureCore(): Row[] {
  const sensors = [
    createRangefinder({ model: 'vl53l1x', rateHz: 50 }, 1),
    createLoadCell({ model: 'hx711', rateHz: 80 }, 2),
  ];
  const inputs = [...simulateInputs(demoLifter(1), sensors, HOUR_S)];
  const profile = exercises['hip-thrust'];
  const options = { profile, forceMount: 'bar', heightLagMs: 10, forceLagMs: 25, targetHoldS: 1 } as const;
  const nsPerSample: number[] = [];
  const heapMb: number[] = [];
  let state: State = createState(options);
  for (let round = 0; round < ROUNDS; round++) {
    const shiftUs = round * HOUR_S * 1e6;
    const shifted = inputs.map((input) => ({ ...input, atUs: input.atUs + shiftUs })) as Input[];
    const began = performance.now();
    for (const input of shifted) state = step(state, input).state;
    nsPerSample.push(((performance.now() - began) * 1e6) / shifted.length);
    globalThis.gc?.();
    heapMb.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  const list = (values: readonly number[], digits: number) => values.map((value) => value.toFixed(digits)).join(', ');
  return [
    [`step, ns per sample, in each of ${ROUNDS} hours of ${inputs.length} samples`, list(nsPerSample, 0)],
    ['samples a second, median round', (1e9 / nsPerSample.toSorted((a, b) => a - b)[ROUNDS >> 1]!).toFixed(0)],
    ['heap after each hour, MB (the hour of inputs itself included)', list(heapMb, 1)],
  ];
}

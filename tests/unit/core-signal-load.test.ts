/** What the screen shows as the load: exact during the set, from the first rep on, whatever carries the bar. */
import { describe, expect, it } from 'vitest';
import { createState, type ForceMount, liveView, step } from '../../src/core/index.ts';
import { createLifter, type LifterConfig } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { simulatedOptions } from '../replay/simulated.ts';

const BODY_KG = 75;

interface Case {
  readonly massKg: number;
  readonly mount: ForceMount;
  readonly rateHz?: number;
  readonly more?: Partial<LifterConfig>;
}

/** What was shown between the first completed rep and the end of the set, and before its lockout, in kg. */
function shown({ massKg, mount, rateHz = 80, more = {} }: Case) {
  const lifter = createLifter({
    seed: 3,
    romMm: 320,
    rackMm: 340,
    bottomMm: 260,
    sets: 1,
    reps: 4,
    restS: 13,
    bodyMassKg: BODY_KG,
    massKg,
    forceMount: mount,
    ...more,
  });
  const height = createRangefinder({ model: 'vl53l1x', looks: 'up' }, 1);
  const force = createLoadCell({ model: 'hx711', rateHz }, 2);
  let state = createState({
    ...simulatedOptions,
    forceMount: mount,
    heightLagMs: height.lagMs,
    forceLagMs: force.lagMs,
  });
  const duringKg = new Set<number | null>();
  const firstRepKg = new Set<number | null>();
  let completed = 0;
  for (const input of simulateInputs(lifter, [height, force], 45)) {
    const stepped = step(state, input);
    state = stepped.state;
    completed += stepped.events.filter(({ kind }) => kind === 'rep-completed').length;
    const { inSet, loadKg } = liveView(state);
    if (inSet) (completed === 0 ? firstRepKg : duringKg).add(loadKg);
  }
  return { completed, duringKg: [...duringKg], firstRepKg: [...firstRepKg] };
}

const cases: readonly Case[] = [
  { massKg: 20, mount: 'bar' },
  { massKg: 80, mount: 'bar', rateHz: 10 },
  { massKg: 80, mount: 'bar', more: { frictionN: 30 } },
  { massKg: 140, mount: 'bar', more: { counterweightKg: 10, frictionN: 20 } },
  { massKg: 80, mount: 'bar', more: { concentricS: 0.5, eccentricS: 0.7 } },
  { massKg: 80, mount: 'bar', more: { concentricS: 2.5, eccentricS: 2.5 } },
  { massKg: 250, mount: 'bar' },
  { massKg: 20, mount: 'platform' },
  { massKg: 140, mount: 'platform', more: { frictionN: 30 } },
  { massKg: 80, mount: 'hooks', more: { counterweightKg: 5 } },
];

describe.each(cases)('the live load of %o', (one) => {
  const { completed, duringKg, firstRepKg } = shown(one);
  const trueKg = one.massKg - (one.more?.counterweightKg ?? 0) + (one.mount === 'platform' ? BODY_KG : 0);

  it('is shown within 2 % from the first rep to the end of the set', () => {
    expect(completed).toBe(4);
    for (const loadKg of duringKg) expect(Math.abs(loadKg! / trueKg - 1)).toBeLessThan(0.02);
  });

  it('is not guessed during the first rep', () => {
    if (one.mount === 'hooks') for (const loadKg of firstRepKg) expect(loadKg! / trueKg).toBeCloseTo(1, 2);
    else expect(firstRepKg).toEqual([null]);
  });
});

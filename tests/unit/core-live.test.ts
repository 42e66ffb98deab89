import { describe, expect, it } from 'vitest';
import { createState, type Input, liveView, step } from '../../src/core/index.ts';
import { createLifter } from '../../src/sim/lifter.ts';
import { createLoadCell } from '../../src/sim/load-cell.ts';
import { createRangefinder } from '../../src/sim/rangefinder.ts';
import { simulateInputs } from '../../src/sim/recording.ts';
import { simulatedOptions } from '../replay/simulated.ts';
import { easySet, inputsOf, options } from './core-support.ts';

/** Holds on both sides of the target of 1 s, as they come live and as they are settled. */
function holdsOf(seed: number, withCell: boolean) {
  const lifter = createLifter({
    seed,
    sets: 2,
    holdS: [0.4, 1.4],
    concentricS: [0.6, 1.2],
    romMm: 320,
    rackMm: 340,
    bottomMm: 260,
    restS: 15,
    fatigue: 0.5,
  });
  const sensors = [createRangefinder({ model: 'vl53l1x', looks: 'up' }, seed)];
  if (withCell) sensors.push(createLoadCell({ model: 'hx711', rateHz: 80 }, seed));
  let state = createState(simulatedOptions);
  let shownS = 0;
  let met = false;
  const holds: { shownS: number; settledS: number; met: boolean; missed: boolean }[] = [];
  for (const input of simulateInputs(lifter, sensors, 120)) {
    const stepped = step(state, input);
    state = stepped.state;
    const view = liveView(state);
    if (view.phase === 'lockout') shownS = view.holdS;
    for (const event of stepped.events) {
      if (event.kind === 'lockout-reached') [shownS, met] = [0, false];
      if (event.kind === 'hold-met') met = true;
      if (event.kind !== 'rep-completed') continue;
      holds.push({ shownS, settledS: event.rep.holdS!, met, missed: event.rep.flags.includes('hold-missed') });
    }
  }
  return holds;
}

describe.each([true, false])('a hold is one measure, live and settled (with a load cell: %s)', (withCell) => {
  const holds = [1, 2].flatMap((seed) => holdsOf(seed, withCell));

  it('a hold that was announced as met is not called missed, and one that was not is', () => {
    expect(holds.length).toBeGreaterThan(25);
    expect(holds.some(({ met }) => met) && holds.some(({ met }) => !met)).toBe(true);
    expect(holds.filter(({ met, missed }) => met === missed)).toEqual([]);
  });

  it('what the screen counted up to is what the rep is given', () => {
    const limitS = withCell ? 0.1 : 0.2;
    for (const { shownS, settledS } of holds) expect(Math.abs(shownS - settledS)).toBeLessThan(limitS);
  });
});

describe('the load, live', () => {
  const at = (inputs: readonly Input[], tS: number) => {
    let state = createState(options);
    for (const input of inputs) if (input.atUs <= tS * 1e6) state = step(state, input).state;
    return liveView(state);
  };

  it('is known as soon as it is steady, and during the set', () => {
    const inputs = inputsOf(easySet);
    expect(at(inputs, 0.2).loadKg).toBeNull();
    expect(at(inputs, 1).loadKg).toBeCloseTo(80, 0);
    const during = at(inputs, 12);
    expect(during.inSet).toBe(true);
    expect(Math.abs(during.loadKg! - 80)).toBeLessThan(1.6);
  });

  it('is null on an empty cell and without one', () => {
    expect(at(inputsOf({ ...easySet, massKg: 0 }), 1).loadKg).toBeNull();
    expect(at(inputsOf(easySet, { forceHz: 0 }), 1).loadKg).toBeNull();
  });

  it('a first reading that the converter itself calls saturated leaves the cell trusted', () => {
    const garbage: Input = { kind: 'force', atUs: 1000, forceN: 8388, flags: 1 };
    const inputs: Input[] = [garbage, ...inputsOf(easySet)];
    for (const tS of [0.1, 1, 5]) expect(at(inputs, tS).channels.force).toBe('ok');
  });
});

describe('a bar that stands part of the way up, live', () => {
  /** The longest that it is said to have stalled while nobody lifts, in seconds. */
  const longestStallS = (forceMount: 'bar' | 'hooks' | 'none') => {
    const seed = 5;
    const romMm = 320;
    const lifter = createLifter({ seed, sets: 2, romMm, bottomMm: 260, rackMm: 260 + 105, restS: 15, forceMount });
    const sensors = [createRangefinder({ model: 'vl53l1x', looks: 'up' }, seed)];
    if (forceMount !== 'none') sensors.push(createLoadCell({ model: 'hx711', rateHz: 80 }, seed));
    let state = createState({ ...simulatedOptions, forceMount });
    let [sinceUs, longestUs, counted] = [Number.NaN, 0, 0];
    for (const input of simulateInputs(lifter, sensors, 100)) {
      const stepped = step(state, input);
      state = stepped.state;
      counted += stepped.events.filter(({ kind }) => kind === 'lockout-reached').length;
      const { stalled, atUs } = liveView(state);
      sinceUs = stalled ? (Number.isNaN(sinceUs) ? atUs : sinceUs) : Number.NaN;
      if (stalled) longestUs = Math.max(longestUs, atUs - sinceUs);
    }
    expect(counted).toBeGreaterThan(10);
    return longestUs / 1e6;
  };

  it.each(['bar', 'hooks'] as const)('is put down when the cell says so (%s)', (mount) => {
    expect(longestStallS(mount)).toBeLessThan(1);
  });

  it('may be a lifter in trouble where no cell says who carries it', () => {
    expect(longestStallS('none')).toBeGreaterThan(1);
  });
});

import { describe, expect, it } from 'vitest';
import { type CoreEvent, createCollector, type Input } from '../../src/core/index.ts';
import { faults } from '../evaluate/scenarios.ts';
import { play } from '../evaluate/score.ts';
import { durationS, easySet, inputsOf, options } from './core-support.ts';

type Change = (input: Input, index: number, inputs: readonly Input[]) => Input;

function runChanged(change: Change) {
  const collector = createCollector(options);
  const events: CoreEvent[] = [];
  for (const [index, input, inputs] of inputsOf(easySet).map((each, at, all) => [at, each, all] as const)) {
    events.push(...collector.take(change(input, index, inputs)));
  }
  return { events, ...collector.finish() };
}

/** From here on the sensor gives the last whole number that it measured. */
const frozenFrom = (atS: number, channel: 'height' | 'force'): Change => {
  let lastMm = 0;
  let lastN = 0;
  return (input) => {
    const frozen = input.atUs > atS * 1e6;
    if (input.kind === 'height') {
      const heightMm = Math.round(input.heightMm);
      if (!frozen) lastMm = heightMm;
      return { ...input, heightMm: frozen && channel === 'height' ? lastMm : heightMm };
    }
    if (input.kind !== 'force') return input;
    if (!frozen) lastN = input.forceN;
    return frozen && channel === 'force' ? { ...input, forceN: lastN } : input;
  };
};

const toldAfterS = (events: readonly CoreEvent[], channel: 'height' | 'force', fromS: number): number => {
  const told = events.find(
    (event) =>
      event.kind === 'channel' && event.channel === channel && event.atUs > fromS * 1e6 && event.status !== 'ok',
  );
  return (told?.atUs ?? Number.POSITIVE_INFINITY) / 1e6 - fromS;
};

describe('a sensor that gives one number over and over', () => {
  // In the hold of the third rep, when nothing moves anyway.
  const inHoldS = easySet.leadS + 2 * 3.7 + 1.2;

  it('is found out within a second, whatever the bar does', () => {
    for (const atS of [inHoldS, inHoldS + 1, inHoldS + 2.2, inHoldS + 3]) {
      expect(toldAfterS(runChanged(frozenFrom(atS, 'height')).events, 'height', atS)).toBeLessThan(1);
      expect(toldAfterS(runChanged(frozenFrom(atS, 'force')).events, 'force', atS)).toBeLessThan(1);
    }
  });

  it('ends the hold where it froze, and the force counts on', () => {
    const { movements, channels } = runChanged(frozenFrom(inHoldS, 'height'));
    expect(channels.height).toBe('unreliable');
    expect(movements[2]!.verdict).toBe('counted');
    expect(movements[2]!.holdS!).toBeLessThan(0.6);
    const later = movements.slice(3).filter(({ verdict }) => verdict === 'counted');
    expect(later.length).toBeGreaterThan(3);
    for (const { flags } of later) expect(flags).toContain('force-only');
  });

  it('is not one that is at rest and has coarse steps, or none', () => {
    const coarse = runChanged((input) =>
      input.kind === 'height' ? { ...input, heightMm: 10 * Math.round(input.heightMm / 10) } : input,
    );
    expect(coarse.channels.height).toBe('ok');
    expect(coarse.countedReps).toBe(8);
    const smooth = createCollector(options);
    for (const input of inputsOf(easySet, { heightNoiseMm: 0, forceNoiseN: 0 })) smooth.take(input);
    expect(smooth.finish()).toMatchObject({ countedReps: 8, channels: { height: 'ok', force: 'ok' } });
  });
});

/** What is said of a channel that is trusted all the same. */
const remarksOn = (events: readonly CoreEvent[], channel: 'height' | 'force') =>
  events.flatMap((event) =>
    event.kind === 'channel' && event.channel === channel && event.status === 'ok' && event.atUs > 1e6
      ? [{ atS: event.atUs / 1e6, reason: event.reason }]
      : [],
  );

describe('one height that is far off', () => {
  it('is left out, told at once, counted, and no more a word after a minute', () => {
    const collector = createCollector(options);
    const events: CoreEvent[] = [];
    let off = false;
    for (const input of inputsOf(easySet)) {
      const isOff = !off && input.kind === 'height' && input.atUs > 10e6;
      if (isOff) off = true;
      events.push(...collector.take(isOff ? { ...input, heightMm: input.heightMm + 120 } : input));
    }
    const endUs = durationS(easySet) * 1e6;
    for (let index = 0; index < 140; index++) {
      const heightMm = easySet.bottomMm + (index % 3);
      events.push(...collector.take({ kind: 'height', atUs: endUs + 5e5 * index, heightMm }));
    }
    const { leftOut, channels, countedReps } = collector.finish();
    expect(leftOut).toEqual({ height: 1, force: 0 });
    expect(channels.height).toBe('ok');
    expect(countedReps).toBe(8);
    const [told, over, ...more] = remarksOn(events, 'height');
    expect(told!.reason?.kind).toBe('outliers-rejected');
    expect(told!.atS).toBeLessThan(10.1);
    expect(over!.reason).toBeNull();
    expect(over!.atS).toBeGreaterThan(70);
    expect(more).toEqual([]);
  });
});

describe('single readings of a fast load cell that are off', () => {
  const offAt = (timesS: readonly number[]): Change => {
    const left = [...timesS];
    return (input) => {
      if (input.kind !== 'force' || left.length === 0 || input.atUs < left[0]! * 1e6) return input;
      left.shift();
      return { ...input, forceN: input.forceN - 3000 };
    };
  };

  it('cost nothing, and make it unreliable when there are two within seconds', () => {
    const two = runChanged(offAt([10, 12]));
    expect(two.countedReps).toBe(8);
    expect(toldAfterS(two.events, 'force', 10)).toBeLessThan(2.1);
    const one = runChanged(offAt([10]));
    expect(one.countedReps).toBe(8);
    expect(one.channels.force).toBe('ok');
    expect(one.leftOut).toEqual({ height: 0, force: 1 });
    const [told] = remarksOn(one.events, 'force');
    expect(told!.reason?.kind).toBe('outliers-rejected');
    expect(told!.atS).toBeLessThan(10.1);
    // The load is that of the readings that were kept.
    const kept = runChanged((input) => input);
    expect(one.sets[0]!.loadKg).toBeCloseTo(kept.sets[0]!.loadKg!, 1);
  });
});

describe('the height is lost in mid-set', () => {
  it('leaves nothing of the movement under way that the force alone made up', () => {
    // On the way up of the third rep.
    const lostUs = (easySet.leadS + 2 * 3.7 + 0.4) * 1e6;
    const collector = createCollector(options);
    for (const input of inputsOf(easySet)) {
      if (input.kind !== 'height' || input.atUs < lostUs) collector.take(input);
    }
    const { movements } = collector.finish();
    // Listed once, as far as it was seen, with a reason.
    const under = movements.filter(({ startUs }) => startUs > lostUs - 0.6e6 && startUs < lostUs);
    expect(under).toHaveLength(1);
    expect(under[0]!.verdict).toBe('doubtful');
    expect(under[0]!.reasons).toHaveLength(1);
    expect(under[0]!.romMm!).toBeLessThan(easySet.romMm);
    expect(movements.map(({ startUs }) => startUs)).toEqual(
      movements.map(({ startUs }) => startUs).sort((a, b) => a - b),
    );
    expect(movements.at(-1)!.startUs).toBeLessThan(durationS(easySet) * 1e6);
  });

  it.each(['height silent', 'height frozen', 'force frozen', 'height blocked'])('is told within 2 s: %s', (name) => {
    const scenario = faults(1).find((each) => each.name === name)!;
    const [outcome] = play({ ...scenario, durationS: 100 }, ['fused']);
    expect(outcome!.flaggedAfterS).toBeLessThan(2);
  });

  it('doesn’t take the way to the hooks for a rep', () => {
    const scenario = faults(2).filter(({ name }) => name === 'height silent')[1]!;
    const [outcome] = play(scenario, ['fused']);
    expect(outcome).toMatchObject({ phantom: 0 });
  });
});

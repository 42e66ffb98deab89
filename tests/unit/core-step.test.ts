import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exercises } from '../../src/contracts/exercises.ts';
import { analyze, type CoreEvent, type ExerciseProfile, type Input, liveView } from '../../src/core/index.ts';
import { easySet, inputsOf, normals, options, run, type SyntheticSet, truth } from './core-support.ts';

const kinds = (events: readonly CoreEvent[]): string[] =>
  events.map(({ kind }) => kind).filter((kind) => kind !== 'channel');

/** A bar that follows way points in straight lines, 50 readings a second. */
function path(points: readonly (readonly [tS: number, heightMm: number])[]): Input[] {
  const inputs: Input[] = [];
  for (let index = 1; index < points.length; index++) {
    const [fromS, fromMm] = points[index - 1]!;
    const [toS, toMm] = points[index]!;
    for (let tS = fromS; tS < toS - 1e-9; tS += 0.02) {
      const share = (tS - fromS) / (toS - fromS);
      // Eased at both ends, as a bar with mass moves.
      const eased = share * share * (3 - 2 * share);
      inputs.push({ kind: 'height', atUs: Math.round(tS * 1e6), heightMm: fromMm + eased * (toMm - fromMm) });
    }
  }
  return inputs;
}

describe('a set of hip thrusts', () => {
  it('is counted at each lockout, held, completed and settled', () => {
    const { events } = run([...inputsOf(easySet), { kind: 'end-set', atUs: 40e6 }]);
    const seen = kinds(events).filter((kind) => kind !== 'hold-met');
    expect(seen[0]).toBe('set-started');
    expect(seen.at(-1)).toBe('set-ended');
    const perRep = Array.from({ length: 8 }, () => ['lockout-reached', 'hold-ended', 'rep-completed']);
    expect(seen.slice(1, -1)).toEqual(perRep.flat());
    const counted = events.flatMap((event) => (event.kind === 'lockout-reached' ? event.rep.n : []));
    expect(counted).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is seen soon after each lockout', () => {
    const { events } = run(inputsOf(easySet));
    const lockouts = events.filter(({ kind }) => kind === 'lockout-reached');
    const delaysMs = lockouts.map(({ atUs }, rep) => atUs / 1e3 - truth(easySet, rep).lockoutS * 1e3);
    expect(delaysMs).toHaveLength(8);
    expect(Math.max(...delaysMs)).toBeLessThan(150);
  });

  it('is measured: range, times, velocity and load', () => {
    const [set] = analyze(inputsOf(easySet), options).sets;
    expect(Math.abs(set!.loadKg! - 80)).toBeLessThan(0.4);
    for (const [rep, movement] of set!.movements.entries()) {
      expect(Math.abs(movement.romMm! - 350)).toBeLessThan(6);
      const { startS, lockoutS, holdS, meanVelocityMps } = truth(easySet, rep);
      expect(Math.abs(movement.holdS! - holdS)).toBeLessThan(0.06);
      expect(Math.abs(movement.meanVelocityMps! - meanVelocityMps)).toBeLessThan(0.005);
      expect(Math.abs(movement.loadKg! - 80)).toBeLessThan(0.4);
      expect(Math.abs(movement.peakVelocityMps! - (1.875 * 350) / 900)).toBeLessThan(0.03);
      expect(Math.abs(movement.lockoutUs! / 1e6 - lockoutS)).toBeLessThan(0.04);
      expect(Math.abs(movement.startUs / 1e6 - startS)).toBeLessThan(0.04);
    }
  });

  it('takes each sensor’s lag out', () => {
    const lagMs = 60;
    const late = inputsOf(easySet).map((input) => ({ ...input, atUs: input.atUs + lagMs * 1000 }) as Input);
    const [set] = analyze(late, { ...options, heightLagMs: lagMs, forceLagMs: lagMs }).sets;
    const [plain] = analyze(inputsOf(easySet), options).sets;
    expect(set?.movements.map(({ lockoutUs }) => lockoutUs)).toEqual(
      plain?.movements.map(({ lockoutUs }) => lockoutUs),
    );
  });

  it('ends by itself when nothing moves any more, and only then', () => {
    const two = { ...easySet, reps: 2, pauseS: 9 };
    const { events } = run([...inputsOf(two), { kind: 'tick', atUs: 45e6 }]);
    const ends = events.filter(({ kind }) => kind === 'set-ended');
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject({ set: { countedReps: 2 } });
  });

  it('is not ended by a hold of 30 s', () => {
    const { events } = run(inputsOf({ ...easySet, reps: 2, holdS: 30 }));
    expect(kinds(events)).not.toContain('set-ended');
  });
});

describe('verdicts', () => {
  const rest = [0, 100] as const;
  const rep = (fromS: number, topMm = 450): [number, number][] => [
    [fromS, 100],
    [fromS + 0.8, topMm],
    [fromS + 1.6, topMm],
    [fromS + 2.6, 100],
    [fromS + 3, 100],
  ];
  const verdictsOf = (inputs: Input[]): (string | undefined)[] =>
    analyze(inputs, options).movements.map(({ verdict }) => verdict);

  it('counts a full one, calls one that stops short partial and says by how much', () => {
    const { movements, countedReps } = analyze(path([rest, ...rep(1), ...rep(4), ...rep(7, 360), ...rep(10)]), options);
    expect(movements.map(({ verdict }) => verdict)).toEqual(['counted', 'counted', 'partial', 'counted']);
    const [reason, ...more] = movements[2]!.reasons;
    if (reason?.kind !== 'shorter-than-set') throw new Error(`not ${reason?.kind}`);
    expect(Math.abs(reason.params.romMm - 260)).toBeLessThan(3);
    expect(Math.abs(reason.params.usualMm - 350)).toBeLessThan(3);
    expect(more).toEqual([]);
    expect(movements[2]!.flags).toContain('short-of-lockout');
    expect(countedReps).toBe(3);
  });

  it('takes a first rep back that the others show to be short', () => {
    expect(verdictsOf(path([rest, ...rep(1, 240), ...rep(4), ...rep(7), ...rep(10)]))).toEqual([
      'partial',
      'counted',
      'counted',
      'counted',
    ]);
  });

  it('knows the member’s own top from the first rep on', () => {
    const own = { ...options, learned: { topMm: 450, romMm: 350, sets: 5 } };
    expect(analyze(path([rest, ...rep(1, 280), ...rep(4)]), own).movements.map(({ verdict }) => verdict)).toEqual([
      'partial',
      'counted',
    ]);
  });

  it('sees a dip in mid-rep as one rep', () => {
    const inputs = path([
      rest,
      ...rep(1),
      [4, 100],
      [4.5, 300],
      [4.8, 260],
      [5.6, 450],
      [6.4, 450],
      [7.4, 100],
      [8, 100],
    ]);
    expect(verdictsOf(inputs)).toEqual(['counted', 'counted']);
  });

  it('tells a first rep once more where it is locked out, when what was told was a dip that nobody could know for one', () => {
    const dip: [number, number][] = [
      [1, 100],
      [1.5, 300],
      [1.8, 260],
      [2.6, 450],
      [4, 450],
      [5, 100],
      [6, 100],
    ];
    const { events } = run([...path([rest, ...dip]), { kind: 'end-set', atUs: 7e6 }]);
    const told = events.flatMap((event) =>
      event.kind === 'lockout-reached'
        ? [{ n: event.rep.n, atS: event.atUs / 1e6, lockoutS: event.rep.lockoutUs / 1e6 }]
        : [],
    );
    expect(told.map(({ n }) => n)).toEqual([1, 1]);
    expect(told[0]!.atS).toBeLessThan(1.8);
    expect(Math.abs(told[1]!.lockoutS - 2.54)).toBeLessThan(0.15);
    expect(told[1]!.atS).toBeLessThan(2.7);
    expect(kinds(events).filter((kind) => kind === 'hold-met' || kind === 'rep-completed')).toEqual([
      'hold-met',
      'rep-completed',
    ]);
    expect(events.find(({ kind }) => kind === 'set-ended')).toMatchObject({ set: { countedReps: 1 } });
  });

  it('sees a wiggle at the top as one rep, and flags it', () => {
    const wiggle: [number, number][] = [
      [4, 100],
      [4.8, 450],
      [5.2, 450],
      [5.4, 400],
      [5.7, 450],
      [6, 450],
      [7, 100],
      [8, 100],
    ];
    const { movements } = analyze(path([rest, ...rep(1), ...wiggle]), options);
    expect(movements.map(({ verdict }) => verdict)).toEqual(['counted', 'counted']);
    expect(movements[1]?.flags).toContain('rocking');
  });

  it('rejects the bounces of a dropped bar', () => {
    const bounce: [number, number][] = [
      [3.6, 100],
      [3.75, 200],
      [3.9, 100],
      [4, 140],
      [4.1, 100],
      [6, 100],
    ];
    expect(
      verdictsOf(path([rest, ...rep(1).slice(0, -1), ...bounce, ...rep(6)])).filter((v) => v === 'counted'),
    ).toHaveLength(2);
  });

  it('counts a lift that began high, at the end of its way up', () => {
    const squat: [number, number][] = [
      [0, 1000],
      [2, 1000],
      [3, 500],
      [4, 1000],
      [5, 1000],
      [6, 500],
      [7, 1000],
      [9, 1000],
    ];
    const { countedReps, movements } = analyze(path(squat), { ...options, profile: exercises.squat });
    expect(countedReps).toBe(2);
    expect(movements[0]!.lockoutUs! / 1e6).toBeCloseTo(4, 0);
  });

  it('flags a missed hold', () => {
    const { movements } = analyze(inputsOf({ ...easySet, holdS: 0.3 }), options);
    expect(movements.every(({ flags }) => flags.includes('hold-missed'))).toBe(true);
  });
});

describe('gaps and broken sensors', () => {
  const withoutHeights = (set: SyntheticSet, fromS: number, lastsS: number, forceHz = 80): Input[] =>
    inputsOf(set, { forceHz }).filter(
      ({ kind, atUs }) => kind !== 'height' || atUs < fromS * 1e6 || atUs > (fromS + lastsS) * 1e6,
    );

  it('carries a hold across a gap, told or not, after which the bar is where it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 700 }), fc.boolean(), fc.constantFrom(0, 80), (lostMs, told, forceHz) => {
        const long = { ...easySet, reps: 1, holdS: 3 };
        const { lockoutS, holdS } = truth(long, 0);
        const fromS = lockoutS + 0.5;
        const inputs = withoutHeights(long, fromS, lostMs / 1000, forceHz);
        if (told) {
          const toUs = fromS * 1e6 + lostMs * 1000;
          const index = inputs.findIndex((input) => input.atUs > toUs);
          inputs.splice(index, 0, { kind: 'gap', channel: 'height', fromUs: fromS * 1e6, atUs: toUs });
        }
        const [movement] = analyze(inputs, options).movements;
        expect(movement?.verdict).toBe('counted');
        expect(Math.abs(movement!.holdS! - holdS)).toBeLessThan(0.04);
        expect(movement?.flags).toContain('gap');
      }),
      { numRuns: 20 },
    );
  });

  it('makes no hold of a second in which neither sensor came, as from a board that was unplugged', () => {
    const long = { ...easySet, reps: 1, holdS: 3 };
    const fromUs = (truth(long, 0).lockoutS + 0.5) * 1e6;
    const inputs = inputsOf(long, { forceHz: 80 }).filter(({ atUs }) => atUs < fromUs || atUs > fromUs + 1.1e6);
    const [movement] = analyze(inputs, options).movements;
    expect(movement).toMatchObject({ verdict: 'counted' });
    expect(movement!.holdS!).toBeLessThan(0.7);
    expect(movement!.flags).toContain('gap');
  });

  // The way down of the first rep, the pause, and the way up of the second.
  const betweenTops = { fromS: easySet.leadS + 1.6, lastsS: 3.3 };

  it('sees the rep that went by in a gap by its force', () => {
    const { movements } = analyze(withoutHeights(easySet, betweenTops.fromS, betweenTops.lastsS), options);
    expect(movements.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 8 }, () => 'counted'));
    for (const rep of [0, 1]) {
      expect(movements[rep]!.flags).toContain('gap');
      expect(Math.abs(movements[rep]!.lockoutUs! / 1e6 - truth(easySet, rep).lockoutS)).toBeLessThan(0.1);
      expect(Math.abs(movements[rep]!.holdS! - truth(easySet, rep).holdS)).toBeLessThan(0.15);
    }
  });

  it('makes no hold of a gap in which the bar may have been anywhere', () => {
    const { movements } = analyze(withoutHeights(easySet, betweenTops.fromS, betweenTops.lastsS, 0), options);
    for (const { holdS } of movements) expect(holdS!).toBeLessThan(2);
  });

  it.each([0, 80])(
    'counts a rep of whose way up 0.4 s are missing, bottom and top are seen: %i forces a second',
    (forceHz) => {
      const upUs = (truth(easySet, 2).startS + 0.3) * 1e6;
      const inputs = inputsOf(easySet, { forceHz }).filter(({ atUs }) => atUs < upUs || atUs > upUs + 400_000);
      const { countedReps, movements } = analyze(inputs, options);
      expect(countedReps).toBe(8);
      expect(movements).toHaveLength(8);
      expect(movements[2]!.flags).toContain('gap');
      expect(Math.abs(movements[2]!.romMm! - 350)).toBeLessThan(3);
      expect(Math.abs(movements[2]!.holdS! - truth(easySet, 2).holdS)).toBeLessThan(0.04);
      for (const [rep, { flags }] of movements.entries()) if (rep !== 2) expect(flags).toEqual([]);
    },
  );

  it('says that a height full of spikes is unreliable, and counts what the rest of it shows', () => {
    const spiked = inputsOf(easySet, { forceHz: 0 }).map((input, index): Input => {
      return input.kind === 'height' && index % 9 === 0 ? { ...input, heightMm: input.heightMm + 700 } : input;
    });
    const { channels, countedReps, movements } = analyze(spiked, options);
    expect(channels.height).toBe('unreliable');
    expect(countedReps).toBe(8);
    for (const [rep, movement] of movements.entries()) {
      expect(Math.abs(movement.romMm! - 350)).toBeLessThan(4);
      expect(Math.abs(movement.holdS! - truth(easySet, rep).holdS)).toBeLessThan(0.06);
      expect(Math.abs(movement.meanVelocityMps! - truth(easySet, rep).meanVelocityMps)).toBeLessThan(0.015);
    }
  });

  it('counts nothing on a height that shows nothing but garbage', () => {
    const noise = normals(3);
    const garbage = inputsOf(easySet, { forceHz: 0 }).map(
      (input): Input => (input.kind === 'height' ? { ...input, heightMm: 400 + 250 * noise() } : input),
    );
    const { channels, countedReps, movements } = analyze(garbage, options);
    expect(channels.height).toBe('unreliable');
    expect(countedReps).toBe(0);
    for (const { reasons } of movements) expect(reasons.length).toBeGreaterThan(0);
  });

  it('forgives one spike', () => {
    const inputs = inputsOf(easySet).map((input, index): Input => {
      return input.kind === 'height' && index === 900 ? { ...input, heightMm: input.heightMm + 700 } : input;
    });
    const { channels, countedReps } = analyze(inputs, options);
    expect(channels.height).toBe('ok');
    expect(countedReps).toBe(8);
  });

  it('does not use readings that the device doubts', () => {
    const inputs = inputsOf(easySet).map((input, index): Input => {
      return input.kind === 'height' && index % 40 === 0 ? { ...input, heightMm: 8190, flags: 16 } : input;
    });
    expect(analyze(inputs, options).countedReps).toBe(8);
  });

  it('counts on force alone when there is no height, and says so', () => {
    const { channels, countedReps, movements } = analyze(inputsOf(easySet, { heightHz: 0 }), options);
    expect(channels).toEqual({ height: 'absent', force: 'ok' });
    expect(Math.abs(countedReps - 8)).toBeLessThanOrEqual(1);
    expect(movements.every(({ flags, romMm }) => flags.includes('force-only') && romMm === null)).toBe(true);
  });

  it('reports a channel that falls silent, and its return', () => {
    const { state, events } = run([
      { kind: 'height', atUs: 0, heightMm: 100 },
      { kind: 'tick', atUs: 1_500_000 },
      { kind: 'height', atUs: 1_600_000, heightMm: 100 },
    ]);
    expect(events.map((event) => (event.kind === 'channel' ? event.status : event.kind))).toEqual([
      'ok',
      'absent',
      'ok',
    ]);
    expect(liveView(state).channels.height).toBe('ok');
  });

  it('refuses a reading that is no number', () => {
    expect(() => run([{ kind: 'height', atUs: 0, heightMm: Number.NaN }])).toThrow('finite');
  });
});

it('the contracts’ exercises are profiles of the core', () => {
  const profiles: Readonly<Record<string, ExerciseProfile>> = exercises;
  for (const profile of Object.values(profiles)) expect(profile.romMinMm).toBeLessThan(profile.romMaxMm);
});

import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { SAMPLE_FLAGS } from '../../firmware-bridge/protocol.ts';
import { createCalibrate } from '../../src/app/board/ingest.ts';
import { calibratedBay, inForce, overrides } from '../../src/app/calibration/calibrated-bay.ts';
import { describeWizard, draftOf } from '../../src/app/calibration/draft.ts';
import { stepWizard, type WizardInput } from '../../src/app/calibration/wizard.ts';
import { startWizard, type Wizard } from '../../src/app/calibration/wizard-state.ts';
import { CALIBRATION_STEPS, Calibration, type CalibrationStep } from '../../src/contracts/calibration.ts';
import { calibrationMismatchText } from '../../src/contracts/calibration-mismatches.ts';
import type { BayConfig } from '../../src/contracts/config.ts';
import { problemText } from '../../src/contracts/problems.ts';
import type { RecordingRow } from '../../src/contracts/recording.ts';
import { defaultConfig } from '../support/fake-web.ts';
import { normals } from './core-support.ts';

const bay = defaultConfig().bays[0]!;
const withLoad = (load: Partial<BayConfig['load']>): BayConfig => ({ ...bay, load: { ...bay.load, ...load } });
const withDistance = (distance: Partial<BayConfig['distance']>): BayConfig => ({
  ...bay,
  distance: { ...bay.distance, ...distance },
});
const at = '2026-11-22T17:05:09.420Z';
const example = (Calibration as unknown as { examples: Calibration[] }).examples[0]!;

function rowsOf(
  step: CalibrationStep,
  raw: number,
  { sd = 5, flags = 0, durationS = 3.2, seed = 1 } = {},
): RecordingRow[] {
  const noise = normals(seed);
  const isLoad = step === 'tare' || step === 'mass';
  return Array.from({ length: durationS * 80 }, (_, index) => ({
    atUs: index * 12_500,
    heightMm: null,
    forceN: null,
    rawLoad: isLoad ? Math.round(raw + sd * noise()) : null,
    rawDistanceMm: isLoad ? null : Math.round(raw + 0.2 * sd * noise()),
    flags,
  }));
}

const step = (wizard: Wizard, input: WizardInput, config = bay) => stepWizard(wizard, input, config);
function measured(wizard: Wizard, name: CalibrationStep, raw: number, known?: number, config = bay): Wizard {
  const begun = step(wizard, { kind: 'measure', step: name, massKg: known, knownMm: known, at }, config);
  expect(begun.outcome, JSON.stringify(begun.outcome)).toBeNull();
  const done = step(begun.wizard, { kind: 'rows', rows: rowsOf(name, raw) }, config);
  expect(done.outcome).toEqual({ kind: 'done' });
  return done.wizard;
}

describe('the wizard', () => {
  test('measures what it is asked, row by row or all at once, and the same comes out', () => {
    const begun = step(startWizard, { kind: 'measure', step: 'tare', at }).wizard;
    const rows = rowsOf('tare', 1234);
    const atOnce = step(begun, { kind: 'rows', rows });
    let byRow = { wizard: begun, outcome: null as unknown };
    for (const row of rows) if (!byRow.outcome) byRow = step(byRow.wizard, { kind: 'rows', rows: [row] });
    expect(byRow.outcome).toEqual(atOnce.outcome);
    expect(byRow.wizard.tare!.value.mean).toBeCloseTo(atOnce.wizard.tare!.value.mean, 0);
  });

  test('changes no state that it was given', () => {
    const frozen = deepFreeze(measured(startWizard, 'tare', 100));
    const begun = deepFreeze(step(frozen, { kind: 'measure', step: 'mass', massKg: 20, at }).wizard);
    expect(step(begun, { kind: 'rows', rows: rowsOf('mass', 80_000) }).outcome).toEqual({ kind: 'done' });
  });

  test('a refused step keeps what was measured before', () => {
    const before = measured(measured(startWizard, 'tare', 100), 'mass', 80_000, 20);
    const begun = step(before, { kind: 'measure', step: 'mass', massKg: 40, at }).wizard;
    const refused = step(begun, { kind: 'rows', rows: rowsOf('mass', 100, { flags: SAMPLE_FLAGS.saturated }) });
    expect(refused.outcome).toMatchObject({ kind: 'refused', problem: { kind: 'calibration-saturated' } });
    expect(refused.wizard).toEqual(before);
  });

  test('a mass measured again takes the place of itself; a new tare drops them all', () => {
    let wizard = measured(measured(startWizard, 'tare', 0), 'mass', 78_000, 20);
    wizard = measured(wizard, 'mass', 78_500, 20);
    expect(wizard.masses!.value.map(({ massKg }) => massKg)).toEqual([20]);
    expect(draftOf(wizard, bay, null).force!.countsPerN).toBeCloseTo(78_500 / (20 * 9.80665), 0);
    wizard = measured(wizard, 'tare', 50);
    expect(wizard.masses).toBeNull();
  });

  test('a racked height measured again drops what was counted from the one before', () => {
    const known = measured(measured(startWizard, 'racked', 400), 'scale', 1000, 600);
    const whole = measured(known, 'top', 800);
    expect([whole.scale, whole.top]).not.toContain(null);
    const again = measured(whole, 'racked', 420);
    expect(again.racked!.value.mean).toBeCloseTo(420, 0);
    expect([again.scale, again.top]).toEqual([null, null]);
  });

  test('a tare alone keeps the span, and the masses behind it', () => {
    const wizard = measured(startWizard, 'tare', 1000);
    expect(draftOf(wizard, bay, null).force).toMatchObject({
      countsPerN: bay.load.countsPerN,
      spanAt: null,
      points: [],
    });
    expect(draftOf(wizard, withLoad({ countsPerN: 812 }), example).force).toMatchObject({
      countsPerN: 812,
      spanAt: example.force!.spanAt,
      points: example.force!.points,
    });
  });

  describe('the scale of the height', () => {
    const refused = (wizard: Wizard, raw: number, knownMm?: number) => {
      const begun = step(wizard, { kind: 'measure', step: 'scale', knownMm, at });
      return begun.outcome ?? step(begun.wizard, { kind: 'rows', rows: rowsOf('scale', raw) }).outcome;
    };
    const racked = measured(startWizard, 'racked', 400);

    test.each([
      ['a sensor below the bar', 1, 600],
      ['a sensor above it', -1, 600],
      ['a second height below the first', -1, 300],
    ] as const)('%s: known by read millimetres, and the top is in true ones', (_, sign, knownMm) => {
      const leaning = withDistance({ railAngleDeg: 7 });
      const alongBeam = (heightMm: number) => heightMm / Math.cos((7 * Math.PI) / 180) / 1.02;
      let wizard = measured(startWizard, 'racked', 1000, undefined, leaning);
      wizard = measured(wizard, 'scale', 1000 + sign * alongBeam(knownMm), knownMm, leaning);
      wizard = measured(wizard, 'top', 1000 + alongBeam(350), undefined, leaning);
      const { distance } = draftOf(wizard, leaning, null);
      expect(distance).toMatchObject({ zeroMm: expect.closeTo(1000, 0), knownMm });
      expect(Math.abs(distance!.scale! - 1.02)).toBeLessThan(0.003);
      expect(Math.abs(distance!.topMm! - 350)).toBeLessThan(1.5);
      const { config } = calibratedBay(leaning, { force: null, distance, lag: null });
      expect(Math.abs(createCalibrate(config).heightMm(1000 + alongBeam(350)) - 350)).toBeLessThan(1.5);
    });

    test('needs the racked height and a known difference of 200 to 2500 mm', () => {
      expect(refused(startWizard, 1000, 600)).toMatchObject({ problem: { kind: 'calibration-racked-first' } });
      for (const knownMm of [undefined, 199, 2501, Number.NaN])
        expect(refused(racked, 1000, knownMm)).toMatchObject({ problem: { kind: 'calibration-known-missing' } });
    });

    test('warns beyond 3 %, and refuses beyond 10 % with both lengths', () => {
      const result = (raw: number) => {
        const wizard = measured(racked, 'scale', raw, 600);
        return describeWizard(wizard, true, bay, draftOf(wizard, bay, null)).steps.find((one) => one.step === 'scale')!
          .result;
      };
      expect(result(1000)).toMatch(/^Scale (1\.000|0\.999)\d: the sensor measured 600 mm for 600 mm\.$/);
      expect(result(1025)).toMatch(/^Scale 0\.9[56]\d+.*more than 3 %: check/);
      expect(refused(racked, 1100, 600)).toMatchObject({
        problem: { kind: 'calibration-scale-out-of-range', params: { measuredMm: 700, knownMm: 600 } },
      });
    });

    test('stays as it is in force while only the zero is measured; a new racked height drops a scale of the old one', () => {
      const inUse = withDistance({ sensor: 'vl53l1x', scale: 1.012 });
      expect(draftOf(racked, inUse, example).distance).toMatchObject({ scale: 1.012, knownMm: 600 });
      expect(draftOf(racked, inUse, null).distance).toMatchObject({ scale: 1.012, knownMm: null });
      expect(measured(measured(racked, 'scale', 1000, 600), 'racked', 400).scale).toBeNull();
    });

    test('is the configuration’s in a calibration from before there was one', () => {
      const { scale: _scale, knownMm: _known, ...before } = example.distance!;
      const old = { ...example, distance: before };
      expect(Compile(Calibration).Errors(old)).toEqual([]);
      const configured = withDistance({ sensor: 'vl53l1x' });
      expect(calibratedBay(configured, old).config.distance).toMatchObject({ zeroMm: 412.3, scale: 1 });
      expect(calibratedBay(configured, example).config.distance).toMatchObject({ scale: 1.012 });
    });
  });

  test('two cells are calibrated as one, and their sum is right wherever the mass lies', () => {
    const pair: BayConfig = { ...bay, loadRight: { dataPin: 9, clockPin: 10, zeroCounts: 0, countsPerN: -200 } };
    const truth = { left: { zeroCounts: 5000, countsPerN: 812 }, right: { zeroCounts: -900, countsPerN: -406 } };
    const rows = (step: 'tare' | 'mass', massKg: number, leftShare: number) => {
      const raw = ({ zeroCounts, countsPerN }: typeof truth.left, share: number) =>
        zeroCounts + countsPerN * massKg * 9.80665 * share;
      return rowsOf(step, raw(truth.left, leftShare)).map((row) => ({
        ...row,
        rawLoadRight: Math.round(raw(truth.right, 1 - leftShare)),
      }));
    };
    let wizard: Wizard = startWizard;
    for (const [name, massKg, leftShare] of [
      ['tare', 0, 0.5],
      ['mass', 20, 0.5],
      ['mass', 60, 0.3],
    ] as const) {
      wizard = step(wizard, { kind: 'measure', step: name, massKg, at }, pair).wizard;
      const stepped = step(wizard, { kind: 'rows', rows: rows(name, massKg, leftShare) }, pair);
      expect(stepped.outcome).toEqual({ kind: 'done' });
      wizard = stepped.wizard;
    }
    const draft = draftOf(wizard, pair, null);
    const { config, notUsed } = calibratedBay(pair, draft);
    expect(notUsed).toEqual([]);
    const { forceN } = createCalibrate(config);
    for (const leftShare of [0, 0.4, 1]) {
      const { rawLoad, rawLoadRight } = rows('mass', 100, leftShare)[0]!;
      expect(forceN(rawLoad!, rawLoadRight)).toBeCloseTo(980.7, 0);
    }
    expect(forceN(5000, -900)).toBeCloseTo(0, 0);
    expect(calibratedBay(bay, draft).notUsed).toEqual([{ kind: 'calibrated-two-cells', params: {} }]);
    expect(calibratedBay(pair, example).notUsed[0]).toEqual({ kind: 'calibrated-one-cell', params: {} });
  });

  test('says which steps this bay can’t do, and why', () => {
    const impossible = (config: BayConfig) =>
      describeWizard(startWizard, false, config, draftOf(startWizard, config, null))
        .steps.filter(({ status }) => status === 'impossible')
        .map((one) => one.step);
    expect(impossible(bay)).toEqual([]);
    expect(impossible(withLoad({ sensor: 'none' }))).toEqual(['tare', 'mass', 'lag']);
    expect(impossible(withDistance({ sensor: 'none' }))).toEqual(['racked', 'scale', 'top', 'lag']);
    expect(impossible(withLoad({ mount: 'hooks' }))).toEqual(['lag']);
    const refused = step(startWizard, { kind: 'measure', step: 'racked', at }, withDistance({ sensor: 'none' }));
    expect(refused.outcome).toMatchObject({ problem: { kind: 'calibration-no-distance-sensor' } });
  });

  test('next is the first step that is neither measured nor skipped; what follows from a skipped step is skipped too', () => {
    const next = (wizard: Wizard) => describeWizard(wizard, true, bay, draftOf(wizard, bay, null)).next;
    const skip = (wizard: Wizard, name: CalibrationStep) => step(wizard, { kind: 'skip', step: name }).wizard;
    expect(next(startWizard)).toBe('tare');
    expect(next(skip(startWizard, 'tare'))).toBe('racked');
    expect(next(skip(skip(startWizard, 'tare'), 'racked'))).toBe('lag');
    expect(next(skip(skip(skip(startWizard, 'tare'), 'racked'), 'lag'))).toBe('save');
    expect(next(measured(skip(startWizard, 'tare'), 'tare', 5))).toBe('mass');
  });

  test('property: whatever is asked in whatever order, nothing throws, every refusal has words, one step is measured at a time', () => {
    const input = fc.oneof(
      fc.record({
        kind: fc.constant('measure' as const),
        step: fc.constantFrom(...CALIBRATION_STEPS),
        knownMm: fc.option(fc.double({ min: -5, max: 3000, noNaN: true }), { nil: undefined }),
        massKg: fc.option(fc.double({ min: -5, max: 300, noNaN: true }), { nil: undefined }),
        at: fc.constant(at),
      }),
      fc.record({ kind: fc.constant('skip' as const), step: fc.constantFrom(...CALIBRATION_STEPS) }),
      fc.record({ kind: fc.constant('silent' as const) }),
      fc
        .record({
          name: fc.constantFrom(...CALIBRATION_STEPS),
          raw: fc.integer({ min: -100_000, max: 900_000 }),
          sd: fc.constantFrom(0, 5, 9000),
          flags: fc.constantFrom(0, 0, 1, 2, 32),
          durationS: fc.constantFrom(0.5, 3.2, 50),
        })
        .map(({ name, raw, ...options }) => ({ kind: 'rows' as const, rows: rowsOf(name, raw, options) })),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 14 }), (inputs) => {
        let wizard: Wizard = startWizard;
        for (const one of inputs) {
          const stepped = step(wizard, one);
          if (one.kind === 'measure' && wizard.capture)
            expect(stepped.outcome).toMatchObject({ problem: { kind: 'calibration-busy' } });
          if (stepped.outcome?.kind === 'refused') expect(problemText(stepped.outcome.problem)).toMatch(/\w{3,}.*\./);
          wizard = stepped.wizard;
          const { next, steps } = describeWizard(wizard, true, bay, draftOf(wizard, bay, null));
          expect(next === 'save' || steps.find((two) => two.step === next)!.status === 'open').toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the values in force', () => {
  const fitting = withDistance({ sensor: 'vl53l1x', rateHz: 50 });

  test('are the configuration’s without a calibration, and part by part the calibration’s with one', () => {
    expect(calibratedBay(bay, null)).toEqual({ config: bay, notUsed: [] });
    const { config, notUsed } = calibratedBay(fitting, example);
    expect(notUsed).toEqual([]);
    expect(inForce(config)).toEqual({
      zeroCounts: 84213.4,
      countsPerN: 812.06,
      zeroMm: 412.3,
      looks: 'up',
      railAngleDeg: 0,
      scale: 1.012,
      heightLagMs: 11.4,
      forceLagMs: 25,
    });
    expect(inForce(calibratedBay(fitting, { ...example, force: null }).config)).toMatchObject({
      countsPerN: bay.load.countsPerN,
      zeroMm: 412.3,
    });
    expect(overrides(bay, config)).toContain('countsPerN 812.06 (configured: 400)');
    expect(overrides(bay, bay)).toEqual([]);
  });

  test('never come from a calibration of other sensors; it says so', () => {
    const changed: [BayConfig, RegExp][] = [
      [
        withLoad({ sensor: 'nau7802', rateHz: 80 }),
        /load cell was calibrated with hx711 at gain 128; now it is nau7802/,
      ],
      [withLoad({ gain: 64 }), /at gain 64/],
      [withDistance({ sensor: 'hcsr04' }), /calibrated with vl53l1x; now the sensor is hcsr04/],
      [withLoad({ rateHz: 10 }), /at 80 and 50 Hz; now the sensors run at 10 and 50 Hz/],
    ];
    for (const [config, words] of changed) {
      const { notUsed } = calibratedBay(config, example);
      expect(notUsed).toHaveLength(1);
      expect(calibrationMismatchText(notUsed[0]!)).toMatch(words);
    }
    expect(calibratedBay(withLoad({ gain: 64 }), example).config.load.countsPerN).toBe(bay.load.countsPerN);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) deepFreeze(one);
  return Object.freeze(value);
}

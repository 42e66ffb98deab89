import Type from 'typebox';
import { count, IsoTime, nullable, oneOf, quantity, Slug, strict, Version } from './common.ts';
import { Source } from './events.ts';
import { Figure } from './findings/figures.ts';

export const Finding = strict(
  {
    id: Type.String({ description: 'name of the fault, or of the check when all is well; see findings.ts' }),
    about: oneOf(['load', 'loadRight', 'distance', 'board', 'station'], { description: 'what it is about' }),
    severity: oneOf(['ok', 'info', 'warning', 'error'], {
      description: 'error: counting or keeping would be spoiled; warning: it works, but worse than it should',
    }),
    title: Type.String({ description: 'what was looked at, or what is wrong' }),
    measured: Type.String({ description: 'what was found, with its unit' }),
    expected: Type.String({ description: 'what would be right; empty when anything is' }),
    figures: strict(
      { measured: Type.Array(Figure, { maxItems: 32 }), expected: Type.Array(Figure, { maxItems: 1 }) },
      { description: 'the same as codes; empty when all is well' },
    ),
    meaning: Type.String({ description: 'what it means for the lifter; empty when all is well' }),
    remedy: Type.String({ description: 'what to do; empty when all is well' }),
  },
  { $id: 'Finding', title: 'Finding' },
);
export type Finding = Type.Static<typeof Finding>;

export const SensorFigures = strict(
  {
    role: oneOf(['load', 'loadRight', 'distance']),
    kind: oneOf(['hx711', 'nau7802', 'vl53l1x', 'vl53l0x', 'hcsr04'], { description: 'part' }),
    readings: count('readings that arrived'),
    configuredRateHz: quantity('Hz', { description: 'readings a second as configured', minimum: 0 }),
    measuredRateHz: nullable(
      quantity('Hz', {
        description: 'conversions a second by the clock of the board; null below two readings',
        minimum: 0,
      }),
    ),
    jitterMs: nullable(
      quantity('ms', { description: 'standard deviation of the time between two stamps of the board', minimum: 0 }),
    ),
    noiseCounts: nullable(
      quantity('counts', { description: 'noise as the converter gives it; null for a distance sensor', minimum: 0 }),
    ),
    noiseN: nullable(
      quantity('N', { description: 'standard deviation at rest; null for a distance sensor', minimum: 0 }),
    ),
    noiseMm: nullable(quantity('mm', { description: 'standard deviation at rest; null for a load cell', minimum: 0 })),
    uniqueValues: count('different values'),
    longestRunS: quantity('s', { description: 'longest time over which one value repeated', minimum: 0 }),
    saturatedReadings: count('readings at full scale, the first one after power-up left out'),
    outOfRangeReadings: count('readings without a target'),
    failedReadings: count('readings that the board marks as failed: timeout, desync, I²C error'),
    lostReadings: count('readings missing in the numbering'),
    gaps: count('holes in the numbering'),
    longestGapS: quantity('s', { description: 'longest time without a reading', minimum: 0 }),
    driftNPerMin: nullable(quantity('N/min', { description: 'drift of the zero; null while something moves' })),
    driftMmPerMin: nullable(quantity('mm/min', { description: 'drift of the zero; null while something moves' })),
  },
  { $id: 'SensorFigures', title: 'SensorFigures' },
);
export type SensorFigures = Type.Static<typeof SensorFigures>;

/** `GET /api/v1/bays/:bay/diagnosis` and `lockout doctor --json`. */
export const Diagnosis = strict(
  {
    v: Version,
    site: Slug('site'),
    bay: Slug('bay'),
    at: IsoTime,
    source: Source,
    port: Type.String({ description: 'serial port of the board, or `simulated`' }),
    firmware: Type.String({ description: 'what the board says it runs; empty when it says nothing' }),
    listenedS: quantity('s', { description: 'how long the sensors were listened to', minimum: 0 }),
    canCount: Type.Boolean({ description: 'false when a finding is an error' }),
    sensors: Type.Array(SensorFigures),
    forceBehindHeightMs: nullable(
      quantity('ms', {
        description: 'how much later a force is stamped than a height of the same instant; null when not measured',
      }),
    ),
    findings: Type.Array(Finding, { description: 'the worst ones first' }),
  },
  {
    $id: 'Diagnosis',
    title: 'Diagnosis',
    description: 'What the doctor found on one bay.',
    examples: [
      {
        v: 1,
        site: 'gym',
        bay: 'bay-1',
        at: '2026-11-22T17:05:09.420Z',
        source: 'board',
        port: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
        firmware: 'Lockout 1.1',
        listenedS: 10.002,
        canCount: false,
        sensors: [
          {
            role: 'load',
            kind: 'hx711',
            readings: 106,
            configuredRateHz: 80,
            measuredRateHz: 10.6,
            jitterMs: 0.08,
            noiseCounts: 19.4,
            noiseN: 0.05,
            noiseMm: null,
            uniqueValues: 71,
            longestRunS: 0.094,
            saturatedReadings: 0,
            outOfRangeReadings: 0,
            failedReadings: 0,
            lostReadings: 0,
            gaps: 0,
            longestGapS: 0.095,
            driftNPerMin: 0.1,
            driftMmPerMin: null,
          },
        ],
        forceBehindHeightMs: null,
        findings: [
          {
            id: 'hx711-slow',
            about: 'load',
            severity: 'error',
            title: 'The HX711 runs at its slow rate',
            measured: '10.6 Hz',
            expected: '80 Hz',
            figures: {
              measured: [{ kind: 'value', params: { value: 10.6, unit: 'Hz' }, text: '10.6 Hz' }],
              expected: [{ kind: 'value', params: { value: 80, unit: 'Hz' }, text: '80 Hz' }],
            },
            meaning: 'Force comes ten times a second and late: holds and velocities are spoiled.',
            remedy: 'Bridge RATE to VCC.',
          },
        ],
      },
    ],
  },
);
export type Diagnosis = Type.Static<typeof Diagnosis>;

export const DiagnosisQuery = strict({
  seconds: Type.Optional(
    Type.String({
      pattern: '^[0-9]{1,2}(\\.[0-9]{1,2})?$',
      form: 'digits',
      description: 'how long to listen, 2 to 60; 10 when left out',
    }),
  ),
});

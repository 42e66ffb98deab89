import Type from 'typebox';
import { CalibrationMismatch } from './calibration-mismatches.ts';
import { CONTRACT_VERSION, count, Id, IsoTime, nullable, oneOf, quantity, Slug, strict, Version } from './common.ts';
import { KNOWN_MM, SCALE } from './height-scale.ts';

const Looks = oneOf(['up', 'down'], {
  description: 'up: the distance sensor lies below the bar; down: it hangs above',
});

export const CalibrationPoint = strict(
  {
    massKg: quantity('kg', { description: 'the known mass', exclusiveMinimum: 0 }),
    meanCounts: quantity('counts', { description: 'mean reading with it' }),
    sdCounts: quantity('counts', { description: 'spread of single readings', minimum: 0 }),
    residualN: quantity('N', { description: 'what the fitted line says, less the true weight' }),
    residualPercent: quantity('%', { description: 'the same as a share of this mass' }),
  },
  { title: 'CalibrationPoint' },
);
export type CalibrationPoint = Type.Static<typeof CalibrationPoint>;

const ForcePart = strict(
  {
    at: IsoTime,
    zeroCounts: quantity('counts', { description: 'reading without any load' }),
    tareSdCounts: quantity('counts', { description: 'spread of single readings without load', minimum: 0 }),
    countsPerN: quantity('counts/N', { description: 'span; negative when the cell is mounted the other way round' }),
    spanAt: nullable(
      Type.String({ description: 'ISO time of the known masses; null: the span is the configuration’s' }),
    ),
    points: Type.Array(CalibrationPoint, { description: 'the known masses; with one alone its residual says nothing' }),
    sensor: Type.String({ description: 'amplifier it was made with; with another one it is not used' }),
    gain: count('gain it was made with'),
    right: nullable(
      strict({
        zeroCounts: quantity('counts', { description: 'its reading without any load' }),
        countsPerN: quantity('counts/N', { description: 'its span: the configured ratio of the two cells is kept' }),
      }),
    ),
  },
  { title: 'ForceCalibration', description: 'Load cell: counts into newtons.' },
);

const DistancePart = strict(
  {
    at: IsoTime,
    zeroMm: quantity('mm', { description: 'reading at the racked height, which is height 0' }),
    looks: Looks,
    railAngleDeg: quantity('deg', { description: 'angle of rail and sensor from the vertical, as configured then' }),
    scale: Type.Optional(
      quantity('1', {
        description:
          'true millimetres for one of the sensor’s; left out in calibrations from before it was measured: the configuration’s counts',
        minimum: SCALE.least,
        maximum: SCALE.most,
      }),
    ),
    knownMm: Type.Optional(
      nullable(quantity('mm', { description: 'known height difference behind the scale; null: never measured' })),
    ),
    topMm: nullable(quantity('mm', { description: 'height of the top above the racked height; null: not measured' })),
    sensor: Type.String({ description: 'sensor it was made with; with another one it is not used' }),
  },
  { title: 'DistanceCalibration', description: 'Distance sensor: distance into height.' },
);

const LagPart = strict(
  {
    at: IsoTime,
    heightLagMs: quantity('ms', { description: 'how long a height lags behind the movement', minimum: 0 }),
    forceLagMs: quantity('ms', { description: 'how long a force lags behind the movement', minimum: 0 }),
    errorMs: quantity('ms', {
      description: 'their difference is within this of the truth in 19 cases of 20',
      minimum: 0,
    }),
    fit: quantity('1', { description: 'share of the force’s movement that is explained', minimum: 0, maximum: 1 }),
    loadRateHz: quantity('Hz', { description: 'rates it was made with; with others it is not used' }),
    distanceRateHz: quantity('Hz', { description: 'the same' }),
  },
  { title: 'LagCalibration', description: 'How far the two sensors lag. Only their difference is measured.' },
);

const example = {
  calibration: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01',
  at: '2026-11-22T17:05:09.420Z',
};

/** One calibration of one bay; never changed once it is stored. */
export const Calibration = strict(
  {
    v: Version,
    id: Id,
    bay: Slug('bay'),
    at: IsoTime,
    restores: nullable(Type.String({ description: 'id of the older calibration that this one brings back' })),
    force: nullable(ForcePart),
    distance: nullable(DistancePart),
    lag: nullable(LagPart),
    lockoutVersion: Type.String({ description: 'program it was made with' }),
    firmwareVersion: Type.String({ description: 'firmware of the board; empty when it did not say' }),
    board: Type.String({ description: 'port of the board' }),
  },
  {
    $id: 'Calibration',
    title: 'Calibration',
    description: 'A part that is null was never calibrated: the values of the configuration count.',
    examples: [
      {
        v: CONTRACT_VERSION,
        id: example.calibration,
        bay: 'bay-1',
        at: example.at,
        restores: null,
        force: {
          at: example.at,
          zeroCounts: 84213.4,
          tareSdCounts: 34.1,
          countsPerN: 812.06,
          spanAt: example.at,
          points: [
            { massKg: 20, meanCounts: 243480.1, sdCounts: 35.2, residualN: -0.04, residualPercent: -0.02 },
            { massKg: 60, meanCounts: 562009.9, sdCounts: 36.9, residualN: 0.01, residualPercent: 0.002 },
          ],
          sensor: 'hx711',
          gain: 128,
          right: null,
        },
        distance: {
          at: example.at,
          zeroMm: 412.3,
          looks: 'up',
          railAngleDeg: 0,
          scale: 1.012,
          knownMm: 600,
          topMm: 371.9,
          sensor: 'vl53l1x',
        },
        lag: {
          at: example.at,
          heightLagMs: 11.4,
          forceLagMs: 25,
          errorMs: 4.2,
          fit: 0.994,
          loadRateHz: 80,
          distanceRateHz: 50,
        },
        lockoutVersion: '0.1.0',
        firmwareVersion: '1.0',
        board: '/dev/serial/by-id/usb-Arduino_Uno',
      },
    ],
  },
);
export type Calibration = Type.Static<typeof Calibration>;

const STEPS = ['tare', 'mass', 'racked', 'scale', 'top', 'lag'] as const;
export const CalibrationStep = oneOf([...STEPS], {
  description:
    'tare: nothing on the cell; mass: a known mass on it; racked: the bar on its hooks; scale: the bar at rest a known height above or below them; top: the bar held at lockout; lag: three quick reps',
});
export type CalibrationStep = Type.Static<typeof CalibrationStep>;
export const CALIBRATION_STEPS: readonly CalibrationStep[] = STEPS;

/** A calibration in progress: measured, skipped and open steps. It applies once it is saved. */
export const CalibrationWizard = strict(
  {
    open: Type.Boolean({ description: 'while it is, reps are not counted; after ten idle minutes it is given up' }),
    measuring: nullable(CalibrationStep),
    steps: Type.Array(
      strict({
        step: CalibrationStep,
        status: oneOf(['open', 'done', 'skipped', 'impossible'], {
          description: 'impossible: the bay has no sensor for it, or its load cell is mounted so that it can’t be',
        }),
        instruction: Type.String({ description: 'what a person does before and during it' }),
        result: Type.String({ description: 'what it gave, for people; empty while open' }),
      }),
    ),
    next: oneOf([...STEPS, 'save'], { description: 'what comes next' }),
    draft: strict({ force: nullable(ForcePart), distance: nullable(DistancePart), lag: nullable(LagPart) }),
  },
  { $id: 'CalibrationWizard', title: 'CalibrationWizard' },
);
export type CalibrationWizard = Type.Static<typeof CalibrationWizard>;

/** What turns raw readings into millimetres and newtons now. */
export const CalibrationInForce = strict({
  zeroCounts: quantity('counts', { description: 'reading without load; the automatic zero included' }),
  countsPerN: quantity('counts/N', { description: 'span' }),
  zeroMm: quantity('mm', { description: 'distance reading that is height 0' }),
  looks: Looks,
  railAngleDeg: quantity('deg', { description: 'angle of rail and sensor from the vertical' }),
  scale: quantity('1', { description: 'true millimetres for one of the distance sensor’s' }),
  heightLagMs: quantity('ms', { description: 'lag of the height' }),
  forceLagMs: quantity('ms', { description: 'lag of the force' }),
});
export type CalibrationInForce = Type.Static<typeof CalibrationInForce>;

export const CalibrationStatus = strict(
  {
    active: nullable(Calibration),
    inForce: CalibrationInForce,
    autoZeroN: quantity('N', { description: 'how far the automatic zero has moved since the calibration' }),
    notUsed: Type.Array(CalibrationMismatch, {
      description: 'parts of the active calibration that don’t fit the sensors any more',
    }),
    wizard: CalibrationWizard,
  },
  { $id: 'CalibrationStatus', title: 'CalibrationStatus' },
);
export type CalibrationStatus = Type.Static<typeof CalibrationStatus>;

export const MeasureStep = strict(
  {
    step: CalibrationStep,
    massKg: Type.Optional(
      quantity('kg', { description: 'for the step mass: what lies on the cell', exclusiveMinimum: 0, maximum: 1000 }),
    ),
    knownMm: Type.Optional(
      quantity('mm', {
        description: 'for the step scale: vertical distance of the bar from its racked height, up or down',
        minimum: KNOWN_MM.least,
        maximum: KNOWN_MM.most,
      }),
    ),
  },
  { $id: 'MeasureStep' },
);
export type MeasureStep = Type.Static<typeof MeasureStep>;
export const SkipStep = strict({ step: CalibrationStep }, { $id: 'SkipStep' });
export const RestoreCalibration = strict({ id: Id }, { $id: 'RestoreCalibration' });
/** Newest first; the first one is active. */
export const CalibrationHistory = strict(
  { calibrations: Type.Array(Calibration) },
  { $id: 'CalibrationHistory', title: 'CalibrationHistory' },
);
export type CalibrationHistory = Type.Static<typeof CalibrationHistory>;

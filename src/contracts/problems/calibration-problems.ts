import { count, Id, oneOf, quantity } from '../common.ts';
import { problem, word } from './problem.ts';

const NOT_NOW = 409;
const MEASUREMENT = 422;
const NOT_STORED = 503;

const sensor = oneOf(['load', 'distance'], { description: 'the sensor' });
const readings = count('readings that came');
const massKg = quantity('kg', { description: 'the mass that was given' });
const reason = word('why, in the words of the system');
const NAMES = { load: 'load cell', distance: 'distance sensor' };
const DOCTOR = 'Check its wiring; run `npx lockout doctor` for details.';

/** Why a calibration did not go on. */
export const calibrationProblems = {
  'calibration-busy': problem(
    NOT_NOW,
    'Measuring',
    {},
    () => 'A step is being measured.',
    'Wait for it, or abort the calibration.',
  ),
  'calibration-open': problem(
    NOT_NOW,
    'Calibration in progress',
    {},
    () => 'A calibration is in progress on this bay.',
    'Save or abort it first.',
  ),
  'calibration-replaying': problem(
    NOT_NOW,
    'Replay in progress',
    {},
    () => 'A recording is being replayed on this bay.',
    'Stop it first.',
  ),
  'calibration-aborted': problem(NOT_NOW, 'Aborted', {}, () => 'The calibration was aborted; nothing was changed.'),
  'calibration-no-load-cell': problem(
    NOT_NOW,
    'No load cell',
    {},
    () => 'This bay has no load cell (load.sensor is none).',
  ),
  'calibration-no-distance-sensor': problem(
    NOT_NOW,
    'No distance sensor',
    {},
    () => 'This bay has no distance sensor (distance.sensor is none).',
  ),
  'calibration-cell-in-hooks': problem(
    NOT_NOW,
    'Load cell in the hooks',
    {},
    () => 'A load cell in the hooks feels nothing while the bar moves, so that its lag cannot be measured.',
    'Skip this step.',
  ),
  'calibration-mass-missing': problem(NOT_NOW, 'Mass missing', {}, () => 'Say how heavy it is: massKg, above 0.'),
  'calibration-known-missing': problem(
    NOT_NOW,
    'Height missing',
    {
      leastMm: quantity('mm', { description: 'least height' }),
      mostMm: quantity('mm', { description: 'most height' }),
    },
    ({ leastMm, mostMm }) =>
      `Say how far the bar is above or below its racked height: knownMm, ${leastMm} to ${mostMm}.`,
  ),
  'calibration-tare-first': problem(
    NOT_NOW,
    'Tare first',
    {},
    () => 'Measure the tare first: the empty cell is the other end of the line.',
  ),
  'calibration-racked-first': problem(
    NOT_NOW,
    'Racked height first',
    {},
    () => 'Measure the racked height first: other heights are counted from there.',
  ),
  'calibration-nothing-to-save': problem(
    NOT_NOW,
    'Nothing to save',
    {},
    () => 'Nothing has been measured yet, so there is nothing to save.',
    'Start with the tare.',
  ),
  'calibration-silent': problem(
    MEASUREMENT,
    'No readings',
    {},
    () => 'No reading came from the sensor for five seconds.',
    `Is the board connected? ${DOCTOR}`,
  ),
  'calibration-saturated': problem(
    MEASUREMENT,
    'Full scale',
    {},
    () => 'The load cell reads full scale.',
    'Take the load off; if it still does, its wires are swapped or broken, or the gain is too high.',
  ),
  'calibration-failing': problem(
    MEASUREMENT,
    'Failed readings',
    { sensor, failed: count('readings that failed'), readings },
    (it) => `The ${NAMES[it.sensor]} failed ${it.failed} of ${it.readings} readings.`,
    DOCTOR,
  ),
  'calibration-too-few-readings': problem(
    MEASUREMENT,
    'Too few readings',
    { sensor, readings },
    (it) => `Only ${it.readings} readings came from the ${NAMES[it.sensor]} in three seconds.`,
    DOCTOR,
  ),
  'calibration-erratic': problem(
    MEASUREMENT,
    'Readings far off',
    { sensor, outliers: count('readings that were far off'), readings },
    (it) => `${it.outliers} of ${it.readings} readings of the ${NAMES[it.sensor]} were far off.`,
    DOCTOR,
  ),
  'calibration-load-moved': problem(
    MEASUREMENT,
    'It moved',
    { driftCounts: quantity('counts', { description: 'how far the load cell went' }) },
    ({ driftCounts }) => `It moved while it was measured: the load cell went by ${driftCounts} counts.`,
    'Let it come to rest and measure again.',
  ),
  'calibration-bar-moved': problem(
    MEASUREMENT,
    'It moved',
    { driftMm: quantity('mm', { description: 'how far the distance went' }) },
    ({ driftMm }) => `It moved while it was measured: the distance sensor went by ${driftMm} mm.`,
    'Let it come to rest and measure again.',
  ),
  'calibration-shaking': problem(
    MEASUREMENT,
    'It shakes',
    { sdCounts: quantity('counts', { description: 'spread of the readings' }) },
    ({ sdCounts }) => `It shakes: readings spread by ${sdCounts} counts.`,
    `Let it come to rest. If it is at rest: ${DOCTOR}`,
  ),
  'calibration-distance-noisy': problem(
    MEASUREMENT,
    'Distance noisy',
    { sdMm: quantity('mm', { description: 'spread of the readings' }) },
    ({ sdMm }) => `Readings spread by ${sdMm} mm. Is something moving in the beam, or its target dark?`,
    'White plastic of 10 x 10 cm helps.',
  ),
  'calibration-no-difference': problem(
    MEASUREMENT,
    'Mass not felt',
    { massKg, changeCounts: quantity('counts', { description: 'what it adds to the tare' }) },
    (it) =>
      `${it.massKg} kg read like nothing (${it.changeCounts} counts more than the tare). Does it press on the cell? Was it there at the tare already?`,
    "If it is right, check the cell's wires.",
  ),
  'calibration-not-monotonic': problem(
    MEASUREMENT,
    'More reads like less',
    { massKg, lighterKg: quantity('kg', { description: 'the lighter mass that read more' }) },
    (it) =>
      `${it.massKg} kg read less than ${it.lighterKg} kg. One of the two is not what it says, or rested on something else.`,
    'Measure it again.',
  ),
  'calibration-not-linear': problem(
    MEASUREMENT,
    'Not on a line',
    {
      massKg,
      residualN: quantity('N', { description: 'how far it is off the line' }),
      residualPercent: quantity('%', { description: 'the same as a share of the mass' }),
    },
    (it) =>
      `The masses are not on a line: ${it.massKg} kg is off by ${it.residualN} N (${it.residualPercent} %). A plate weighs something else, or the cell rubs.`,
    'Measure it again, or skip the masses and start them again.',
  ),
  'calibration-scale-out-of-range': problem(
    MEASUREMENT,
    'Height does not fit',
    {
      measuredMm: quantity('mm', { description: 'what the sensor measured' }),
      knownMm: quantity('mm', { description: 'what was given' }),
    },
    (it) => `The sensor measured ${it.measuredMm} mm for ${it.knownMm} mm, more than 10 % off.`,
    "Measure the height again; then check that the sensor sees the bar's plate and nothing else, and that it is parallel to the path.",
  ),
  'calibration-travel-too-short': problem(
    MEASUREMENT,
    'Too low',
    { travelMm: quantity('mm', { description: 'from the racked height' }) },
    ({ travelMm }) => `The bar is only ${travelMm} mm from its racked height.`,
    'Raise it to lockout and hold it there.',
  ),
  'calibration-travel-too-far': problem(
    MEASUREMENT,
    'Too far',
    { travelMm: quantity('mm', { description: 'from the racked height' }) },
    ({ travelMm }) => `The bar would be ${travelMm} mm from its racked height.`,
    'Does the sensor see the bar, and nothing else?',
  ),
  'calibration-too-few-reps': problem(
    MEASUREMENT,
    'Too few reps',
    { reps: count('reps that were seen, of three') },
    ({ reps }) => `${reps === 0 ? 'No rep was' : `Only ${reps} of three reps ${reps === 1 ? 'was' : 'were'}`} seen.`,
    'Do three quick ones of at least 10 cm, without a pause between them.',
  ),
  'calibration-reps-too-short': problem(
    MEASUREMENT,
    'Reps too short',
    {},
    () => 'The reps were too short to compare the sensors.',
    'Lift the bar off, do three reps of a second each, and rest with it for two seconds.',
  ),
  'calibration-gaps': problem(MEASUREMENT, 'Readings missing', {}, () => 'Readings were missing in between.', DOCTOR),
  'calibration-backwards': problem(
    MEASUREMENT,
    'Wrong direction',
    {},
    () =>
      'The force falls when the bar speeds up. The direction of the distance sensor or the sign of the span is wrong.',
    'Measure the top and a mass first.',
  ),
  'calibration-too-far-apart': problem(
    MEASUREMENT,
    'Sensors too far apart',
    {},
    () => 'The two sensors are more than a third of a second apart; something else is wrong.',
    'Run `npx lockout doctor` for details.',
  ),
  'calibration-poor-fit': problem(
    MEASUREMENT,
    'Poor fit',
    {
      explainedPercent: quantity('%', { description: 'share of the force that the movement explains' }),
      errorMs: quantity('ms', { description: 'how well the lag is known' }),
    },
    ({ explainedPercent, errorMs }) =>
      `Force and movement don't fit well enough (${explainedPercent} % explained, lag only known to ${errorMs} ms).`,
    'Do the reps quicker and without touching down; a load cell at 10 samples a second is too slow for this, then skip it.',
  ),
  'calibration-not-stored': problem(
    NOT_STORED,
    'Not stored',
    { reason },
    (it) => `The calibration could not be stored, so it is not in force: ${it.reason}`,
  ),
  'calibrations-unreadable': problem(
    NOT_STORED,
    'Not readable',
    { reason },
    (it) => `The calibrations cannot be read: ${it.reason}`,
  ),
  'no-such-calibration': problem(
    404,
    'No such calibration',
    { id: Id },
    ({ id }) => `This bay has no calibration ${id}.`,
    'Its history lists them.',
  ),
};

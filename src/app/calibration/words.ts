/** What the wizard says to a person: what to do before each step, and why a step was refused. */
import { messageOf } from '../../common/message-of.ts';
import type { CalibrationRefusalReason, CalibrationStep } from '../../contracts/calibration.ts';
import type { BayConfig } from '../../contracts/config.ts';
import { KNOWN_MM } from '../../contracts/height-scale.ts';
import type { LagResult, ScaleResult, SpanResult, StillResult, TravelResult } from '../../core/index.ts';

type Refusal<T> = Extract<T, { ok: false }>;
type Sensor = 'load' | 'distance';

/** A refusal: its text in English, and its code for other languages. */
export interface Message {
  readonly reason: CalibrationRefusalReason;
  readonly text: string;
}
const message = (reason: CalibrationRefusalReason, text: string): Message => ({ reason, text });

const NAMES: Record<Sensor, string> = { load: 'load cell', distance: 'distance sensor' };
const UNITS: Record<Sensor, string> = { load: 'counts', distance: 'mm' };
const DOCTOR = 'check its wiring; run `npx lockout doctor` for details';

const UNLOAD: Record<BayConfig['load']['mount'], string> = {
  bar: 'Rack the bar, so that nothing presses on the load cell',
  platform: 'Leave bench and rig on the platform as usual, without bar, plates and people',
  hooks: 'Take the bar off the hooks',
  none: '',
};

export function instruction(step: CalibrationStep, bay: BayConfig): string {
  switch (step) {
    case 'tare':
      return `${UNLOAD[bay.load.mount]}. Touch nothing for three seconds.`;
    case 'mass':
      return 'Put a known mass on the load cell, at least 10 kg and best near your heaviest load, and let go of it. Do it again with another mass to see how straight the cell measures.';
    case 'racked':
      return 'Rack the bar where it waits before a set, and step out of the beam of the distance sensor.';
    case 'scale':
      return `Rest the bar at another height whose vertical distance from the racked one is known to 2 mm: other hooks, or blocks under it. The further the better, at least ${KNOWN_MM.least} mm. Skip this without such a height.`;
    case 'top':
      return 'Raise the bar to lockout and hold it there for three seconds.';
    case 'lag':
      return 'Lift the bar off, then do three quick reps in one go (a second each), and rest with it for two seconds.';
  }
}

/** Why this bay can't do the step at all; null when it can. */
export function impossible(step: CalibrationStep, { load, distance }: BayConfig): Message | null {
  const needsLoad = step === 'tare' || step === 'mass' || step === 'lag';
  const needsDistance = step === 'racked' || step === 'scale' || step === 'top' || step === 'lag';
  if (needsLoad && load.sensor === 'none')
    return message('no-load-cell', 'This bay has no load cell (load.sensor is none).');
  if (needsDistance && distance.sensor === 'none')
    return message('no-distance-sensor', 'This bay has no distance sensor (distance.sensor is none).');
  if (step === 'lag' && (load.mount === 'hooks' || load.mount === 'none'))
    return message(
      'cell-in-hooks',
      'A load cell in the hooks feels nothing while the bar moves, so that its lag can not be measured; skip this step.',
    );
  return null;
}

export const REFUSALS = {
  busy: message('busy', 'A step is being measured. Wait for it, or abort the calibration.'),
  open: message('open', 'A calibration is in progress on this bay. Save or abort it first.'),
  massMissing: message('mass-missing', 'Say how heavy it is: massKg, above 0.'),
  knownMissing: message(
    'known-missing',
    `Say how far the bar is above or below its racked height: knownMm, ${KNOWN_MM.least} to ${KNOWN_MM.most}.`,
  ),
  tareFirst: message('tare-first', 'Measure the tare first: the empty cell is the other end of the line.'),
  rackedFirst: message('racked-first', 'Measure the racked height first: other heights are counted from there.'),
  silent: message(
    'silent',
    `No reading came from the sensor for five seconds. Is the board connected? If so, ${DOCTOR}.`,
  ),
  saturated: message(
    'saturated',
    'The load cell reads full scale. Take the load off; if it still does, its wires are swapped or broken, or the gain is too high.',
  ),
  tooFewReps: (reps: number) =>
    message(
      'too-few-reps',
      `${reps === 0 ? 'No rep was' : `Only ${reps} of three reps ${reps === 1 ? 'was' : 'were'}`} seen. Do three quick ones of at least 10 cm, without a pause between them.`,
    ),
  failing: (sensor: Sensor, failed: number, readings: number) =>
    message('failing', `The ${NAMES[sensor]} failed ${failed} of ${readings} readings: ${DOCTOR}.`),
  nothingToSave: message(
    'nothing-to-save',
    'Nothing has been measured yet, so there is nothing to save. Start with the tare.',
  ),
  replaying: message('replaying', 'A recording is being replayed on this bay. Stop it first.'),
  aborted: message('aborted', 'The calibration was aborted; nothing was changed.'),
  notStored: (error: unknown) =>
    message('not-stored', `The calibration could not be stored, so it is not in force: ${messageOf(error)}`),
  notRead: (error: unknown) => message('not-stored', `The calibrations can not be read: ${messageOf(error)}`),
  unknown: (id: string) => message('unknown', `This bay has no calibration ${id}. Its history lists them.`),
} as const;

export function refuseStill(sensor: Sensor, result: Refusal<StillResult>): Message {
  const name = NAMES[sensor];
  switch (result.why) {
    case 'too-few':
      return message(
        'too-few-readings',
        `Only ${result.readings} readings came from the ${name} in three seconds: ${DOCTOR}.`,
      );
    case 'erratic':
      return message(
        'erratic',
        `${result.outliers} of ${result.readings} readings of the ${name} were far off: ${DOCTOR}.`,
      );
    case 'moving':
      return message(
        'moving',
        `It moved while it was measured: the ${name} went by ${result.drift.toFixed(0)} ${UNITS[sensor]}. Let it come to rest and measure again.`,
      );
    case 'noisy':
      return sensor === 'load'
        ? message(
            'shaking',
            `It shakes: readings spread by ${result.sd.toFixed(0)} counts. Let it come to rest; if it is at rest, ${DOCTOR}.`,
          )
        : message(
            'distance-noisy',
            `Readings spread by ${result.sd.toFixed(0)} mm. Is something moving in the beam, or its target dark? White plastic of 10 x 10 cm helps.`,
          );
  }
}

export function refuseSpan(result: Refusal<SpanResult>): Message {
  switch (result.why) {
    case 'no-difference':
      return message(
        'no-difference',
        `${kg(result.massKg)} read like nothing (${result.changeCounts.toFixed(0)} counts more than the tare). Does it press on the cell? Was it there at the tare already? If it is right, check the cell's wires.`,
      );
    case 'not-monotonic':
      return message(
        'not-monotonic',
        `${kg(result.massKg)} read less than ${kg(result.lighterKg)}. One of the two is not what it says, or rested on something else: measure it again.`,
      );
    case 'not-linear':
      return message(
        'not-linear',
        `The masses are not on a line: ${kg(result.worst.massKg)} is off by ${result.worst.residualN.toFixed(1)} N (${result.worst.residualPercent.toFixed(1)} %). A plate that weighs something else, or a cell that rubs: measure it again, or skip the masses and start them again.`,
      );
  }
}

export const refuseScale = ({ measuredMm }: Refusal<ScaleResult>, knownMm: number): Message =>
  message(
    'scale-out-of-range',
    `The sensor measured ${measuredMm.toFixed(0)} mm for ${knownMm} mm, more than 10 % off. Measure the height again; then check that the sensor sees the bar's plate and nothing else, and that it is parallel to the path.`,
  );

export function refuseTravel({ why, travelMm }: Refusal<TravelResult>): Message {
  const far = travelMm.toFixed(0);
  return why === 'too-short'
    ? message(
        'travel-too-short',
        `The bar is only ${far} mm from its racked height. Raise it to lockout and hold it there.`,
      )
    : message(
        'travel-too-far',
        `The bar would be ${far} mm from its racked height. Does the sensor see the bar, and nothing else?`,
      );
}

export function refuseLag(result: Refusal<LagResult>): Message {
  switch (result.why) {
    case 'too-short':
      return message(
        'reps-too-short',
        'The reps were too short to compare the sensors. Lift the bar off, do three reps of a second each, and rest with it for two seconds.',
      );
    case 'gaps':
      return message('gaps', `Readings were missing in between: ${DOCTOR}.`);
    case 'backwards':
      return message(
        'backwards',
        'The force falls when the bar speeds up. The direction of the distance sensor or the sign of the span is wrong: measure the top and a mass first.',
      );
    case 'at-limit':
      return message(
        'too-far-apart',
        'The two sensors are more than a third of a second apart; something else is wrong. Run `npx lockout doctor` for details.',
      );
    case 'poor-fit':
      return message(
        'poor-fit',
        `Force and movement don't fit well enough (${(100 * result.fit).toFixed(0)} % explained, lag only known to ${result.errorMs.toFixed(0)} ms). Do the reps quicker and without touching down; a load cell at 10 samples a second is too slow for this, then skip it.`,
      );
  }
}

const kg = (massKg: number) => `${Number(massKg.toFixed(2))} kg`;

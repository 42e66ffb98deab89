import { pluralOf } from '../../../../src/contracts/shown.ts';

const plural = pluralOf('en');

/** A member's notes on a set, and its picture. */
export const marks = {
  title: 'Your notes',
  warmUp: 'Warm-up',
  work: 'working set',
  warmUpHint: 'It does not count towards the programme.',
  isWarmUp: 'The set is now a warm-up.',
  isWork: 'The set now counts towards the programme.',
  timeUncertain: 'date uncertain',
  timeUncertainHint:
    'Recorded while the time of the station was unknown. The date may be wrong; it is corrected once the time is known.',
  rpe: 'How hard was it? (RPE)',
  noRpe: 'not stated',
  rpeWords: (rpe: string, left: number) =>
    left === 0 ? `${rpe}: no reps left` : plural(left, `${rpe}: one rep left`, `${rpe}: ${left} reps left`),
  rpeSaved: 'The RPE is saved.',
  note: 'Note',
  noteSaved: 'The note is saved.',
  share: 'Share as a picture',
  shareHint: 'The picture is created on this device. It is sent only where you send it.',
  withName: (name: string) => `With my name (${name})`,
  withLoad: 'With the load',
  withDay: 'With the day',
  makePicture: 'Create the picture',
  shared: 'The picture is ready.',
  print: 'Print',
};

import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** What a member says of a set, and makes of it. */
export const marks = {
  title: 'Your own words',
  warmUp: 'Warm-up',
  work: 'working set',
  warmUpHint: 'It is none of the sets of the programme.',
  isWarmUp: 'The set is a warm-up now.',
  isWork: 'The set counts for the programme now.',
  timeUncertain: 'date uncertain',
  timeUncertainHint:
    'Recorded while the time of the station was unknown. The date may be wrong; it is corrected once the time is known.',
  rpe: 'How hard was it? (RPE)',
  noRpe: 'not said',
  rpeWords: (rpe: string, left: number) =>
    left === 0 ? `${rpe}: no rep more` : plural(left, `${rpe}: one rep left`, `${rpe}: ${left} reps left`),
  rpeSaved: 'Saved how hard it was.',
  note: 'Note',
  noteSaved: 'The note is saved.',
  share: 'Share as a picture',
  shareHint: 'The picture is made on this device. It goes only where you send it.',
  withName: (name: string) => `With my name (${name})`,
  withLoad: 'With the load',
  withDay: 'With the day',
  makePicture: 'Make the picture',
  shared: 'The picture is made.',
  print: 'Print',
};

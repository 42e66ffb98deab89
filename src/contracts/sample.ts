import Type from 'typebox';
import { ExerciseName, ForceMount, nullable, quantity, strict } from './common.ts';

const counts = (description: string) => Type.Integer({ unit: 'counts', description });

/** Which column of a recording each field of a row stands in. */
export const RECORDING_COLUMNS = {
  atUs: 't_s',
  heightMm: 'height_mm',
  forceN: 'force_n',
  rawLoad: 'raw_load',
  rawDistanceMm: 'raw_distance_mm',
  flags: 'flags',
  rawLoadRight: 'raw_load_right',
  leftForceN: 'left_force_n',
} as const;

/** One sample: a row of a recording, and what the core is fed from, live or not. A field is null where that sensor gave no reading. */
export const RecordingRow = strict(
  {
    atUs: Type.Number({
      unit: 'us',
      description:
        'time of the conversion by the clock of the board, as one clock that only goes forward; in a file in seconds (`t_s`) with six decimals',
    }),
    heightMm: nullable(quantity('mm', { description: 'height of the bar, up is positive; three decimals' })),
    forceN: nullable(quantity('N', { description: 'force on the load cell; three decimals' })),
    rawLoad: nullable(counts('what the load cell’s amplifier gave')),
    rawDistanceMm: nullable(quantity('mm', { description: 'what the distance sensor gave' })),
    flags: Type.Integer({
      unit: '1',
      minimum: 0,
      description:
        'doubts of the board in its own reading, the sample flags of the protocol; 32: samples before this one are missing',
    }),
    rawLoadRight: Type.Optional(
      counts('what the right load cell read last, on a bay with two; its force is part of `forceN`'),
    ),
    leftForceN: Type.Optional(
      quantity('N', { description: 'what of `forceN` the left load cell carries, on a bay with two; three decimals' }),
    ),
  },
  {
    $id: 'RecordingRow',
    title: 'RecordingRow',
    description: 'One sample, and one row of a recording.',
    examples: [{ atUs: 1_250_000, heightMm: null, forceN: 784.532, rawLoad: 313_813, rawDistanceMm: null, flags: 0 }],
  },
);
export type RecordingRow = Readonly<Type.Static<typeof RecordingRow>>;

/** The `# key: value` lines of a recording. */
export const RecordingHeader = strict(
  {
    title: Type.String(),
    source: Type.String({ description: 'who recorded it' }),
    exercise: ExerciseName,
    forceMount: ForceMount,
    further: Type.Record(Type.String(), Type.String(), {
      description: 'further keys; `height_lag_ms`, `force_lag_ms` and `target_hold_s` are used by analyze and replay',
    }),
  },
  {
    $id: 'RecordingHeader',
    title: 'RecordingHeader',
    description: 'The lines `# key: value` above the rows.',
    examples: [
      {
        title: 'Bay 1',
        source: 'lockout (board)',
        exercise: 'hip-thrust',
        forceMount: 'bar',
        further: { height_lag_ms: '10' },
      },
    ],
  },
);
export type RecordingHeader = Readonly<Type.Static<typeof RecordingHeader>>;

import Type from 'typebox';
import { count, ExerciseName, Id, IsoTime, nullable, oneOf, quantity, Slug, strict } from './common.ts';

/** How much is kept as cases. The doctor reports when one of the first two is reached. */
export const CASE_LIMITS = {
  cases: 500,
  /** All cases together, compressed. */
  totalBytes: 256_000_000,
  /** One recording, compressed: some ten minutes of a bay with a fast load cell. */
  caseBytes: 4_000_000,
} as const;

const MAX_MOVEMENTS = 300;
const MAX_MISSING = 50;

const from = (clock: string) => quantity('s', { description: `not before, on the clock of ${clock}` });
const to = (clock: string) => quantity('s', { description: `not after, on the clock of ${clock}` });
const span = (clock: string) => ({ fromS: from(clock), toS: to(clock) });

/** `PUT /api/v1/sets/:id/case` */
export const NewCase = strict(
  {
    countedReps: count('how many reps there were', { maximum: MAX_MOVEMENTS + MAX_MISSING }),
    movements: Type.Array(strict({ repId: Id, isRep: Type.Boolean({ description: 'whether it was a rep' }) }), {
      maxItems: MAX_MOVEMENTS,
      description: 'every movement of the set, or none of them: then only the number is known',
    }),
    missing: Type.Array(strict(span('the set, which begins with its first movement')), {
      maxItems: MAX_MISSING,
      description: 'reps that the set has no movement for, and roughly when their lockout was',
    }),
  },
  {
    $id: 'NewCase',
    title: 'NewCase',
    examples: [
      {
        countedReps: 2,
        movements: [{ repId: '01938b7e-3a1c-7c4f-9d53-1c0e8f6b2a10', isRep: true }],
        missing: [{ fromS: 6.5, toS: 9.5 }],
      },
    ],
  },
);
export type NewCase = Type.Static<typeof NewCase>;

/** What a set of a recording really was, as a person says. */
export const CaseRight = strict(
  {
    countedReps: count('how many reps there were'),
    movements: Type.Array(strict({ ...span('the recording'), isRep: Type.Boolean() }), {
      description: 'the movements that the station found, and whether each was a rep; empty: only the number is known',
    }),
    missing: Type.Array(strict(span('the recording')), { description: 'reps that the station did not find' }),
  },
  { $id: 'CaseRight', title: 'CaseRight' },
);
export type CaseRight = Type.Static<typeof CaseRight>;

export const Case = strict(
  {
    id: Type.String({ format: 'uuid', description: 'UUIDv4: it holds no time' }),
    setId: nullable({ ...Id, description: 'null when the set itself was deleted because of its age' } as typeof Id),
    memberId: nullable(Id),
    bay: Slug('bay'),
    exercise: ExerciseName,
    madeAt: IsoTime,
    version: Type.String({ description: 'version of the station that counted' }),
    countedReps: count('reps that the station counted, before any correction'),
    right: CaseRight,
    recordingBytes: count('size of the recording, compressed'),
  },
  { $id: 'Case', title: 'Case', description: 'A set whose count was wrong, with its recording and the right value.' },
);
export type Case = Type.Static<typeof Case>;

/** `GET /api/v1/sets/:id/case` */
export const SetCase = strict(
  {
    case: nullable(Case),
    refusal: nullable(
      oneOf(['in-progress', 'deleted', 'no-recording', 'no-consent', 'cases-full'], {
        description: 'why the set cannot become a case; no-consent: its member keeps no recordings',
      }),
    ),
  },
  { $id: 'SetCase', title: 'SetCase' },
);
export type SetCase = Type.Static<typeof SetCase>;

/** Newest first. */
export const CasePage = strict(
  {
    cases: Type.Array(Case),
    next: nullable(Type.String({ format: 'uuid' })),
    total: strict({ cases: count('cases of this gym'), bytes: count('their recordings, compressed') }),
    limits: strict({
      cases: count('most cases'),
      totalBytes: count('most bytes of all recordings, compressed'),
      caseBytes: count('most bytes of one recording, compressed'),
    }),
  },
  { $id: 'CasePage', title: 'CasePage' },
);
export type CasePage = Type.Static<typeof CasePage>;

export const CaseParams = strict({ id: Type.String({ format: 'uuid', description: 'id of the case' }) });
export const CaseQuery = strict({
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,2}$', form: 'digits', description: 'how many, 1 to 999; 50 when left out' }),
  ),
  before: Type.Optional(Type.String({ format: 'uuid', description: 'the `next` of the page before' })),
});

/** The document beside each recording of `lockout cases export`; a stable interface. */
export interface CaseDocument {
  readonly schema: 'lockout-case/1';
  /** Name of the recording beside it. */
  readonly recording: string;
  readonly exercise: ExerciseName;
  /** On the clock of the recording. */
  readonly right: CaseRight;
  /** What the station counted, and by which version. */
  readonly counted: { readonly version: string; readonly countedReps: number };
}

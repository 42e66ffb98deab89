import Type from 'typebox';
import { ExerciseName, Id, IsoTime, Slug, strict, WeightUnit } from './common.ts';
import { Rep, SetEvent } from './events.ts';
import { ExportFormat } from './history.ts';
import { AuditRow } from './members.ts';

/** What the routes of members take in their address. */
export const IdParams = strict({ id: Id });
export const CardParams = strict({ id: Id, card: Id });
export const ProgrammeParams = strict({ id: Id, exercise: ExerciseName });
export const SessionParams = strict({ id: Type.String({ pattern: '^[0-9a-f]{16}$', form: 'id' }) });

const page = {
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,2}$', form: 'digits', description: 'how many, 1 to 999; 50 when left out' }),
  ),
  before: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'the `next` of the page before' })),
};
export const MemberQuery = strict({
  ...page,
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'part of alias, name or login' })),
});
export const MemberSetQuery = strict({ ...page, exercise: Type.Optional(ExerciseName) });
export const AuditQuery = strict({
  ...page,
  member: Type.Optional({ ...Id, description: 'only what this member did, or what is about them' } as typeof Id),
  kind: Type.Optional(
    Type.String({ pattern: '^[a-z0-9-]{1,40}$', form: 'slug', description: 'only rows of this kind' }),
  ),
});
export const RecordQuery = strict({ exercise: Type.Optional(ExerciseName) });
export const TrendQuery = strict({ exercise: ExerciseName });
export const ExportQuery = strict({
  format: ExportFormat,
  day: Type.Optional(
    Type.String({
      format: 'date',
      description: 'local day of the station on which a workout began; all days when left out',
    }),
  ),
  units: Type.Optional({
    ...WeightUnit,
    description: 'of the loads in strong, hevy and fit; kg when left out',
  } as typeof WeightUnit),
});
export type ExportQuery = Type.Static<typeof ExportQuery>;
export const UtilisationQuery = strict({
  from: { ...IsoTime, description: 'first hour' } as typeof IsoTime,
  to: { ...IsoTime, description: 'behind the last hour' } as typeof IsoTime,
  bay: Type.Optional(Slug('bay')),
});
export const LogQuery = strict({
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,2}$', form: 'digits', description: 'how many, 1 to 999; 200 when left out' }),
  ),
});

/** What became of a correction: the row of the audit that undoes it, and the set as it is now. */
export const Corrected = strict(
  { audit: AuditRow, set: SetEvent, reps: Type.Array(Rep) },
  {
    $id: 'Corrected',
    description: 'A correction, and the set as it is now. `POST /api/v1/audit/:id/undo` takes it back.',
  },
);
export type Corrected = Type.Static<typeof Corrected>;
export const CorrectionList = strict({ rows: Type.Array(AuditRow) }, { $id: 'CorrectionList' });

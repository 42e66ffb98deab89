import Type from 'typebox';
import { PersonRole, Secret } from './access.ts';
import { count, ExerciseName, Id, IsoTime, nullable, oneOf, quantity, strict } from './common.ts';
import { Course, CourseWeek } from './course.ts';
import { rpe } from './events/set.ts';
import { LoginName, Name, Note } from './names.ts';
import { SupersetPlace } from './superset.ts';

const Alias = Name(40, 'the name that screens show');

/** What a member agreed to. Everything is off until they say yes; only they can. */
export const Consents = strict({
  showAlias: Type.Boolean({ description: 'their alias may stand on the floor page and in MQTT; else "Member"' }),
  keepRecordings: Type.Boolean({
    description: 'the raw samples of their sets are kept, of wrong counts also as cases',
  }),
  shareSets: Type.Boolean({ description: 'their sets go to webhooks and over MQTT with their id' }),
  acrossGyms: Type.Boolean({
    description:
      'sets also belong to the member at other gyms of the group; otherwise they are sent there without the member',
  }),
});
export type Consents = Type.Static<typeof Consents>;
export const NO_CONSENTS: Consents = { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false };

export const Member = strict(
  {
    id: Id,
    revision: count('rises with every change; the ETag', { minimum: 1 }),
    alias: Alias,
    name: nullable(Type.String({ maxLength: 80, description: 'full name, for trainers only; null when not given' })),
    role: PersonRole,
    login: nullable(LoginName),
    hasSecret: Type.Boolean({ description: 'whether they can log in' }),
    heightMm: nullable(quantity('mm', { description: 'body height', minimum: 500, maximum: 2500 })),
    consents: Consents,
    consentsAt: nullable({
      ...IsoTime,
      description: 'when the member said what they agree to; null: not yet, so nothing is agreed',
    } as typeof IsoTime),
    cards: count('cards in use'),
    createdAt: IsoTime,
  },
  { $id: 'Member' },
);
export type Member = Type.Static<typeof Member>;

/** `POST /api/v1/members` */
export const NewMember = strict(
  {
    alias: Alias,
    name: Type.Optional(nullable(Name(80, 'full name'))),
    role: Type.Optional(PersonRole),
    login: Type.Optional(nullable(LoginName)),
    secret: Type.Optional(nullable(Secret)),
    heightMm: Type.Optional(nullable(quantity('mm', { description: 'body height', minimum: 500, maximum: 2500 }))),
    consents: Type.Optional(Consents),
  },
  { $id: 'NewMember' },
);
export type NewMember = Type.Static<typeof NewMember>;
/** `PATCH /api/v1/members/:id` with `If-Match`; what is left out stays. */
export const MemberPatch = Type.Partial(NewMember, { $id: 'MemberPatch', additionalProperties: false });
export type MemberPatch = Type.Static<typeof MemberPatch>;
export const MemberPage = strict({ members: Type.Array(Member), next: nullable(Id) }, { $id: 'MemberPage' });
export type MemberPage = Type.Static<typeof MemberPage>;

/** The number of a card is never stored: only a keyed hash of it, and its last digits to distinguish cards. */
export const Card = strict(
  { id: Id, memberId: Id, lastDigits: Type.String({ maxLength: 4 }), addedAt: IsoTime },
  { $id: 'Card' },
);
export type Card = Type.Static<typeof Card>;
export const CardList = strict({ cards: Type.Array(Card) }, { $id: 'CardList' });

/** This member's own top and range of one exercise, learned over sets. */
export const LearnedRange = strict(
  {
    exercise: ExerciseName,
    topMm: quantity('mm', { description: 'height of their lockout' }),
    romMm: quantity('mm', { description: 'their range of motion', minimum: 0 }),
    sets: count('sets it was learned from'),
    updatedAt: IsoTime,
  },
  { $id: 'LearnedRange' },
);
export type LearnedRange = Type.Static<typeof LearnedRange>;

/** How heavy: each kind with its own number, or free. */
export const LoadTarget = Type.Union([
  strict({ kind: Type.Literal('free') }),
  strict({
    kind: Type.Literal('load'),
    loadKg: quantity('kg', { description: 'load on the bar', minimum: 0, maximum: 700 }),
  }),
  strict({
    kind: Type.Literal('velocity'),
    minMps: quantity('m/s', { description: 'slowest mean velocity wanted', minimum: 0.05, maximum: 3 }),
    maxMps: quantity('m/s', { description: 'fastest mean velocity wanted', minimum: 0.05, maximum: 3 }),
  }),
  strict({
    kind: Type.Literal('percent-1rm'),
    percent: quantity('%', { description: 'of the estimated one-repetition maximum', minimum: 10, maximum: 110 }),
  }),
]);
export type LoadTarget = Type.Static<typeof LoadTarget>;

const Tempo = strict({
  eccentricS: quantity('s', { description: 'eccentric phase', minimum: 0, maximum: 20 }),
  bottomS: quantity('s', { description: 'pause at the bottom', minimum: 0, maximum: 20 }),
  concentricS: quantity('s', { description: 'concentric phase; 0: as fast as possible', minimum: 0, maximum: 20 }),
});

/** What may differ from week to week. */
export const weekFields = {
  sets: count('sets to do', { minimum: 1, maximum: 20 }),
  repsMin: count('fewest reps of a full set', { minimum: 1, maximum: 100 }),
  repsMax: count('most reps of a set', { minimum: 1, maximum: 100 }),
  load: LoadTarget,
};
export const programmeFields = {
  exercise: ExerciseName,
  sets: weekFields.sets,
  repsMin: weekFields.repsMin,
  repsMax: weekFields.repsMax,
  holdS: quantity('s', { description: 'how long to hold each lockout', minimum: 0, maximum: 60 }),
  tempo: nullable(Tempo),
  load: weekFields.load,
  restS: quantity('s', { description: 'rest between sets', minimum: 0, maximum: 1800 }),
  note: Note(300, "the trainer's words; may be empty"),
  superset: Type.Optional(
    nullable({
      ...SupersetPlace,
      description:
        'place in a superset: exercises with the same letter are done in turn, in the order of the number, with a rest after each round only; null, or left out: none',
    } as typeof SupersetPlace),
  ),
};
const course = Type.Optional(
  nullable({
    ...Course,
    description:
      'weeks with progression; the other fields are those of the first week. null, or left out: every week is the same',
  } as typeof Course),
);
/** `PUT /api/v1/members/:id/programmes/:exercise`: one programme per member and exercise. */
export const NewProgramme = strict({ ...programmeFields, course }, { $id: 'NewProgramme' });
export type NewProgramme = Type.Static<typeof NewProgramme>;
export const Programme = strict(
  {
    memberId: nullable(Id),
    revision: count('rises with every change; the ETag; 0: the default of the exercise'),
    ...programmeFields,
    course,
    thisWeek: Type.Optional(
      nullable(
        strict(
          { ...CourseWeek.properties, ...weekFields },
          { description: 'what the course makes of it today; null, or left out: there is none' },
        ),
      ),
    ),
    updatedAt: nullable(IsoTime),
  },
  { $id: 'Programme', description: 'What a member is to do. Without one of their own: the default of the exercise.' },
);
export type Programme = Type.Static<typeof Programme>;
export const ProgrammeList = strict({ programmes: Type.Array(Programme) }, { $id: 'ProgrammeList' });

/** `POST /api/v1/sets/:id/corrections`: one change of one set by a person. */
export const Correction = Type.Union(
  [
    strict({ kind: Type.Literal('exclude-rep'), repId: Id }),
    strict({ kind: Type.Literal('restore-rep'), repId: Id }),
    strict({
      kind: Type.Literal('load'),
      enteredLoadKg: nullable(
        quantity('kg', { description: 'what was on the bar; null: as measured', minimum: 0, maximum: 700 }),
      ),
    }),
    strict({ kind: Type.Literal('exercise'), exercise: ExerciseName }),
    strict({ kind: Type.Literal('side'), side: nullable(oneOf(['both', 'left', 'right'])) }),
    strict({ kind: Type.Literal('warm-up'), isWarmUp: Type.Boolean() }),
    strict({ kind: Type.Literal('rpe'), rpe: nullable(rpe) }),
    strict({ kind: Type.Literal('note'), note: Note(300, 'what the member wrote of the set; may be empty') }),
    strict({ kind: Type.Literal('owner'), memberId: nullable(Id) }),
    strict({ kind: Type.Literal('delete') }),
  ],
  {
    $id: 'Correction',
    description: 'restart: a set is deleted and its bay begins a new one; see `POST /api/v1/bays/:bay/restart-set`',
  },
);
export type Correction = Type.Static<typeof Correction>;

/** A row of the audit: who changed what, and what it was before. */
export const AuditRow = strict(
  {
    id: Id,
    at: IsoTime,
    actorId: nullable(Id),
    actorRole: Type.String({ description: 'role of who did it; station: the station itself' }),
    kind: Type.String({ description: 'kind of the correction, or what was done, such as claim, member-deleted' }),
    setId: nullable(Id),
    memberId: nullable(Id),
    beforeJson: Type.String({ description: 'what it was' }),
    afterJson: Type.String({ description: 'what it is now' }),
    undoneAt: nullable(IsoTime),
    undoes: nullable(Id),
  },
  { $id: 'AuditRow' },
);
export type AuditRow = Type.Static<typeof AuditRow>;
export const AuditPage = strict({ rows: Type.Array(AuditRow), next: nullable(Id) }, { $id: 'AuditPage' });
export type AuditPage = Type.Static<typeof AuditPage>;

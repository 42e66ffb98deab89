/** What trainers plan for many: templates with weeks, groups of members, and who did what on which day. */
import Type from 'typebox';
import { count, ExerciseName, Id, IsoTime, nullable, strict } from './common.ts';
import { CourseWeek, Day, MAX_WEEKS, Progression } from './course.ts';
import { programmeFields, weekFields } from './members.ts';
import { Name, Note } from './names.ts';

/** Of one template. */
const MAX_EXERCISES = 8;
export const MAX_TEMPLATES = 200;
export const MAX_GROUPS = 200;
/** Of one group, and of one copy. */
export const MAX_GROUP_MEMBERS = 500;
export const MAX_CALENDAR_DAYS = 62;

const TemplateExercise = strict({ ...programmeFields, progression: Progression }, { $id: 'TemplateExercise' });
export type TemplateExercise = Type.Static<typeof TemplateExercise>;

const templateFields = {
  name: Name(60, 'what it is called'),
  weeks: count('how many weeks it lasts', { minimum: 1, maximum: MAX_WEEKS }),
  note: Note(300, 'for trainers; may be empty'),
  exercises: Type.Array(TemplateExercise, {
    minItems: 1,
    maxItems: MAX_EXERCISES,
    description: 'each exercise once, as it is in the first week',
  }),
};
/** `POST /api/v1/templates`, `PUT /api/v1/templates/:id` */
export const NewTemplate = strict(templateFields, { $id: 'NewTemplate' });
export type NewTemplate = Type.Static<typeof NewTemplate>;
export const Template = strict(
  {
    id: Id,
    revision: count('rises with every change; the ETag', { minimum: 1 }),
    ...templateFields,
    updatedAt: IsoTime,
  },
  {
    $id: 'Template',
    description: 'A programme that is copied to members. A copy doesn’t change when the template does.',
  },
);
export type Template = Type.Static<typeof Template>;
export const TemplateList = strict({ templates: Type.Array(Template) }, { $id: 'TemplateList' });

/** `GET /api/v1/templates/:id/weeks`: the programme of each week of the template. */
export const TemplateWeeks = strict(
  {
    weeks: Type.Array(
      strict({
        week: CourseWeek.properties.week,
        exercises: Type.Array(
          strict({ exercise: ExerciseName, isLight: CourseWeek.properties.isLight, ...weekFields }),
        ),
      }),
    ),
  },
  { $id: 'TemplateWeeks' },
);
export type TemplateWeeks = Type.Static<typeof TemplateWeeks>;

/** `POST /api/v1/templates/:id/copies`: to members, to everyone of some groups, or both. */
export const CopyTemplate = strict(
  {
    memberIds: Type.Array(Id, { maxItems: MAX_GROUP_MEMBERS, uniqueItems: true }),
    groupIds: Type.Array(Id, { maxItems: 20, uniqueItems: true }),
    startsOn: Day,
  },
  { $id: 'CopyTemplate' },
);
export type CopyTemplate = Type.Static<typeof CopyTemplate>;
export const TemplateCopied = strict(
  { members: count('members that have it now'), programmes: count('programmes that were written') },
  { $id: 'TemplateCopied' },
);
export type TemplateCopied = Type.Static<typeof TemplateCopied>;

const groupFields = {
  name: Name(60, 'what it is called'),
  memberIds: Type.Array(Id, { maxItems: MAX_GROUP_MEMBERS, uniqueItems: true }),
};
/** `POST /api/v1/groups`, `PUT /api/v1/groups/:id` */
export const NewGroup = strict(groupFields, { $id: 'NewGroup' });
export type NewGroup = Type.Static<typeof NewGroup>;
export const Group = strict(
  {
    id: Id,
    revision: count('rises with every change; the ETag', { minimum: 1 }),
    name: groupFields.name,
    members: Type.Array(strict({ id: Id, alias: Type.String() })),
    updatedAt: IsoTime,
  },
  { $id: 'Group' },
);
export type Group = Type.Static<typeof Group>;
export const GroupList = strict({ groups: Type.Array(Group) }, { $id: 'GroupList' });

/** `GET /api/v1/calendar`: who did what on which day. */
export const CalendarQuery = strict({
  from: Day,
  to: { ...Day, description: 'the last day' } as typeof Day,
  group: Type.Optional(Id),
});
const CalendarDay = strict({
  day: Day,
  exercise: ExerciseName,
  sets: count('sets that count'),
  reps: count('reps that count'),
  plannedSets: nullable(count('sets of the programme on that day; null: none is written', { minimum: 1 })),
});
export const Calendar = strict(
  {
    members: Type.Array(strict({ id: Id, alias: Type.String(), days: Type.Array(CalendarDay) })),
    isCut: Type.Boolean({ description: 'true: more members lifted in these days than the answer holds' }),
  },
  { $id: 'Calendar' },
);
export type Calendar = Type.Static<typeof Calendar>;

/** Templates, groups and the calendar, for the API. */
import { v7 } from 'uuid';
import { type Clock, isoNow } from '../../../common/clock.ts';
import type { NewProgramme } from '../../../contracts/members.ts';
import {
  type Calendar,
  MAX_CALENDAR_DAYS,
  MAX_GROUP_MEMBERS,
  type NewTemplate,
  type Template,
} from '../../../contracts/programmes.ts';
import { calendarOf } from '../../../members/calendar.ts';
import { weeksOf } from '../../../members/course.ts';
import type { Store } from '../../../store/index.ts';
import { type PlansPort, ProblemError } from '../../../web/index.ts';
import { orProblem } from '../../storage/store-problems.ts';
import { dayOf, startOfDay } from './days.ts';

const DAY_MS = 86_400_000;
/** Some forty members who lift five sets on each day of two months. */
const MAX_CALENDAR_SETS = 12_000;

interface PlansOptions {
  store: () => Store;
  clock: Clock;
  /** Programmes changed: bays with one of these members use the new ones. */
  onChanged: () => void;
}

export function plansPort({ store, clock, onChanged }: PlansOptions): PlansPort {
  const now = () => isoNow(clock);
  const template = async (id: string): Promise<Template> => {
    const found = await orProblem(() => store().templates.get(id));
    if (!found) throw new ProblemError('no-such-template', { id });
    return found;
  };
  const group = async (id: string) => {
    const found = await orProblem(() => store().groups.get(id));
    if (!found) throw new ProblemError('no-such-group', { id });
    return found;
  };

  return {
    template,
    templates: () => orProblem(() => store().templates.list()),
    weeks: async (id) => weeksOf(await template(id)),
    addTemplate: (wanted, actor) => orProblem(() => store().templates.put(v7(), 0, checked(wanted), now(), actor)),
    async changeTemplate(id, revision, wanted, actor) {
      const before = await template(id);
      return orProblem(() => store().templates.put(id, revision ?? before.revision, checked(wanted), now(), actor));
    },
    async removeTemplate(id, actor) {
      await template(id);
      await orProblem(() => store().templates.remove(id, now(), actor));
    },

    async copyTemplate(id, { memberIds, groupIds, startsOn }, actor) {
      const source = await template(id);
      const groups = await Promise.all(groupIds.map(group));
      const everyone = [...new Set([...memberIds, ...groups.flatMap(({ members }) => members.map((one) => one.id))])];
      if (everyone.length === 0) throw new ProblemError('no-members-chosen', {});
      if (everyone.length > MAX_GROUP_MEMBERS)
        throw new ProblemError('too-many-members', { members: everyone.length, most: MAX_GROUP_MEMBERS });
      const programmes = programmesOf(source, startsOn);
      await orProblem(() => store().programmes.copy(everyone, programmes, now(), actor));
      onChanged();
      return { members: everyone.length, programmes: everyone.length * programmes.length };
    },

    groups: () => orProblem(() => store().groups.list()),
    addGroup: (wanted, actor) => orProblem(() => store().groups.put(v7(), 0, wanted, now(), actor)),
    async changeGroup(id, revision, wanted, actor) {
      const before = await group(id);
      return orProblem(() => store().groups.put(id, revision ?? before.revision, wanted, now(), actor));
    },
    async removeGroup(id, actor) {
      await group(id);
      await orProblem(() => store().groups.remove(id, now(), actor));
    },

    async calendar({ from, to, group: groupId }): Promise<Calendar> {
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
      if (days < 1 || days > MAX_CALENDAR_DAYS)
        throw new ProblemError('bad-days', { from, to, days: Math.max(0, days), most: MAX_CALENDAR_DAYS });
      if (groupId !== undefined) await group(groupId);
      const after = new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10);
      const query = { from: startOfDay(from), to: startOfDay(after), ...(groupId !== undefined && { groupId }) };
      const sets = await orProblem(() => store().history.lifted({ ...query, limit: MAX_CALENDAR_SETS + 1 }));
      const members = [...new Set(sets.map(({ memberId }) => memberId))];
      const written = await orProblem(async () =>
        (await Promise.all(members.map((id) => store().programmes.of(id)))).flat(),
      );
      return {
        ...calendarOf(sets.slice(0, MAX_CALENDAR_SETS), written, dayOf),
        isCut: sets.length > MAX_CALENDAR_SETS,
      };
    },
  };
}

/** @throws ProblemError 422 for what no schema can say */
function checked(template: NewTemplate): NewTemplate {
  const names = template.exercises.map(({ exercise }) => exercise);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ProblemError('exercise-twice', { exercise: twice });
  for (const { exercise, repsMin, repsMax, load } of template.exercises) {
    if (repsMin > repsMax) throw new ProblemError('reps-crossed', { exercise, repsMin, repsMax });
    if (load.kind === 'velocity' && load.minMps > load.maxMps)
      throw new ProblemError('velocity-crossed', { exercise, minMps: load.minMps, maxMps: load.maxMps });
  }
  return template;
}

function programmesOf({ id, name, weeks, exercises }: Template, startsOn: string): NewProgramme[] {
  return exercises.map(({ progression, ...programme }) => ({
    ...programme,
    course: { templateId: id, name, startsOn, weeks, progression },
  }));
}

/** Who did what on which day, beside what was planned. Pure. */
import type { ExerciseName } from '../contracts/common.ts';
import type { Programme } from '../contracts/members.ts';
import type { Calendar } from '../contracts/programmes.ts';
import { programmeOn } from './course.ts';

interface Lifted {
  memberId: string;
  alias: string;
  exercise: ExerciseName;
  startedAt: string;
  reps: number;
}

/** @param written programmes of these members as they are now: what was planned before they were written is not known */
export function calendarOf(
  sets: readonly Lifted[],
  written: readonly Programme[],
  dayOf: (at: string) => string,
): Pick<Calendar, 'members'> {
  const programmes = new Map(written.map((one) => [`${one.memberId} ${one.exercise}`, one]));
  const members = new Map<string, Calendar['members'][number]>();
  for (const { memberId, alias, exercise, startedAt, reps } of sets) {
    const member = members.get(memberId) ?? { id: memberId, alias, days: [] };
    members.set(memberId, member);
    const day = dayOf(startedAt);
    let cell = member.days.find((one) => one.day === day && one.exercise === exercise);
    if (!cell) {
      const programme = programmes.get(`${memberId} ${exercise}`);
      const isSince = programme && dayOf(programme.updatedAt ?? startedAt) <= day;
      cell = { day, exercise, sets: 0, reps: 0, plannedSets: isSince ? programmeOn(programme, day).sets : null };
      member.days.push(cell);
    }
    cell.sets++;
    cell.reps += reps;
  }
  const sorted = [...members.values()].sort((a, b) => a.alias.localeCompare(b.alias) || (a.id < b.id ? -1 : 1));
  return { members: sorted };
}

/** Programmes and learned ranges: merged by the revision that they were changed from. */
import type { PoolClient } from 'pg';
import { isSameContent } from '../common/same-content.ts';
import type { Training, TrainingEdit } from '../contracts/hub-people.ts';
import type { LearnedRange, NewProgramme } from '../contracts/members.ts';

type ProgrammeEdit = TrainingEdit['programmes'][number];
type RangeEdit = TrainingEdit['ranges'][number];

/** In the conflicts, a programme is a field of its member. */
export const programmeField = (exercise: string): string => `programme:${exercise}`;
/** Null: it is another field. */
export const exerciseOf = (field: string): string | null =>
  field.startsWith('programme:') ? field.slice('programme:'.length) : null;

/** @returns whether the hub has something else now, and what it did not take because it was changed here too */
export async function storeTraining(
  db: PoolClient,
  memberId: string,
  edit: TrainingEdit,
): Promise<{ isChanged: boolean; conflicts: ProgrammeEdit[] }> {
  const conflicts: ProgrammeEdit[] = [];
  let isChanged = false;
  const known = await trainingOf(db, memberId);
  for (const one of edit.programmes) {
    const stored = known.programmes.find(({ exercise }) => exercise === one.exercise);
    if (isSameContent(stored?.programme ?? null, one.programme)) continue;
    if ((stored?.revision ?? 0) !== one.base) {
      conflicts.push(one);
      continue;
    }
    await putProgramme(db, memberId, one.exercise, one.programme);
    isChanged = true;
  }
  for (const one of edit.ranges) {
    const stored = known.ranges.find(({ range }) => range.exercise === one.range.exercise);
    if (stored && (isSameContent(stored.range, one.range) || !isBetter(one, stored))) continue;
    await db.query(
      `INSERT INTO learned_ranges (member_id, exercise, revision, doc) VALUES ($1, $2, 1, $3)
         ON CONFLICT (member_id, exercise) DO UPDATE SET revision = learned_ranges.revision + 1, doc = excluded.doc`,
      [memberId, one.range.exercise, JSON.stringify(one.range)],
    );
    isChanged = true;
  }
  return { isChanged, conflicts };
}

/** Learned from what the hub has; else, of two gyms at once, from more sets, or later. */
function isBetter({ base, range }: RangeEdit, stored: { revision: number; range: LearnedRange }): boolean {
  if (base === stored.revision) return true;
  if (range.sets !== stored.range.sets) return range.sets > stored.range.sets;
  return range.updatedAt > stored.range.updatedAt;
}

/** @param programme null: removed */
export async function putProgramme(
  db: PoolClient,
  memberId: string,
  exercise: string,
  programme: NewProgramme | null,
): Promise<void> {
  await db.query(
    `INSERT INTO programmes (member_id, exercise, revision, doc) VALUES ($1, $2, 1, $3)
       ON CONFLICT (member_id, exercise) DO UPDATE SET revision = programmes.revision + 1, doc = excluded.doc`,
    [memberId, exercise, programme === null ? null : JSON.stringify(programme)],
  );
}

async function trainingOf(db: PoolClient, memberId: string): Promise<Training> {
  const { rows } = await db.query<{ training: Training }>(`SELECT ${trainingSql('$1::uuid')} AS training`, [memberId]);
  return rows[0]!.training;
}

/** Of the member with this id, as one value: `Training`. */
export const trainingSql = (id: string): string => `json_build_object(
  'programmes', (SELECT coalesce(json_agg(json_build_object('exercise', p.exercise, 'revision', p.revision, 'programme', p.doc)
     ORDER BY p.exercise), '[]') FROM programmes p WHERE p.member_id = ${id}),
  'ranges', (SELECT coalesce(json_agg(json_build_object('revision', r.revision, 'range', r.doc) ORDER BY r.exercise), '[]')
     FROM learned_ranges r WHERE r.member_id = ${id}))`;

/** Programmes and learned ranges of members whom a hub knows: what was changed here since its last state, and what comes from there. */
import { isSameContent } from '../../common/same-content.ts';
import type { Training, TrainingEdit } from '../../contracts/hub-people.ts';
import type { LearnedRange, NewProgramme, Programme } from '../../contracts/members.ts';
import type { Database } from '../database.ts';
import { record } from './audit.ts';
import { programmesTable, putRange, rangesTable, writeProgramme } from './programmes.ts';

/** As both sides had it last, by exercise. */
export interface TrainingBase {
  programmes: Record<string, { revision: number; programme: NewProgramme | null }>;
  ranges: Record<string, { revision: number; range: LearnedRange }>;
}
export const NO_TRAINING: TrainingBase = { programmes: {}, ranges: {} };

/** A range that has moved by less is the same to the lifter, and stays here. */
const TOP_MOVED_MM = 5;
const ROM_MOVED_MM = 10;
/** The first sets teach the most. */
const EARLY_SETS = 3;

function newProgramme({ memberId: _, revision: __, updatedAt: ___, thisWeek: ____, ...rest }: Programme): NewProgramme {
  return rest;
}

const isMoved = (range: LearnedRange, known: LearnedRange | undefined): boolean =>
  !known ||
  Math.abs(range.topMm - known.topMm) >= TOP_MOVED_MM ||
  Math.abs(range.romMm - known.romMm) >= ROM_MOVED_MM ||
  (known.sets < EARLY_SETS && range.sets !== known.sets);

/** Null: the hub knows it all. */
export function trainingEdit(db: Database, memberId: string, base: TrainingBase): TrainingEdit | null {
  const here = programmesTable(db).of(memberId).map(newProgramme);
  const changed = here.filter((one) => !isSameContent(one, base.programmes[one.exercise]?.programme));
  const removed = Object.values(base.programmes).flatMap(({ programme }) =>
    programme !== null && here.every(({ exercise }) => exercise !== programme.exercise) ? [programme.exercise] : [],
  );
  const programmes = [
    ...changed.map((programme) => ({ exercise: programme.exercise, programme })),
    ...removed.map((exercise) => ({ exercise, programme: null })),
  ].map((one) => ({ ...one, base: base.programmes[one.exercise]?.revision ?? 0 }));
  const ranges = rangesTable(db)
    .of(memberId)
    .filter((range) => isMoved(range, base.ranges[range.exercise]?.range))
    .map((range) => ({ base: base.ranges[range.exercise]?.revision ?? 0, range }));
  return programmes.length + ranges.length === 0 ? null : { programmes, ranges };
}

/** The hub has taken it; where it kept its own instead, the feed says so. */
export function sentTraining(base: TrainingBase, edit: TrainingEdit): TrainingBase {
  const next: TrainingBase = { programmes: { ...base.programmes }, ranges: { ...base.ranges } };
  for (const { exercise, programme, base: from } of edit.programmes)
    next.programmes[exercise] = { revision: from + 1, programme };
  for (const { range, base: from } of edit.ranges) next.ranges[range.exercise] = { revision: from, range };
  return next;
}

interface FollowedTraining {
  base: TrainingBase;
  isChanged: boolean;
}

/** What is here as both had it last takes the hub's; what was edited here waits to be sent. */
export function followTraining(
  db: Database,
  memberId: string,
  received: Training,
  had: TrainingBase,
  { at, actor }: { at: string; actor: { id: null; role: string } },
): FollowedTraining {
  const base: TrainingBase = { programmes: { ...had.programmes }, ranges: { ...had.ranges } };
  let isChanged = false;
  for (const { exercise, revision, programme } of received.programmes) {
    const before = programmesTable(db).get(memberId, exercise);
    const here = before && newProgramme(before);
    const isSame = isSameContent(here, programme);
    if (!isSame && !isSameContent(here, had.programmes[exercise]?.programme)) continue;
    base.programmes[exercise] = { revision, programme };
    if (isSame) continue;
    if (programme === null) db.run('DELETE FROM programmes WHERE member_id = ? AND exercise = ?', memberId, exercise);
    else writeProgramme(db, memberId, (before?.revision ?? 0) + 1, programme, at);
    const kind = programme === null ? 'programme-removed' : 'programme-changed';
    record(db, { at, actor, kind, memberId, before: before ?? {}, after: programme ?? {} });
    isChanged = true;
  }
  for (const { revision, range } of received.ranges) {
    const { exercise } = range;
    const here = rangesTable(db).get(memberId, exercise);
    const isWaiting = here !== null && isMoved(here, had.ranges[exercise]?.range) && isMoved(here, range);
    if (isWaiting) continue;
    // What we said ourselves: a few millimetres may have been learned since.
    const isOurs = isSameContent(had.ranges[exercise]?.range, range);
    base.ranges[exercise] = { revision, range };
    if (isOurs || isSameContent(here, range)) continue;
    putRange(db, memberId, range);
    isChanged = true;
  }
  return { base, isChanged };
}

import type { LearnedRange, NewProgramme, Programme } from '../../contracts/members.ts';
import type { Database, Row } from '../database.ts';
import type { ProgrammesTable, RangesTable } from '../plan-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { getMember } from './members.ts';
import type { Sync } from './sync.ts';

const rowToProgramme = (row: Row): Programme => ({
  memberId: row.member_id as string,
  revision: row.revision as number,
  exercise: row.exercise as Programme['exercise'],
  sets: row.sets as number,
  repsMin: row.reps_min as number,
  repsMax: row.reps_max as number,
  holdS: row.hold_s as number,
  tempo: JSON.parse(row.tempo_json as string) as Programme['tempo'],
  load: JSON.parse(row.load_json as string) as Programme['load'],
  restS: row.rest_s as number,
  note: row.note as string,
  ...(row.superset !== null && { superset: row.superset as NonNullable<Programme['superset']> }),
  course: row.course_json === null ? null : (JSON.parse(row.course_json as string) as Programme['course'] & object),
  updatedAt: row.updated_at as string,
});

export function writeProgramme(
  db: Database,
  memberId: string,
  revision: number,
  programme: NewProgramme,
  at: string,
): void {
  const {
    exercise,
    sets,
    repsMin,
    repsMax,
    holdS,
    tempo,
    load,
    restS,
    note,
    superset = null,
    course = null,
  } = programme;
  db.run(
    `INSERT OR REPLACE INTO programmes (member_id, exercise, revision, sets, reps_min, reps_max, hold_s, tempo_json, load_json,
       rest_s, note, superset, course_json, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    memberId,
    exercise,
    revision,
    sets,
    repsMin,
    repsMax,
    holdS,
    JSON.stringify(tempo),
    JSON.stringify(load),
    restS,
    note,
    superset,
    course === null ? null : JSON.stringify(course),
    at,
  );
}

export function programmesTable(db: Database): Sync<ProgrammesTable> {
  const get = (memberId: string, exercise: string): Programme | null => {
    const row = db.get('SELECT * FROM programmes WHERE member_id = ? AND exercise = ?', memberId, exercise);
    return row ? rowToProgramme(row) : null;
  };
  return {
    get,
    of: (memberId) =>
      db.all('SELECT * FROM programmes WHERE member_id = ? ORDER BY exercise', memberId).map(rowToProgramme),

    put: (memberId, revision, programme, at, actor) =>
      db.transaction(() => {
        if (!getMember(db, memberId)) throw refusal('no-such-member', { id: memberId });
        const before = get(memberId, programme.exercise);
        if ((before?.revision ?? 0) !== revision)
          throw refusal('programme-changed', { revision: before?.revision ?? 0 });
        writeProgramme(db, memberId, revision + 1, programme, at);
        record(db, { at, actor, kind: 'programme-changed', memberId, before: before ?? {}, after: programme });
        return get(memberId, programme.exercise)!;
      }),

    copy: (memberIds, programmes, at, actor) =>
      db.transaction(() => {
        for (const memberId of memberIds) {
          if (!getMember(db, memberId)) throw refusal('no-such-member', { id: memberId });
          for (const programme of programmes) {
            const before = get(memberId, programme.exercise);
            writeProgramme(db, memberId, (before?.revision ?? 0) + 1, programme, at);
            record(db, { at, actor, kind: 'programme-copied', memberId, before: before ?? {}, after: programme });
          }
        }
      }),

    remove: (memberId, exercise, actor, at) =>
      db.transaction(() => {
        const before = get(memberId, exercise);
        if (!before) return false;
        db.run('DELETE FROM programmes WHERE member_id = ? AND exercise = ?', memberId, exercise);
        record(db, { at, actor, kind: 'programme-removed', memberId, before });
        return true;
      }),
  };
}

const rowToRange = (row: Row): LearnedRange => ({
  exercise: row.exercise as LearnedRange['exercise'],
  topMm: row.top_mm as number,
  romMm: row.rom_mm as number,
  sets: row.sets as number,
  updatedAt: row.updated_at as string,
});

/** A deleted member learns nothing more; this is not an error. */
export function putRange(
  db: Database,
  memberId: string,
  { exercise, topMm, romMm, sets, updatedAt }: LearnedRange,
): void {
  db.run(
    `INSERT INTO learned_ranges (member_id, exercise, top_mm, rom_mm, sets, updated_at)
     SELECT id, ?, ?, ?, ?, ? FROM members WHERE id = ?
     ON CONFLICT (member_id, exercise) DO UPDATE SET top_mm = excluded.top_mm, rom_mm = excluded.rom_mm,
       sets = excluded.sets, updated_at = excluded.updated_at`,
    exercise,
    topMm,
    romMm,
    sets,
    updatedAt,
    memberId,
  );
}

export function rangesTable(db: Database): Sync<RangesTable> {
  return {
    get: (memberId, exercise) => {
      const row = db.get('SELECT * FROM learned_ranges WHERE member_id = ? AND exercise = ?', memberId, exercise);
      return row ? rowToRange(row) : null;
    },
    of: (memberId) =>
      db.all('SELECT * FROM learned_ranges WHERE member_id = ? ORDER BY exercise', memberId).map(rowToRange),
    put: (memberId, range) => putRange(db, memberId, range),
  };
}

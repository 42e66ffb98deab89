import { liftedLoads } from '../../contracts/events.ts';
import type { Utilisation } from '../../contracts/history.ts';
import type { SetSummary } from '../../members/history.ts';
import type { Database, Row, SqlValue } from '../database.ts';
import type { HistoryTable, SetsOfMember } from '../members-types.ts';
import { rowToSet, SELECT_SET } from '../rows.ts';
import { repsOfSets } from '../sets.ts';
import { checkLimit, pageOf } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_PAGE = 999;
const MAX_PAGE_WITH_REPS = 200;

/** A rep that counts meets its hold unless it carries the flag. */
const SUMMARIES = `SELECT id, exercise, started_at, load_kg, entered_load_kg, loads_json, counted_reps, mean_hold_s,
    best_mean_velocity_mps,
    (SELECT count(*) FROM reps WHERE set_id = sets.id AND n IS NOT NULL AND instr(flags_json, '"hold-missed"') = 0) AS hold_met
  FROM sets WHERE member_id = ? AND ended_at IS NOT NULL AND deleted_at IS NULL AND source <> 'replay'`;

const rowToSummary = (row: Row): SetSummary => ({
  setId: row.id as string,
  exercise: row.exercise as SetSummary['exercise'],
  at: row.started_at as string,
  loads: liftedLoads({
    loads: JSON.parse(row.loads_json as string),
    loadKg: row.load_kg as number | null,
    enteredLoadKg: row.entered_load_kg as number | null,
    countedReps: row.counted_reps as number,
    bestMeanVelocityMps: row.best_mean_velocity_mps as number | null,
  }),
  reps: row.counted_reps as number,
  holdMetReps: row.hold_met as number,
  meanHoldS: row.mean_hold_s as number | null,
  bestMeanVelocityMps: row.best_mean_velocity_mps as number | null,
});

/** The conditions whose value is given, each beginning with AND. */
function and(filters: [condition: string, value: SqlValue | undefined][]): { sql: string; values: SqlValue[] } {
  const used = filters.filter((filter): filter is [string, SqlValue] => filter[1] !== undefined);
  return { sql: used.map(([condition]) => ` AND ${condition}`).join(''), values: used.map(([, value]) => value) };
}

export function historyTable(db: Database): Sync<HistoryTable> {
  const sets = ({ memberId, exercise, from, limit, before }: SetsOfMember, most: number) => {
    checkLimit(limit, most);
    const filter = and([
      ['exercise = ?', exercise],
      ['started_at >= ?', from],
      ['id < ?', before],
    ]);
    const sql = `${SELECT_SET} WHERE member_id = ? AND deleted_at IS NULL${filter.sql} ORDER BY id DESC LIMIT ?`;
    return pageOf(db.all(sql, memberId, ...filter.values, limit + 1).map(rowToSet), limit, (set) => set.id);
  };

  return {
    sets: (query) => sets(query, MAX_PAGE),

    setsWithReps: (query) => {
      const { items, next } = sets(query, MAX_PAGE_WITH_REPS);
      const reps = repsOfSets(
        db,
        items.map((set) => set.id),
      );
      return { items: items.map((set) => ({ set, reps: reps.get(set.id) ?? [] })), next };
    },

    summaries: (memberId, exercise, from) => {
      const filter = and([
        ['exercise = ?', exercise],
        ['started_at >= ?', from],
      ]);
      return db.all(`${SUMMARIES}${filter.sql} ORDER BY id`, memberId, ...filter.values).map(rowToSummary);
    },

    lifted: ({ from, to, groupId, limit }) => {
      const filter = and([['member_id IN (SELECT member_id FROM group_members WHERE group_id = ?)', groupId]]);
      return db
        .all(
          `SELECT member_id, alias, exercise, started_at, counted_reps FROM sets JOIN members ON members.id = member_id
           WHERE started_at >= ? AND started_at < ? AND ended_at IS NOT NULL AND deleted_at IS NULL AND source <> 'replay'
             AND counted_reps > 0 AND is_warm_up_json = 'false'${filter.sql} ORDER BY started_at LIMIT ?`,
          from,
          to,
          ...filter.values,
          limit,
        )
        .map((row) => ({
          memberId: row.member_id as string,
          alias: row.alias as string,
          exercise: row.exercise as SetSummary['exercise'],
          startedAt: row.started_at as string,
          reps: row.counted_reps as number,
        }));
    },

    utilisation: ({ from, to, bay }) => {
      const filter = and([['bay = ?', bay]]);
      const rows = db.all(
        `SELECT hour, bay, exercise, sets, reps FROM utilisation WHERE hour >= ? AND hour < ?${filter.sql} AND sets > 0
         ORDER BY hour, bay, exercise`,
        from,
        to,
        ...filter.values,
      );
      return { hours: rows as Utilisation['hours'] };
    },
  };
}

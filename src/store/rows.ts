import type { Calibration } from '../contracts/calibration.ts';
import { CONTRACT_VERSION } from '../contracts/common.ts';
import type { Rep, SetEvent } from '../contracts/events.ts';
import type { Row, SqlValue } from './database.ts';

/** Column of each field. `satisfies` makes a new contract field without a column a compile error. */
const SET_COLUMNS = {
  id: 'id',
  revision: 'revision',
  site: 'site',
  bay: 'bay',
  memberId: 'member_id',
  sessionId: 'session_id',
  source: 'source',
  exercise: 'exercise',
  side: 'side',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  endReason: 'end_reason',
  countedReps: 'counted_reps',
  partialReps: 'partial_reps',
  doubtfulReps: 'doubtful_reps',
  rejectedReps: 'rejected_reps',
  loadKg: 'load_kg',
  loads: 'loads_json',
  enteredLoadKg: 'entered_load_kg',
  plates: 'plates_json',
  targetHoldS: 'target_hold_s',
  meanHoldS: 'mean_hold_s',
  bestMeanVelocityMps: 'best_mean_velocity_mps',
  velocityLossPercent: 'velocity_loss_percent',
  timeUnderTensionS: 'time_under_tension_s',
  tempo: 'tempo_json',
  meanPowerW: 'mean_power_w',
  peakPowerW: 'peak_power_w',
  workJ: 'work_j',
  leftSharePercent: 'left_share_percent',
  oneRepMax: 'one_rep_max_json',
  isWarmUp: 'is_warm_up_json',
  rpe: 'rpe',
  note: 'note',
  superset: 'superset',
  isTimeUncertain: 'is_time_uncertain_json',
} as const satisfies Record<keyof Omit<SetEvent, 'v' | 'hasRecording' | 'deletedAt'>, string>;

const REP_COLUMNS = {
  id: 'id',
  revision: 'revision',
  stage: 'stage',
  setId: 'set_id',
  site: 'site',
  bay: 'bay',
  memberId: 'member_id',
  source: 'source',
  exercise: 'exercise',
  n: 'n',
  verdict: 'verdict',
  reasons: 'reasons_json',
  startedAt: 'started_at',
  lockoutAt: 'lockout_at',
  endedAt: 'ended_at',
  concentricS: 'concentric_s',
  holdS: 'hold_s',
  eccentricS: 'eccentric_s',
  romMm: 'rom_mm',
  meanVelocityMps: 'mean_velocity_mps',
  meanPropulsiveVelocityMps: 'mean_propulsive_velocity_mps',
  peakVelocityMps: 'peak_velocity_mps',
  topMm: 'top_mm',
  loadKg: 'load_kg',
  meanForceN: 'mean_force_n',
  peakForceN: 'peak_force_n',
  meanPowerW: 'mean_power_w',
  peakPowerW: 'peak_power_w',
  workJ: 'work_j',
  leftSharePercent: 'left_share_percent',
  flags: 'flags_json',
  correction: 'correction',
} as const satisfies Record<keyof Omit<Rep, 'v' | 'deletedAt'>, string>;

const CALIBRATION_COLUMNS = {
  id: 'id',
  bay: 'bay',
  at: 'at',
  restores: 'restores',
  force: 'force_json',
  distance: 'distance_json',
  lag: 'lag_json',
  lockoutVersion: 'lockout_version',
  firmwareVersion: 'firmware_version',
  board: 'board',
} as const satisfies Record<keyof Omit<Calibration, 'v'>, string>;

/** Inserts, or replaces what has a lower revision: the highest one is right, in whatever order they come. */
function upsertSql(table: string, columns: Record<string, string>): string {
  const names = Object.values(columns);
  const replaced = names.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`);
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${replaced.join(', ')} WHERE excluded.revision > ${table}.revision`;
}

const encode = (columns: Record<string, string>, event: object): SqlValue[] =>
  Object.entries(columns).map(([field, column]) => {
    const value = (event as Record<string, unknown>)[field];
    return column.endsWith('_json') ? JSON.stringify(value) : (value as SqlValue);
  });

const decode = (columns: Record<string, string>, row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [
      field,
      column.endsWith('_json') ? JSON.parse(row[column] as string) : row[column],
    ]),
  );

export const UPSERT_SET = upsertSql('sets', SET_COLUMNS);
export const UPSERT_REP = upsertSql('reps', REP_COLUMNS);

/** `hasRecording` is asked of the recordings themselves, so that it can't say otherwise than they do. */
export const SELECT_SET = `SELECT ${Object.values(SET_COLUMNS).join(', ')}, deleted_at,
  EXISTS (SELECT 1 FROM recordings WHERE set_id = sets.id) AS has_recording FROM sets`;
const SELECT_REPS = `SELECT ${Object.values(REP_COLUMNS).join(', ')} FROM reps`;
export const SELECT_REPS_OF_SET = `${SELECT_REPS} WHERE set_id = ? ORDER BY started_at, id`;
/** The ids come as one JSON array. */
export const SELECT_REPS_OF_SETS = `${SELECT_REPS} WHERE set_id IN (SELECT value FROM json_each(?)) ORDER BY started_at, id`;

const CALIBRATION_NAMES = Object.values(CALIBRATION_COLUMNS).join(', ');
/** What is saved stays as it is: saving it again changes nothing. */
export const INSERT_CALIBRATION = `INSERT INTO calibrations (${CALIBRATION_NAMES})
  VALUES (${Object.keys(CALIBRATION_COLUMNS)
    .map(() => '?')
    .join(', ')}) ON CONFLICT (id) DO NOTHING`;
export const SELECT_CALIBRATIONS = `SELECT ${CALIBRATION_NAMES} FROM calibrations WHERE bay = ? ORDER BY seq DESC LIMIT ?`;

export const setToValues = (set: SetEvent): SqlValue[] => encode(SET_COLUMNS, { superset: null, ...set });
export const repToValues = (rep: Rep): SqlValue[] => encode(REP_COLUMNS, rep);
export function rowToSet(row: Row): SetEvent {
  const { superset, ...fields } = decode(SET_COLUMNS, row);
  return {
    v: CONTRACT_VERSION,
    ...fields,
    ...(superset === null ? {} : { superset }),
    hasRecording: row.has_recording === 1,
    ...(row.deleted_at === null ? {} : { deletedAt: row.deleted_at }),
  } as SetEvent;
}
export const rowToRep = (row: Row): Rep => ({ v: CONTRACT_VERSION, ...decode(REP_COLUMNS, row) }) as Rep;
export const calibrationToValues = (calibration: Calibration): SqlValue[] => encode(CALIBRATION_COLUMNS, calibration);
export const rowToCalibration = (row: Row): Calibration =>
  ({ v: CONTRACT_VERSION, ...decode(CALIBRATION_COLUMNS, row) }) as Calibration;

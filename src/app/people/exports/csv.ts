/** One row per rep, with its set in front: for spreadsheets. */
import type { SetDetail } from '../../../contracts/http.ts';
import type { ExportFile } from '../../../web/index.ts';
import { type Cell, csvTable } from './csv-table.ts';

const COLUMNS: [name: string, of: (one: SetDetail, rep: SetDetail['reps'][number]) => Cell][] = [
  ['set_id', ({ set }) => set.id],
  ['set_started_at', ({ set }) => set.startedAt],
  ['time_uncertain', ({ set }) => (set.isTimeUncertain ? 'yes' : 'no')],
  ['bay', ({ set }) => set.bay],
  ['exercise', ({ set }) => set.exercise],
  ['side', ({ set }) => set.side],
  ['load_kg', ({ set }, rep) => set.enteredLoadKg ?? rep.loadKg ?? set.loadKg],
  ['warm_up', ({ set }) => (set.isWarmUp ? 'yes' : 'no')],
  ['superset', ({ set }) => set.superset ?? null],
  ['rpe', ({ set }) => set.rpe],
  ['note', ({ set }) => set.note],
  ['rep', (_, rep) => rep.n],
  ['verdict', (_, rep) => rep.verdict],
  ['reason_kinds', (_, rep) => rep.reasons.map(({ kind }) => kind).join('; ')],
  ['reasons', (_, rep) => rep.reasons.map(({ text }) => text).join('; ')],
  ['started_at', (_, rep) => rep.startedAt],
  ['lockout_at', (_, rep) => rep.lockoutAt],
  ['ended_at', (_, rep) => rep.endedAt],
  ['concentric_s', (_, rep) => rep.concentricS],
  ['hold_s', (_, rep) => rep.holdS],
  ['eccentric_s', (_, rep) => rep.eccentricS],
  ['rom_mm', (_, rep) => rep.romMm],
  ['mean_velocity_mps', (_, rep) => rep.meanVelocityMps],
  ['mean_propulsive_velocity_mps', (_, rep) => rep.meanPropulsiveVelocityMps],
  ['peak_velocity_mps', (_, rep) => rep.peakVelocityMps],
  ['mean_force_n', (_, rep) => rep.meanForceN],
  ['peak_force_n', (_, rep) => rep.peakForceN],
  ['mean_bar_power_w', (_, rep) => rep.meanPowerW],
  ['peak_bar_power_w', (_, rep) => rep.peakPowerW],
  ['work_j', (_, rep) => rep.workJ],
  ['left_share_percent', (_, rep) => rep.leftSharePercent],
  ['flags', (_, rep) => rep.flags.join('; ')],
  ['correction', (_, rep) => rep.correction],
];

export function csvExport(sets: readonly SetDetail[]): ExportFile {
  const rows = sets.flatMap((one) => one.reps.map((rep) => COLUMNS.map(([, of]) => of(one, rep))));
  const names = COLUMNS.map(([name]) => name);
  return { fileName: 'lockout-reps.csv', contentType: 'text/csv; charset=utf-8', body: csvTable(names, rows) };
}

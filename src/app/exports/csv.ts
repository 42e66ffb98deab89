/** One row per rep, with its set in front: for spreadsheets. */
import type { ExportFile } from '../../web/index.ts';
import type { SetWithReps } from './export-member.ts';

type Cell = string | number | null;

const COLUMNS: [name: string, of: (one: SetWithReps, rep: SetWithReps['reps'][number]) => Cell][] = [
  ['set_id', ({ set }) => set.id],
  ['set_started_at', ({ set }) => set.startedAt],
  ['bay', ({ set }) => set.bay],
  ['exercise', ({ set }) => set.exercise],
  ['side', ({ set }) => set.side],
  ['load_kg', ({ set }) => set.enteredLoadKg ?? set.loadKg],
  ['rep', (_, rep) => rep.n],
  ['verdict', (_, rep) => rep.verdict],
  ['reasons', (_, rep) => rep.reasons.join('; ')],
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
  ['mean_power_w', (_, rep) => rep.meanPowerW],
  ['peak_power_w', (_, rep) => rep.peakPowerW],
  ['work_j', (_, rep) => rep.workJ],
  ['left_share_percent', (_, rep) => rep.leftSharePercent],
  ['flags', (_, rep) => rep.flags.join('; ')],
  ['correction', (_, rep) => rep.correction],
];

export function csvExport(sets: readonly SetWithReps[]): ExportFile {
  const rows = sets.flatMap((one) => one.reps.map((rep) => COLUMNS.map(([, of]) => cell(of(one, rep))).join(',')));
  const text = [COLUMNS.map(([name]) => name).join(','), ...rows, ''].join('\r\n');
  return { fileName: 'lockout-reps.csv', contentType: 'text/csv; charset=utf-8', body: Buffer.from(text) };
}

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

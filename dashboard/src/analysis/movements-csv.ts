import type { AnalysisDocument, MovementDocument } from '../../../src/contracts/analysis.ts';

/** The columns of the table, each with its unit, as the document names them. */
const COLUMNS = [
  'n',
  'verdict',
  'startS',
  'lockoutS',
  'endS',
  'concentricS',
  'holdS',
  'eccentricS',
  'topMm',
  'romMm',
  'meanVelocityMps',
  'meanPropulsiveVelocityMps',
  'peakVelocityMps',
  'loadKg',
  'leftSharePercent',
  'meanForceN',
  'peakForceN',
  'meanPowerW',
  'peakPowerW',
  'workJ',
] as const satisfies readonly (keyof MovementDocument)[];

/** Every movement in a row (RFC 4180); numbers with a point, whatever the language. Reasons and flags are codes. */
export function movementsCsv({ movements }: AnalysisDocument): string {
  const rows = movements.map((movement) => [
    ...COLUMNS.map((column) => String(movement[column] ?? '')),
    movement.reasons.map(({ kind }) => kind).join(' '),
    movement.flags.join(' '),
  ]);
  return [[...COLUMNS, 'reasons', 'flags'], ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

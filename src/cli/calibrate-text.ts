/** What `lockout calibrate` prints of a calibration. */
import type {
  Calibration,
  CalibrationHistory,
  CalibrationInForce,
  CalibrationStatus,
} from '../contracts/calibration.ts';

export function calibrationText(answer: Calibration | CalibrationStatus | CalibrationHistory): string {
  if ('calibrations' in answer) return historyText(answer);
  return 'wizard' in answer ? statusText(answer) : calibrationLines(answer).join('\n');
}

function calibrationLines({ id, at, restores, force, distance, lag }: Calibration): string[] {
  return [
    `Calibration ${id} of ${at}${restores ? `, which restores ${restores}` : ''}`,
    force
      ? `  force     zero ${force.zeroCounts} counts, span ${force.countsPerN} counts/N${force.right ? `; right cell ${force.right.zeroCounts} and ${force.right.countsPerN}` : ''}${force.spanAt ? '' : ' (as configured)'}`
      : '  force     as configured',
    ...(force?.points ?? []).map(
      ({ massKg, residualN, residualPercent }) =>
        `            ${massKg} kg off by ${residualN.toFixed(2)} N (${residualPercent.toFixed(2)} %)`,
    ),
    distance
      ? `  distance  height 0 at ${distance.zeroMm} mm, sensor looks ${distance.looks}, rail at ${distance.railAngleDeg} degrees${distance.scale === undefined ? '' : `, scale ${distance.scale}`}${distance.topMm === null ? '' : `, top at ${distance.topMm} mm`}`
      : '  distance  as configured',
    lag
      ? `  lag       height ${lag.heightLagMs} ms, force ${lag.forceLagMs} ms, known to ${lag.errorMs} ms`
      : '  lag       as configured',
  ];
}

function statusText({ active, inForce, autoZeroN, notUsed, wizard }: CalibrationStatus): string {
  const lines = active ? calibrationLines(active) : ['Never calibrated: the values of the configuration are in force.'];
  lines.push(inForceText(inForce));
  if (autoZeroN !== 0) lines.push(`The zero has followed the racked bar by ${autoZeroN.toFixed(1)} N since.`);
  lines.push(...notUsed.map(({ text }) => text));
  if (wizard.open) {
    lines.push('', 'A calibration is in progress. It applies after --save:');
    for (const { step, status, result } of wizard.steps)
      lines.push(`  ${step.padEnd(8)} ${status.padEnd(10)} ${result}`);
  }
  return lines.join('\n');
}

const inForceText = (values: CalibrationInForce) =>
  `In force: ${Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(4)) : value}`)
    .join(', ')}`;

function historyText({ calibrations }: CalibrationHistory): string {
  if (calibrations.length === 0) return 'Never calibrated. Start with: npx lockout calibrate';
  const [active, ...older] = calibrations.map((one) => calibrationLines(one).join('\n'));
  return [`In force: ${active}`, ...older].join('\n\n');
}

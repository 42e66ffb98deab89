/** A scenario as a recording (CSV) with its truth (JSON) beside it, to look at or to replay. */
import { writeFileSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

export function recordingOf(scenario: Scenario): string {
  const lines = [
    ...scenario.heights.map((each) => ({ atS: each.atS, text: `${each.heightMm},,${each.flags}` })),
    ...scenario.forces.map((each) => ({ atS: each.atS, text: `,${each.forceN},${each.flags}` })),
  ].sort((a, b) => a.atS - b.atS);
  return [
    '# lockout-recording: 1',
    `# title: ${scenario.axis} ${scenario.seed}`,
    `# exercise: ${scenario.exercise}`,
    `# force_mount: ${scenario.options.forceMount}`,
    't_s,height_mm,force_n,flags',
    ...lines.map((each) => `${each.atS.toFixed(4)},${each.text}`),
    '',
  ].join('\n');
}

export function dump(scenario: Scenario, file: string): void {
  writeFileSync(file, recordingOf(scenario));
  const { axis, seed, options, truth } = scenario;
  const beside = `${file.replace(/\.csv$/, '')}.truth.json`;
  writeFileSync(beside, `${JSON.stringify({ axis, seed, options, sets: truth.sets }, null, 1)}\n`);
}

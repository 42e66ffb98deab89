/** Makes findings from the one table of checks and faults. Pure. */
import type { Finding } from '../../contracts/diagnosis.ts';
import { CHECKS, type CheckName, FAULTS, type FaultName } from '../../contracts/findings.ts';

type About = Finding['about'];

export function fine(check: CheckName, about: About, measured: string, expected = ''): Finding {
  return { id: check, about, severity: 'ok', title: CHECKS[check], measured, expected, meaning: '', remedy: '' };
}

export function fault(name: FaultName, about: About, measured: string, expected = ''): Finding {
  const { severity, title, meaning, remedy } = FAULTS[name];
  return { id: name, about, severity, title, measured, expected, meaning, remedy };
}

/** The check that a finding belongs to, for a line in a table. */
export function checkOf(finding: Finding): CheckName {
  return finding.id in FAULTS ? FAULTS[finding.id as FaultName].check : (finding.id as CheckName);
}

/** Three grades by two limits: fine up to `good`, the milder fault up to `bad`, else the other. */
export function grade(value: number, good: number, bad: number): 'fine' | 'mild' | 'severe' {
  if (value <= good) return 'fine';
  return value <= bad ? 'mild' : 'severe';
}

/** "0.4 %", "12 %", "0 %": small shares keep a digit. */
export const percent = (share: number): string => {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? value.toFixed(0) : value.toFixed(value < 0.1 ? 2 : 1)} %`;
};

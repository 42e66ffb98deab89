/** Makes findings from the one table of checks and faults. Pure. */
import type { Finding } from '../../contracts/diagnosis.ts';
import { type FigureCode, figureText } from '../../contracts/findings/figures.ts';
import { CHECKS, type CheckName, FAULTS, type FaultName } from '../../contracts/findings.ts';
import { rounded } from '../../contracts/rounded.ts';

type About = Finding['about'];

/** A number as it is measured, with its unit. */
export const value = (measured: number, unit: string, digits = 0): FigureCode => ({
  kind: 'value',
  params: { value: rounded(measured, digits), unit },
});
export const upTo = (most: number, unit: string): FigureCode => ({ kind: 'up-to', params: { value: most, unit } });
/** A figure without numbers. */
export const bare = <Kind extends FigureCode['kind']>(kind: Kind) =>
  ({ kind, params: {} }) as unknown as Extract<FigureCode, { kind: Kind }>;
export const NONE = bare('none');

const textOf = (figures: readonly FigureCode[]) => figures.map(figureText).join(' ');

/** @param measured in English, or as a figure */
export function fine(
  check: CheckName,
  about: About,
  measured: string | FigureCode,
  expected: FigureCode | null = null,
): Finding {
  const found = typeof measured === 'string' ? measured : figureText(measured);
  const right = expected ? figureText(expected) : '';
  const figures = { measured: [], expected: [] };
  return {
    id: check,
    about,
    severity: 'ok',
    title: CHECKS[check],
    measured: found,
    expected: right,
    figures,
    meaning: '',
    remedy: '',
  };
}

export function fault(
  name: FaultName,
  about: About,
  measured: FigureCode | readonly FigureCode[],
  expected: FigureCode | null = null,
): Finding {
  const { severity, title, meaning, remedy } = FAULTS[name];
  const found = 'kind' in measured ? [measured] : measured;
  const right = expected ? [expected] : [];
  const coded = (code: FigureCode) => ({ ...code, text: figureText(code) });
  const figures = { measured: found.map(coded), expected: right.map(coded) };
  return {
    id: name,
    about,
    severity,
    title,
    measured: textOf(found),
    expected: textOf(right),
    figures,
    meaning,
    remedy,
  };
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

/** 0.4, 12, 0: small shares keep a digit. */
export function percentOf(share: number): number {
  const percent = share * 100;
  return rounded(percent, percent >= 10 ? 0 : percent < 0.1 ? 2 : 1);
}

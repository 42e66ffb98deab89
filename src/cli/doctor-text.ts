/** A diagnosis as a page that a person likes to read. */
import { styleText } from 'node:util';
import { checkOf } from '../app/diagnosis/finding.ts';
import type { Diagnosis, Finding } from '../contracts/diagnosis.ts';
import { CHECKS } from '../contracts/findings.ts';

const SECTIONS: readonly Finding['about'][] = ['board', 'load', 'loadRight', 'distance', 'station'];
const SIGN = { ok: '✓', info: '·', warning: '!', error: '✗' } as const;
const COLOUR = { ok: 'green', info: 'dim', warning: 'yellow', error: 'red' } as const;
const CHECK_ORDER = Object.keys(CHECKS);
const LINE_WIDTH = 100;

/** @param isColoured only for a terminal */
export function diagnosisText(diagnosis: Diagnosis, isColoured: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) => (isColoured ? styleText(style, text) : text);
  const signed = (finding: Finding) => paint(COLOUR[finding.severity], SIGN[finding.severity]);
  const names = sectionNames(diagnosis);
  const { findings, port, firmware, listenedS } = diagnosis;
  const on = diagnosis.source === 'simulated' ? 'the SIMULATED lifter' : port;
  const lines = [
    `${paint('bold', diagnosis.bay)} on ${on}${firmware && `, firmware ${firmware}`}, listened for ${listenedS.toFixed(1)} s`,
  ];
  const measuredWidth = Math.max(...findings.map(({ measured }) => Math.min(measured.length, 44)));
  for (const section of SECTIONS) {
    const own = findings.filter(({ about }) => about === section);
    if (own.length === 0) continue;
    own.sort((a, b) => CHECK_ORDER.indexOf(checkOf(a)) - CHECK_ORDER.indexOf(checkOf(b)));
    lines.push('', paint('bold', names[section]));
    for (const finding of own) {
      const expected = finding.expected && finding.expected !== finding.measured ? `expected ${finding.expected}` : '';
      const cells = [
        CHECKS[checkOf(finding)].padEnd(24),
        finding.measured.padEnd(measuredWidth),
        paint('dim', expected),
      ];
      lines.push(`  ${signed(finding)} ${cells.join('  ').trimEnd()}`);
    }
  }
  const toDo = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  if (toDo.length > 0) lines.push('', paint('bold', 'What it means, and what to do'));
  for (const finding of toDo) {
    lines.push(
      '',
      `  ${signed(finding)} ${names[finding.about]}: ${paint('bold', finding.title)} (${finding.measured})`,
    );
    if (finding.meaning) lines.push(...wrap(finding.meaning, '    '));
    if (finding.remedy) lines.push(...wrap(`→ ${finding.remedy}`, '    '));
  }
  const toKnow = new Set(
    findings.flatMap(({ severity, title, remedy }) => (severity === 'info' ? `${title}. ${remedy}` : [])),
  );
  if (toKnow.size > 0) lines.push('', paint('bold', 'Good to know'));
  for (const text of toKnow)
    lines.push(...wrap(text, '    ').map((line, at) => (at === 0 ? `  · ${line.trim()}` : line)));
  lines.push('', verdict(diagnosis, paint));
  return `${lines.join('\n')}\n`;
}

function sectionNames({ sensors }: Diagnosis): Record<Finding['about'], string> {
  const kindOf = (role: string) => sensors.find((sensor) => sensor.role === role)?.kind.toUpperCase() ?? 'none';
  return {
    board: 'Board',
    load: `Load cell (${kindOf('load')})`,
    loadRight: `Right load cell (${kindOf('loadRight')})`,
    distance: `Distance sensor (${kindOf('distance')})`,
    station: 'Controller',
  };
}

function verdict({ findings }: Diagnosis, paint: (style: 'red' | 'yellow' | 'green', text: string) => string): string {
  const many = (severity: Finding['severity']) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  };
  if (findings.some(({ severity }) => severity === 'error'))
    return paint('red', `Something here spoils counting: ${many('error')}, ${many('warning')}.`);
  if (findings.some(({ severity }) => severity === 'warning'))
    return paint('yellow', `Nothing spoils counting; ${many('warning')}.`);
  return paint('green', 'All is well.');
}

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length + word.length > LINE_WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

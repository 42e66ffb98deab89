/** The section "What the doctor can find" of hardware.md, written from the doctor's own table by `npm run docs`. */
import { FAULTS, type FaultText } from '../../contracts/findings.ts';

const HEADING = '### What the doctor can find';

const INTRODUCTION = `Generated from the doctor's own table by \`npm run docs\`; a test fails if it is out of date. ✗ prevents counting or storing, ! works, but not as well as it should.

| | finding | what it means | what to do |
|---|---|---|---|`;

const MARK: Record<FaultText['severity'], string> = { error: '✗', warning: '!', info: '·' };

function troubleshootingSection(): string {
  const faults: FaultText[] = Object.values(FAULTS);
  const rows = (['error', 'warning'] as const).flatMap((severity) =>
    faults
      .filter((fault) => fault.severity === severity)
      .map(({ title, meaning, remedy }) => `| ${MARK[severity]} | ${title} | ${meaning} | ${remedy} |`),
  );
  return [HEADING, '', INTRODUCTION, ...rows, ''].join('\n');
}

/** The page with its section replaced, or with it at its end when it has none. */
export function withTroubleshooting(page: string): string {
  const start = page.indexOf(`${HEADING}\n`);
  if (start < 0) return `${page.trimEnd()}\n\n${troubleshootingSection()}`;
  const next = page.slice(start + 1).search(/\n##/);
  return page.slice(0, start) + troubleshootingSection() + (next < 0 ? '' : page.slice(start + 1 + next));
}

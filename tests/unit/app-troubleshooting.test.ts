import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withTroubleshooting } from '../../src/app/reference/troubleshooting.ts';
import { FAULTS } from '../../src/contracts/findings.ts';

describe("hardware.md's table of what the doctor can find", () => {
  const page = readFileSync(new URL('../../hardware.md', import.meta.url), 'utf8');

  test('is the one of the doctor (else: npm run docs)', () => {
    expect(withTroubleshooting(page)).toBe(page);
    for (const { severity, title } of Object.values(FAULTS)) if (severity !== 'info') expect(page).toContain(title);
  });

  test('is put at the end of a page without one, and leaves what follows it', () => {
    const written = withTroubleshooting('# Rig\n');
    expect(written).toMatch(/^# Rig\n\n### What the doctor can find\n/);
    const stale = `${written.replace('| ✗ |', '| ? |')}\n## More\ntext\n`;
    expect(withTroubleshooting(stale)).toBe(`${written}\n## More\ntext\n`);
  });

  test('has no cell that breaks the table', () => {
    for (const { title, meaning, remedy } of Object.values(FAULTS))
      for (const text of [title, meaning, remedy]) expect(text).not.toMatch(/[|\n]/);
  });
});

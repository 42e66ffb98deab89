import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/station.ts';

const page = readFileSync(join(ROOT, 'src/README.md'), 'utf8');
const [, after = ''] = page.split('## What we promise and the test that holds it');
const rows = (after.split('\n## ')[0] ?? '').split('\n').flatMap((line) => {
  const [, promise, tests] = /^\| (.+?) \| (`tests.+) \|$/.exec(line) ?? [];
  return promise ? [{ promise, files: [...tests!.matchAll(/`([^`]+)`/g)].map(([, file]) => file!) }] : [];
});

test('promises have tests', () => expect(rows.length).toBeGreaterThan(15));

test.each(rows)('$promise', ({ files }) => {
  for (const file of files) expect(existsSync(join(ROOT, file)), file).toBe(true);
});

/** The faults that `npm run mutate` makes, and the tests that it asks. */
import { expect, test } from 'vitest';
import { mutationsOf } from '../mutate/mutations.ts';
import { Related } from '../mutate/related.ts';

const root = new URL('../..', import.meta.url).pathname;

test('each is one fault, named with its line', () => {
  const source = "import { a } from './a.ts';\nexport const isLate = (ms: number): boolean => ms > 30 && !a;\n";
  const found = mutationsOf('x.ts', source);
  expect(found.map(({ what }) => what)).toEqual(['&& → ||', '> → >=', '30 → (30 + 1)', '!a → a']);
  for (const { line, code } of found) {
    expect(line).toBe(2);
    expect(code.split('\n')[0]).toBe(source.split('\n')[0]);
    expect(code).not.toBe(source);
  }
});

test('calls and returns go, words for the log stay', () => {
  const source = 'function end() {\n  stop();\n  logger.warn(1);\n  return 0;\n}\n';
  const whats = mutationsOf('x.ts', source).map(({ what }) => what);
  expect(whats).toEqual(['stop(); → ;', 'return 0; → return undefined as never;', '0 → 1']);
});

test('the tests of a name come first, then those that import the file, then those that import it through others', () => {
  const tests = new Related(root, ['tests/unit']).testsOf('src/app/bay/lift-watch.ts');
  expect(tests[0]).toBe('tests/unit/app-lift-watch.test.ts');
  expect(tests.length).toBeGreaterThan(1);
  const [named] = new Related(root, ['tests/unit']).testsOf('src/members/corrections.ts');
  expect(named).toBe('tests/unit/store-corrections.test.ts');
});

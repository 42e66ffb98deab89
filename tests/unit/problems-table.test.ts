import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PROBLEMS } from '../../src/contracts/problems.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
const KINDS = Object.keys(PROBLEMS);
const ROWS = Object.entries(PROBLEMS);

/** Everything that can throw a problem: all of src but the table itself. */
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith(join('contracts', 'problems')))
  .map((path) => [path, readFileSync(join(SRC, path), 'utf8')] as const);

/** A value of its type. */
const sample = (name: string, schema: { enum?: readonly unknown[]; type?: string }) =>
  schema.enum?.[0] ?? (schema.type === 'string' ? `<${name}>` : 2);

test.each(KINDS)('%s is thrown somewhere', (kind) => {
  const quoted = `'${kind}'`;
  expect(sources.some(([, text]) => text.includes(quoted))).toBe(true);
});

test('what is thrown by its name stands in the table', () => {
  const thrown = sources.flatMap(([path, text]) =>
    [...text.matchAll(/(?:new ProblemError|throw refusal)\(\s*'([a-z-]+)'/g)].map(([, kind]) => [path, kind!] as const),
  );
  expect(thrown.length).toBeGreaterThan(100);
  expect(thrown.filter(([, kind]) => !(kind in PROBLEMS))).toEqual([]);
});

test.each(ROWS)('%s has a status, a title and a sentence that ends', (_, { status, title, params, text }) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
  expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
  const values = Object.fromEntries(
    Object.entries(params.properties).map(([name, schema]) => [name, sample(name, schema)]),
  );
  expect(text(values as never)).not.toMatch(/undefined|NaN|\[object| {2}/);
});

test('the reference lists every row', () => {
  const reference = readFileSync(join(SRC, 'contracts/REFERENCE.md'), 'utf8');
  for (const [kind, { status }] of ROWS) expect(reference, kind).toContain(`| \`${kind}\` | ${status} |`);
});

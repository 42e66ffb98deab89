import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importedFiles } from './imported-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = join(root, 'dist/npm');

test('a built station imports no package from node_modules, and few files of packages', () => {
  const { files, packages } = importedFiles(join(root, 'dist/src/cli/run.js'));
  // Modules of Node that a package names without `node:`.
  expect(packages.filter((name) => !builtinModules.includes(name))).toEqual([]);
  const ofPackages = files.filter((file) => file.startsWith(npm));
  expect(ofPackages.length).toBeGreaterThan(10);
  expect(ofPackages.length).toBeLessThan(60);
});

test('files of packages are read once: no letter beyond ASCII, no wrapper that V8 would compile twice', () => {
  const found = readdirSync(npm).filter((name) => name.endsWith('js'));
  expect(found.length).toBeGreaterThan(20);
  const codes = found.map((name) => readFileSync(join(npm, name), 'utf8'));
  expect(found.filter((_, index) => /[\u0080-\uffff]/.test(codes[index]!))).toEqual([]);
  expect(found.filter((_, index) => /__commonJSMin\(\(\([^)]*\) =>/.test(codes[index]!))).toEqual([]);
  expect(codes.join('').match(/__commonJSMin\(\(function\(/g)!.length).toBeGreaterThan(300);
});

test.each([
  ['socks', 'SocksClient'],
  ['glob', 'glob'],
  ['opentelemetry-api', 'trace'],
  ['opentelemetry-api', 'context'],
])('what is read only when it is called is there: %s has %s', (name, exported) => {
  const own = createRequire(import.meta.url)(join(npm, `lazy-${name}.cjs`));
  expect(own[exported]).toBeTypeOf(exported === 'trace' || exported === 'context' ? 'object' : 'function');
});

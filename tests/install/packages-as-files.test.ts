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

test('files of packages have no letter beyond ASCII', () => {
  const found = readdirSync(npm).filter((name) => name.endsWith('js'));
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((name) => /[\u0080-\uffff]/.test(readFileSync(join(npm, name), 'utf8')))).toEqual([]);
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

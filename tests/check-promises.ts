/** Part of `npm test`: no promise is left floating, in the station, its tests and the page. */
import { relative } from 'node:path';
import ts from 'typescript';
import { floatingPromises } from './support/floating-promises.ts';

const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
const found = ['tsconfig.json', 'dashboard/tsconfig.json'].flatMap((config) => {
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(config, {}, host)!;
  const roots = new Set(fileNames);
  return floatingPromises(
    ts.createProgram(fileNames, options),
    (file) => roots.has(file) && !file.includes('/fixtures/floating/'),
  );
});
for (const statement of found)
  console.error(`${relative(process.cwd(), statement)}\n  await it, handle its rejection, or write void before it`);
process.exitCode = found.length === 0 ? 0 : 1;

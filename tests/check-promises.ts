/** Part of `npm test`: no promise is left floating, in the station, its tests and the page; and the types of the page, whose program is here anyway. */
import { relative } from 'node:path';
import ts from 'typescript';
import { floatingPromises } from './support/floating-promises.ts';

const DASHBOARD = 'dashboard/tsconfig.json'; // the build has looked at the types of the rest
const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
const faults = ['tsconfig.json', DASHBOARD].flatMap((config) => {
  const { fileNames, options } = ts.getParsedCommandLineOfConfigFile(config, {}, host)!;
  const roots = new Set(fileNames);
  const program = ts.createProgram(fileNames, options);
  const floating = floatingPromises(program, (file) => roots.has(file) && !file.includes('/fixtures/floating/'));
  return [
    ...floating.map(
      (statement) => `${relative(process.cwd(), statement)}\n  await it, handle its rejection, or write void before it`,
    ),
    ...(config === DASHBOARD ? ts.getPreEmitDiagnostics(program) : []).map((diagnostic) =>
      ts.formatDiagnostic(diagnostic, {
        getCurrentDirectory: () => process.cwd(),
        getCanonicalFileName: (name) => name,
        getNewLine: () => '\n',
      }),
    ),
  ];
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

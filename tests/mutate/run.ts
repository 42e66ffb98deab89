/**
 * `npm run mutate -- src/members [--tests unit,integration] [--at-most 40] [--only 'text of a mutation']`: makes one small fault after another
 * in a copy of the built files, and names those that no related test notices. On demand: a mutation takes seconds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { systemClock } from '../../src/common/clock.ts';
import { mutationsOf } from './mutations.ts';
import { Related } from './related.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: 'string', default: 'unit' },
    'at-most': { type: 'string', default: '1000' },
    nearest: { type: 'string', default: '12' },
    only: { type: 'string', default: '' },
  },
});
if (positionals.length === 0) throw new Error('name a file or folder: npm run mutate -- src/members');

const { options } = ts.convertCompilerOptionsFromJson(
  ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config.compilerOptions,
  root,
);
/** One file alone doesn't show that it is a module. */
const asModule = {
  ...options,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  sourceMap: false,
};
const LEFT_OUT = /\/(node_modules|\.git|reports|packages)(\/|$)/;
const copy = mkdtempSync(join(tmpdir(), 'lockout-mutate-'));
let asked: ChildProcess | undefined;
process.on('exit', () => {
  asked?.kill();
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
cpSync(root, copy, { recursive: true, filter: (from) => !LEFT_OUT.test(`/${relative(root, from)}`) });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const related = new Related(
  root,
  values.tests.split(',').map((folder) => join('tests', folder)),
);
let [killed, all] = [0, 0];
for (const file of positionals.flatMap(sourcesOf)) {
  const tests = related.testsOf(file).slice(0, Number(values.nearest));
  const source = readFileSync(join(root, file), 'utf8');
  const mutations = spread(
    mutationsOf(file, source).filter(({ what }) => what.includes(values.only)),
    Number(values['at-most']),
  );
  if (mutations.length === 0) continue;
  if (tests.length === 0) {
    console.log(`${file}: no test in ${values.tests} imports it, ${mutations.length} mutations survive`);
    all += mutations.length;
    continue;
  }
  const startedMs = systemClock.monoMs();
  if (!(await passes(tests, 180_000))) throw new Error(`the tests of ${file} fail without any fault`);
  // Most that hang do so for good; the machine may be slower for a while.
  const longestMs = Math.round(20_000 + 5 * (systemClock.monoMs() - startedMs));
  const survivors = [];
  for (const mutation of mutations) {
    writeBuilt(file, mutation.code);
    if (await passes(tests, longestMs)) survivors.push(mutation);
  }
  writeBuilt(file, source);
  killed += mutations.length - survivors.length;
  all += mutations.length;
  console.log(`${file}: ${mutations.length - survivors.length} of ${mutations.length} noticed`);
  for (const { line, what } of survivors) console.log(`  ${file}:${line} ${what}`);
}
console.log(`${killed} of ${all} noticed: ${all === 0 ? 0 : Math.round((100 * killed) / all)} %`);

function writeBuilt(file: string, code: string): void {
  const { outputText } = ts.transpileModule(code, { compilerOptions: asModule, fileName: file });
  writeFileSync(join(copy, 'dist', file.replace(/\.ts$/, '.js')), outputText);
}

/** One that never ends is noticed, too. */
async function passes(tests: readonly string[], longestMs: number): Promise<boolean> {
  const vitest = join(copy, 'node_modules/.bin/vitest');
  const args = [
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--bail',
    '1',
    '--retry',
    '0',
    '--test-timeout',
    `${longestMs}`,
    '--reporter',
    'dot',
    ...tests,
  ];
  asked = spawn(vitest, args, { cwd: copy, stdio: 'ignore', timeout: longestMs });
  const [status] = await once(asked, 'exit');
  return status === 0;
}

function sourcesOf(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  const names = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(path, name));
}

/** So many of them, from the whole file. */
function spread<T>(list: readonly T[], atMost: number): T[] {
  const step = Math.max(1, list.length / atMost);
  return list.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

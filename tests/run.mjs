// `npm test`: installs what the tests need, then runs every check and every test. `--only-tests` leaves the checks out;
// `npm test -- unit core` runs only the tests with one of these words in their path.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ensureNode, root, run } from '../src/cli/ensure.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureNode();
await ensureInstalled();
ensureSystemPackages();
ensureBuilt();

const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== '--only-tests');
const bin = (name) => join(root, 'node_modules/.bin', name);
if (!args.includes('--only-tests')) {
  step('format and lint', bin('biome'), ['ci', '--error-on-warnings', '--diagnostic-level=warn']);
  step('core is pure', bin('tsc'), ['-p', 'src/core']);
  step('types of the dashboard', bin('tsc'), ['-p', 'dashboard']);
  step('no promise floats', process.execPath, ['dist/tests/check-promises.js']);
  step('generated code is fresh', process.execPath, ['dist/firmware-bridge/generate.js', '--check']);
  step('generated reference is fresh', process.execPath, ['dist/src/app/reference/write-reference.js', '--check']);
  step('nothing unused', bin('knip'), ['--config', '.knip.json', '--no-progress']);
}

mkdirSync(join(root, 'reports'), { recursive: true });
const report = join(root, 'reports/tests.json');
const tests = spawnSync(
  bin('vitest'),
  [
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--reporter=tests/second-tries.ts',
    `--outputFile.json=${report}`,
    ...words,
  ],
  { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
);
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  console.log(`tests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
}
process.exitCode = tests.status ?? 1;

function step(name, command, args) {
  console.log(`\n— ${name}`);
  run(command, args);
}

// `npm test`: installs what the tests need, then runs every check and every test. `--only-tests` leaves the checks out;
// `npm test -- unit core` runs only the tests with one of these words in their path.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, ensureNode, root } from '../src/cli/ensure.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureNode();
// They are downloaded and unpacked during the installation, the build and the checks, which need none of them.
const systemPackages = ensureSystemPackages();
await ensureInstalled();
ensureBuilt();

const args = process.argv.slice(2);
const words = args.filter((arg) => arg !== '--only-tests');
const bin = (name) => join(root, 'node_modules/.bin', name);
if (!args.includes('--only-tests')) {
  // Each fails for itself; they are started in this order, one for each core.
  const node = process.execPath;
  await checkAll([
    ['types of the dashboard, and no promise floats', node, ['dist/tests/check-promises.js']],
    ['nothing unused', bin('knip'), ['--config', '.knip.json', '--no-progress']],
    ['core is pure', bin('tsc'), ['-p', 'src/core']],
    ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '--diagnostic-level=warn']],
    ['generated code is fresh', node, ['dist/firmware-bridge/generate.js', '--check']],
    ['generated reference is fresh', node, ['dist/src/app/reference/write-reference.js', '--check']],
  ]);
}

await systemPackages;
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

async function checkAll(checks) {
  const waiting = [...checks];
  const failed = [];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await passes(check))) failed.push(check[0]);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length === 0) return;
  console.error(`lockout: ${failed.length === 1 ? 'this check' : 'these checks'} failed: ${failed.join(', ')}`);
  process.exit(1);
}

/** Its output comes in one piece when it has ended. */
function passes([name, command, args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(`\n— ${name}\n${Buffer.concat(output)}`);
      resolve(code === 0);
    });
  });
}

// What `npm start` and `npm test` do first: install what is missing, build what is stale. Plain JavaScript without
// dependencies, because it runs on a fresh clone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const OLDEST = [20, 19];
const SOURCES = ['src', 'firmware-bridge', 'dashboard', 'tests', 'package.json', 'tsconfig.json'];
const BUILT = 'dist/.built';
const PROGRESS_MS = 5_000;

export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  fail(`Node ${process.versions.node} is too old; Lockout needs ${OLDEST.join('.')} or later`);
}

/** `npm ci` when node_modules is missing or older than the lockfile. It builds too (the `prepare` script). */
export async function ensureInstalled(cwd = root) {
  if (installedAt(cwd) >= statSync(join(cwd, 'package-lock.json')).mtimeMs) return;
  // `npm ci` would empty the folder that a link points to, which others use.
  const folder = join(cwd, 'node_modules');
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    fail(`${folder} is a link to packages of another lockfile. Remove the link and try again.`, 1);
  console.log('Installing packages (npm ci), a minute or two ...');
  const status = await watched('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
  if (status !== 0) fail('`npm ci` failed', status);
}

/** Runs a command that says nothing for a minute, and says every few seconds that it goes on. @returns its exit code */
export async function watched(command, args, { cwd = root, everyMs = PROGRESS_MS, print = console.log } = {}) {
  const startedMs = performance.now();
  const installedBefore = installedAt(cwd);
  const child = spawn(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  const timer = setInterval(() => {
    const stage = installedAt(cwd) === installedBefore ? `${packagesIn(cwd)} packages so far` : 'building';
    print(`  ${Math.round((performance.now() - startedMs) / 1000)} s, ${stage}`);
  }, everyMs);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    clearInterval(timer);
  }
}

const MARKER = 'node_modules/.package-lock.json';

/** When npm had unpacked all packages; it writes this file before it runs `prepare`, which builds. */
const installedAt = (cwd) => statSync(join(cwd, MARKER), { throwIfNoEntry: false })?.mtimeMs;

/** Those that lie in its node_modules, as far as they can be counted while they come and go. */
function packagesIn(cwd) {
  try {
    return readdirSync(join(cwd, 'node_modules')).filter((name) => !name.startsWith('.')).length;
  } catch {
    return 0;
  }
}

export function ensureBuilt() {
  const built = join(root, BUILT);
  if (existsSync(built) && newest(SOURCES) <= statSync(built).mtimeMs) return;
  console.log('Building ...');
  run('npm', ['run', '--silent', 'build']);
}

export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (done.status !== 0) fail(`\`${[command, ...args].join(' ')}\` failed`, done.status ?? 1);
}

function fail(text, code = 1) {
  console.error(`lockout: ${text}`);
  process.exit(code);
}

function newest(paths) {
  let latest = 0;
  for (const path of paths.map((name) => join(root, name))) {
    const entry = statSync(path);
    const children = entry.isDirectory() ? readdirSync(path).map((name) => join(path, name).slice(root.length)) : [];
    latest = Math.max(latest, entry.mtimeMs, children.length ? newest(children) : 0);
  }
  return latest;
}

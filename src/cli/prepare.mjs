// Runs after `npm ci`: builds, and puts the command where `npx lockout` looks first.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const has = (name) => {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
};

if (has('typescript') && has('vite')) {
  const built = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
} else if (!existsSync('dist/src/cli/main.js')) {
  console.warn(
    'lockout: the build tools are not installed and dist/ is missing. Run `npm ci` without --omit=dev once, or copy dist/ here.',
  );
}
if (process.platform !== 'win32' && existsSync('node_modules')) {
  mkdirSync('node_modules/.bin', { recursive: true });
  chmodSync('src/cli/lockout.mjs', 0o755);
  if (!existsSync('node_modules/.bin/lockout')) symlinkSync('../../src/cli/lockout.mjs', 'node_modules/.bin/lockout');
}

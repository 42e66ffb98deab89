// `npm run build`: TypeScript to dist/, npm packages to a file each in dist/npm, and at the same time the dashboard to dist/dashboard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure.mjs';

/** Ends this process with the exit code of the first that fails. */
async function node(...args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code === 0) return;
  console.error(`lockout: \`node ${args.join(' ')}\` failed`);
  process.exit(code ?? 1);
}

async function buildStation() {
  await node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
  await node(join(root, 'dist/src/install/packages-as-files.js'));
}

/** The station's pages, then those of a hub beside them. */
async function buildDashboard() {
  const build = [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'dashboard', '--logLevel', 'warn'];
  await node(...build);
  await node(...build, '--mode', 'hub');
}

await Promise.all([buildStation(), buildDashboard()]);
writeFileSync(join(root, 'dist/.built'), `${new Date().toISOString()}\n`);

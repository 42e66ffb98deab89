#!/usr/bin/env node
// The command `lockout`. Plain JavaScript, because it must run (and say what to do) before anything is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../../dist/src/cli/main.js', import.meta.url);
if (existsSync(fileURLToPath(built))) {
  const { main } = await import(built.href);
  await main(process.argv);
} else {
  console.error('lockout: not built yet. Run: npm ci (or: npm run build)');
  process.exitCode = 1;
}

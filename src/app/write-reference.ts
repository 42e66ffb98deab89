/** `npm run docs`: writes src/contracts/REFERENCE.md; with `--check` it only says whether it is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { referencePage } from './reference.ts';

const file = new URL('../../../src/contracts/REFERENCE.md', import.meta.url);
if (!process.argv.includes('--check')) writeFileSync(file, referencePage());
else if (readFileSync(file, 'utf8') !== referencePage()) {
  console.error('src/contracts/REFERENCE.md is stale: run npm run docs');
  process.exitCode = 1;
}

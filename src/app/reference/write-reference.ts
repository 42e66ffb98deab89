/** `npm run docs`: writes what is made from tables in the sources; with `--check` it only says what is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { referencePage } from './reference.ts';
import { withTroubleshooting } from './troubleshooting.ts';

const PAGES: Record<string, (page: string) => string> = {
  'src/contracts/REFERENCE.md': referencePage,
  'hardware.md': withTroubleshooting,
};

for (const [name, write] of Object.entries(PAGES)) {
  const file = new URL(`../../../../${name}`, import.meta.url);
  const page = readFileSync(file, 'utf8');
  if (write(page) === page) continue;
  if (!process.argv.includes('--check')) writeFileSync(file, write(page));
  else {
    console.error(`${name} is stale: run npm run docs`);
    process.exitCode = 1;
  }
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

interface Options {
  cwd: string;
  everyMs: number;
  print: (line: string) => void;
}
// It runs on a fresh clone, before anything is built, and so has no types.
const ENSURE: string = '../../src/cli/ensure.mjs';
const { watched } = (await import(ENSURE)) as {
  watched: (command: string, args: string[], options: Options) => Promise<number>;
};

it('says how far a silent command is, until it ends', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'lockout-ensure-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const name of ['a', 'b', '.bin']) mkdirSync(join(cwd, 'node_modules', name), { recursive: true });
  const lines: string[] = [];
  const end = join(cwd, 'end');
  const waits = `const t = setInterval(() => require('fs').existsSync(${JSON.stringify(end)}) && process.exit(7), 5)`;
  const print = (line: string) => {
    lines.push(line);
    // It ends once it was seen to go on.
    if (lines.length === 2) writeFileSync(end, '');
  };
  expect(await watched(process.execPath, ['-e', waits], { cwd, everyMs: 5, print })).toBe(7);
  expect(lines[0]).toMatch(/^ {2}\d+ s, 2 packages so far$/);
});

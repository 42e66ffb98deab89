import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
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
    // npm writes this file when all packages are there, before it builds.
    if (lines.length === 1) writeFileSync(join(cwd, 'node_modules/.package-lock.json'), '');
    // It ends once it was seen to go on.
    if (lines.length === 2) writeFileSync(end, '');
  };
  expect(await watched(process.execPath, ['-e', waits], { cwd, everyMs: 5, print })).toBe(7);
  expect(lines[0]).toMatch(/^ {2}\d+ s, 2 packages so far$/);
  expect(lines[1]).toMatch(/^ {2}\d+ s, building$/);
});

it('installs nothing through a link, which would empty the packages that others use', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'lockout-ensure-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const marker = join(cwd, 'shared/.package-lock.json');
  mkdirSync(join(cwd, 'shared'));
  writeFileSync(marker, '');
  utimesSync(marker, 0, 0);
  writeFileSync(join(cwd, 'package-lock.json'), '{}');
  symlinkSync(join(cwd, 'shared'), join(cwd, 'node_modules'));
  const url = new URL(ENSURE, import.meta.url).href;
  const script = `(await import(${JSON.stringify(url)})).ensureInstalled(${JSON.stringify(cwd)})`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/node_modules is a link .* Remove the link/)]);
  expect(existsSync(marker)).toBe(true);
});

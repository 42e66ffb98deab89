import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readUpdateReport, writeUpdateReport } from '../../src/app/service/update-report.ts';
import { UpdateWatch } from '../../src/app/service/update-watch.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { UpdateReport } from '../../src/contracts/update.ts';

const report = exampleOf(UpdateReport);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockout-update-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a report is read as it was written; what is none is nothing', () => {
  expect(readUpdateReport(folder)).toBeNull();
  writeUpdateReport(report, folder);
  expect(readUpdateReport(folder)).toEqual(report);
  writeFileSync(join(folder, 'last.json'), '{"phase":"done"}');
  expect(readUpdateReport(folder)).toBeNull();
  writeFileSync(join(folder, 'last.json'), '{"phase":');
  expect(readUpdateReport(folder)).toBeNull();
});

test('the station can read it, although the command writes what is private', () => {
  const before = process.umask(0o077);
  try {
    writeUpdateReport(report, folder);
  } finally {
    process.umask(before);
  }
  expect(statSync(join(folder, 'last.json')).mode & 0o777).toBe(0o644);
});

test('each change is told once, by the station that runs meanwhile', () => {
  const told: string[] = [];
  const watch = new UpdateWatch(({ phase }) => told.push(phase), folder);
  watch.check();
  for (const phase of ['installing', 'checking', 'checking', 'done'] as const) {
    writeUpdateReport({ ...report, phase }, folder);
    watch.check();
    watch.check();
  }
  expect(told).toEqual(['installing', 'checking', 'done']);
});

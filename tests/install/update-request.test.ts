import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { REQUESTS, readRequest, removeRequest, writeRequest } from '../../src/app/service/update-request.ts';

const request = { at: '2026-12-01T00:00:00.000Z', again: false };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockout-request-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a request is there until it is removed', () => {
  expect(readRequest(folder)).toBeNull();
  writeRequest(request, folder);
  expect(readRequest(folder)).toEqual(request);
  removeRequest(folder);
  expect(readRequest(folder)).toBeNull();
});

test('whatever lies in its place is removed, so systemd starts root’s part once; where a link points stays', () => {
  const file = join(folder, 'request.json');
  mkdirSync(join(file, 'not empty'), { recursive: true });
  removeRequest(folder);
  expect(existsSync(file)).toBe(false);
  const target = join(folder, 'target');
  writeFileSync(target, 'x');
  symlinkSync(target, file);
  removeRequest(folder);
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(target, 'utf8')).toBe('x');
  removeRequest(join(folder, 'no such folder'));
});

test('systemd looks for the file that the station writes, and as long as it is there', () => {
  const unit = new URL('../../src/install/files/usr/lib/systemd/system/lockout-update-request.path', import.meta.url);
  expect(readFileSync(fileURLToPath(unit), 'utf8')).toContain(`\nPathExists=${REQUESTS}/request.json\n`);
});

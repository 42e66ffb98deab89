import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A folder that goes away with the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lockout-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A folder for all tests of a file, which goes away with the last one. */
export function keptTempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'lockout-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

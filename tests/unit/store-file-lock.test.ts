import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockFile } from '../../src/store/index.ts';
import { tempDir } from '../integration/store-temp.ts';

test('a file is locked by one at a time, and by the next once it is let go', () => {
  const file = join(tempDir(), 'update.lock');
  const first = lockFile(file);
  expect(first).not.toBeNull();
  expect(lockFile(file)).toBeNull();
  first!();
  first!();
  const second = lockFile(file);
  expect(second).not.toBeNull();
  expect(lockFile(file)).toBeNull();
  second!();
});

test('a file that can’t be written is said, and is not taken for one that another process has', () => {
  expect(() => lockFile(join(tempDir(), 'no-folder', 'update.lock'))).toThrow(/no-folder/);
});

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readControllerId } from '../../src/app/controller-id.ts';
import { tempDir } from '../integration/store-temp.ts';

const silent = { warn: () => undefined };

test('a station makes its id at the first start and keeps it; two have different ones', () => {
  const [one, other] = [join(tempDir(), 'data'), join(tempDir(), 'data')];
  const id = readControllerId(one, silent);
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(readControllerId(one, silent)).toBe(id);
  expect(readControllerId(other, silent)).not.toBe(id);
  expect(statSync(join(one, 'controller.id')).mode & 0o077).toBe(0);
});

test('a file that holds none is replaced, and a folder that can’t be written to is no end', () => {
  const folder = tempDir();
  writeFileSync(join(folder, 'controller.id'), 'lockout.gym.#');
  const log: string[] = [];
  const id = readControllerId(folder, { warn: (text: string) => void log.push(text) });
  expect(readFileSync(join(folder, 'controller.id'), 'utf8').trim()).toBe(id);
  writeFileSync(join(folder, 'a-file'), '');
  expect(readControllerId(join(folder, 'a-file'), { warn: (text: string) => void log.push(text) })).toMatch(
    /^[0-9a-f]{12}$/,
  );
  expect(log).toEqual([expect.stringMatching(/holds no id/), expect.stringMatching(/can't be kept/)]);
});

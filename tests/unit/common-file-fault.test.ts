/** What the command line says of a file that can't be read or written. */
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileFault } from '../../src/common/file-fault.ts';

const faultOf = (work: () => unknown, path?: string): string | null => {
  try {
    work();
  } catch (error) {
    return fileFault(error, path);
  }
  throw new Error('it did not fail');
};

describe('a file that fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockout-file-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  mkdirSync(join(folder, 'inner'));

  it('is named, with what to do', () => {
    const inner = join(folder, 'inner');
    const deep = join(folder, 'gone', 'file');
    const within = join(file, 'inner');
    const long = join(folder, 'x'.repeat(300));
    expect(faultOf(() => readFileSync(join(folder, 'gone')))).toBe(`${join(folder, 'gone')}: there is no such file`);
    expect(faultOf(() => openSync(deep, 'w'))).toBe(
      `${deep}: there is no folder ${join(folder, 'gone')}; make it, or name another place`,
    );
    expect(faultOf(() => openSync(inner, 'w'))).toBe(`${inner}: this is a folder; name a file`);
    expect(faultOf(() => readFileSync(inner))).toBeNull();
    expect(faultOf(() => readFileSync(inner), inner)).toBe(`${inner}: this is a folder; name a file`);
    expect(faultOf(() => openSync(file, 'wx'))).toBe(`${file}: there is such a file already; name another one`);
    expect(faultOf(() => openSync(within, 'w'))).toMatch(/: a part of this path is a file/);
    expect(faultOf(() => openSync(long, 'w'))).toMatch(/: the name is too long/);
  });

  it('is no bug, no fault of the network, and none of what it does not know', () => {
    expect(faultOf(() => (null as unknown as string).length)).toBeNull();
    expect(fileFault(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))).toBeNull();
    expect(fileFault(Object.assign(new Error('loop'), { code: 'ELOOP', path: '/x' }))).toBeNull();
    expect(fileFault('text')).toBeNull();
  });
});

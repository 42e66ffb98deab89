import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { ownCopy } from '../../src/app/service/own-copy.ts';
import { tempDir } from '../integration/store-temp.ts';

it('what is looked at is what is installed: a copy that nobody else can change, without anything of the last time', () => {
  const [given, own] = [join(tempDir(), 'lockout_1.0.0_arm64.deb'), join(tempDir(), 'download')];
  writeFileSync(given, 'signed');
  writeFileSync(`${given}.minisig`, 'signature');
  const copy = ownCopy(given, own);
  writeFileSync(given, 'changed while a set was waited for');
  expect(readFileSync(copy, 'utf8')).toBe('signed');
  expect(readdirSync(own).sort()).toEqual([basename(given), `${basename(given)}.minisig`]);
  expect(statSync(own).mode & 0o777).toBe(0o700);

  const other = join(tempDir(), 'lockout_1.0.1_arm64.deb');
  writeFileSync(other, 'unsigned');
  expect(basename(ownCopy(other, own))).toBe(basename(other));
  expect(readdirSync(own)).toEqual([basename(other)]);
  expect(readFileSync(ownCopy(join(own, basename(other)), own), 'utf8')).toBe('unsigned');
  expect(() => ownCopy(`${other}.gone`, own)).toThrow(/there is no file/);
});

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deviceKey, knownDevice, withDevice } from '../../src/app/people/access/known-devices.ts';
import { tempFolder } from '../support/station.ts';

const KEY = Buffer.alloc(32, 1);
/** The cookie of a device on which these have signed in, one after another. */
const afterLogIns = (...logins: string[]) =>
  logins.reduce<string | null>((cookie, login) => withDevice(KEY, cookie, login), null) as string;

describe('the cookie of a device', () => {
  it('is known to whoever has signed in on it, and to nobody else', () => {
    const cookie = afterLogIns('ada', 'bob');
    expect(knownDevice(KEY, cookie, 'ada')).not.toBeNull();
    expect(knownDevice(KEY, cookie, 'bob')).not.toBeNull();
    expect(knownDevice(KEY, cookie, 'eve')).toBeNull();
    expect(knownDevice(Buffer.alloc(32, 2), cookie, 'ada')).toBeNull();
    expect(knownDevice(KEY, null, 'ada')).toBeNull();
  });

  it('names the device anew for nobody: each name would have tries of its own', () => {
    const once = afterLogIns('ada', 'bob');
    const again = afterLogIns('ada', 'bob', 'ada', 'bob', 'ada');
    for (const cookie of [once, again]) expect(cookie.split('~')).toHaveLength(2);
    const name = knownDevice(KEY, once, 'ada');
    expect(knownDevice(KEY, withDevice(KEY, once, 'ada'), 'ada')).toBe(name);
    expect(knownDevice(KEY, withDevice(KEY, once, 'eve'), 'ada')).toBe(name);
  });

  it('holds the last four people who signed in', () => {
    const cookie = afterLogIns('ada', 'bob', 'cy', 'dan', 'ada', 'eve');
    const known = ['ada', 'bob', 'cy', 'dan', 'eve'].filter((login) => knownDevice(KEY, cookie, login) !== null);
    expect(known).toEqual(['ada', 'cy', 'dan', 'eve']);
  });

  it('is looked at no further than that, whatever somebody sends', () => {
    const own = afterLogIns('ada');
    const [other = ''] = afterLogIns('bob').split('~');
    expect(knownDevice(KEY, [other, other, other, own].join('~'), 'ada')).not.toBeNull();
    expect(knownDevice(KEY, [other, other, other, other, own].join('~'), 'ada')).toBeNull();
    for (const text of ['', '~~~', 'x.y', `${own}x`, own.replace('.', ',')])
      expect(knownDevice(KEY, text, 'ada'), text).toBeNull();
  });
});

describe('the key of the cookies', () => {
  it('is made once, for this user alone', () => {
    const folder = join(tempFolder(), 'data');
    const key = deviceKey(folder);
    expect(key).toHaveLength(32);
    expect(deviceKey(folder)).toEqual(key);
    expect(statSync(join(folder, 'device.key')).mode & 0o777).toBe(0o600);
    expect(deviceKey(join(tempFolder(), 'data'))).not.toEqual(key);
  });

  it('is not used when it is damaged, and never quietly replaced', () => {
    const folder = tempFolder();
    const file = join(folder, 'device.key');
    writeFileSync(file, 'ab12');
    expect(() => deviceKey(folder)).toThrow(/damaged/);
    expect(readFileSync(file, 'utf8')).toBe('ab12');
    rmSync(file);
    mkdirSync(file);
    expect(() => deviceKey(folder)).toThrow(/EISDIR/);
  });
});

/** What ASVS.md says of the code and of its random values, where no other test does. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { newCredential, newTypedCode } from '../../src/app/people/access/credentials.ts';
import { lifetimeS } from '../../src/app/people/access/identities.ts';
import { LogIn } from '../../src/contracts/access.ts';
import { checkSecret } from '../../src/web/log-in/secret-policy.ts';
import { ROOT } from '../support/station.ts';

const files = ['src', 'dashboard/src', 'dashboard/sw'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)),
);
const withMatch = (pattern: RegExp) =>
  files.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => relative(ROOT, file));

test.each([
  ['HTML that is built from data', /innerHTML|outerHTML|insertAdjacentHTML|document\.write/i, []],
  ['code that is built from data', /\beval\(|\bnew Function\(/, []],
  ['a shell', /shell: true|\bexecSync\b|\bexec\b[^;]*from 'node:child_process'/, []],
  // A colour of the terminal.
  ['a regular expression that is built', /\bnew RegExp\(/, ['src/contracts/plain-text.ts']],
  ['redirects to elsewhere', /reply\.redirect\(|location\.(href|replace|assign)\s*[=(]\s*[`a-z(]*https?:/, []],
  ['another random generator for what must not be guessed', /Math\.random\(\)[^\n]*(token|code|secret|cookie)/i, []],
])('the sources have no %s', (_, pattern, allowed) => {
  expect(files.length).toBeGreaterThan(200);
  expect(withMatch(pattern)).toEqual(allowed);
});

test('every field for a PIN or a password is masked, and known to password managers', () => {
  const fields = withMatch(/autoComplete="(current|new)-password"/);
  expect(fields.length).toBeGreaterThan(2);
  for (const file of fields) {
    const source = readFileSync(join(ROOT, file), 'utf8');
    const masked = source.match(/type="password"/g)?.length ?? 0;
    expect(masked, file).toBe(source.match(/autoComplete="(current|new)-password"/g)?.length);
    expect(source, file).not.toMatch(/onPaste/);
  }
});

test('log-ins last 30 days for members and 12 hours for staff; what vouches for them has 256 random bits', () => {
  expect([lifetimeS('member'), lifetimeS('trainer'), lifetimeS('admin')]).toEqual([30 * 86_400, 43_200, 43_200]);
  const credentials = Array.from({ length: 200 }, newCredential);
  for (const credential of credentials) expect(Buffer.from(credential, 'base64url')).toHaveLength(32);
  expect(new Set(credentials).size).toBe(200);
});

test('codes that are typed have 40 random bits', () => {
  const codes = Array.from({ length: 2000 }, newTypedCode);
  for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
  expect(new Set(codes).size).toBe(2000);
  const atFirst = new Set(codes.map((code) => code[0]));
  expect(atFirst.size).toBe(32);
});

test('a password may be as long as a sentence, and of any characters', () => {
  const owner = { role: 'admin', alias: 'Ada', login: 'ada' } as const;
  const check = Compile(LogIn);
  for (const secret of [
    'krtz vimo plön hask dübel fjord quarz welp mund zinn otto garn lupe',
    'труба окно лампа зеркало верёвка медведь парус игла молоко дождь',
    '~!@#$%^&*()_+{}|:"<>?-=[];,./ kqzvw xjhbp 83 mfgdt wyrn ploq sez iu',
  ]) {
    expect([...secret].length).toBeGreaterThan(60);
    expect(check.Check({ login: 'ada', secret })).toBe(true);
    expect(() => checkSecret(owner, secret), secret).not.toThrow();
  }
});

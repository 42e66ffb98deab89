import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonRole } from '../../src/contracts/access.ts';
import { checkSecret } from '../../src/web/log-in/secret-policy.ts';
import type { ProblemError } from '../../src/web/problems.ts';

function refusal(role: PersonRole, secret: string): string | null {
  try {
    checkSecret({ role, alias: 'Theodora', login: 'theo.lopez', name: 'Theodora López Müller' }, secret);
    return null;
  } catch (error) {
    return (error as ProblemError).code.kind;
  }
}

describe('a PIN', () => {
  it.each(['1234', '4321', '0000', '7777', '1212', '123123', '8901', '1987', '2004', '2580', '123456', '111111'])(
    'that is tried first is refused: %s',
    (pin) => expect(refusal('member', pin)).toBe('pin-too-easy'),
  );
  it.each(['4711', '8305', '9021', '305817', 'Müll', 'kettlebell'])('that is not is taken: %s', (pin) =>
    expect(refusal('member', pin)).toBeNull(),
  );
  it('has four characters', () => expect(refusal('member', '471')).toBe('secret-too-short'));
  it('can still be nearly any', () => {
    const all = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));
    expect(all.filter((pin) => refusal('member', pin) !== null).length).toBeLessThan(300);
  });
});

describe('the password of a trainer', () => {
  it.each([
    ['Password1234', 'a common word and a row'],
    ['P4$$w0rd2026!!', 'the same, masked'],
    ['theo.lopez2026', 'the login'],
    ['Lopez-Muller-1', 'the name, without its accents'],
    ['Theodora-Lopez', 'two of the names'],
    ['qwertzuiop123', 'rows of keys'],
    ['1q2w3e4r5t6y', 'a zigzag of keys'],
    ['abcabcabcabc', 'a repetition'],
    ['aaaaaaaaaaaab', 'one key'],
    ['LockoutGym2026', 'the product and a year'],
    ['Willkommen!!!!', 'a common word and signs'],
    ['contraseña1234', 'the same in Spanish'],
  ])('%s is refused: %s', (secret) => expect(refusal('trainer', secret)).toBe('password-too-easy'));

  it.each([
    'correct horse',
    'battery staple',
    'four reps before noon',
    'xK9#mQ2$vL7p',
    'Apfelbaum-Leiter',
    'tirachinas azul',
  ])('%s is taken', (secret) => expect(refusal('trainer', secret)).toBeNull());

  it('has twelve characters, and any that was drawn by chance is taken', () => {
    expect(refusal('admin', 'xK9#mQ2$vL7')).toBe('secret-too-short');
    const drawn = Array.from({ length: 500 }, (_, n) =>
      createHash('sha256').update(`${n}`).digest('base64url').slice(0, 16),
    );
    expect(drawn.filter((secret) => refusal('admin', secret) !== null)).toEqual([]);
  });

  it('is judged in no time, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 12, maxLength: 200 }), (secret) => {
        expect([null, 'password-too-easy']).toContain(refusal('admin', `${secret}\u0301`));
      }),
    );
  });
});

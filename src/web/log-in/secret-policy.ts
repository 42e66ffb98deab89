/**
 * The rules for a secret: long enough, and not among the common guesses (NIST SP 800-63B, 5.1.1.2; OWASP ASVS, 2.1). Which
 * kinds of characters it has says little, so none are required. What a trainer or an admin has opens more than one's own sets.
 */
import type { PersonRole } from '../../contracts/access.ts';
import { ProblemError } from '../problems.ts';

const MIN_LENGTH: Record<PersonRole, number> = { member: 4, trainer: 12, admin: 12 };

/** Whose secret it is: what everybody knows of them is no secret. */
interface SecretOwner {
  role: PersonRole;
  alias: string;
  login: string | null;
  name?: string | null;
}

/** @throws ProblemError 422 that says what is wrong with it */
export function checkSecret(owner: SecretOwner, secret: string): void {
  const { role } = owner;
  const least = MIN_LENGTH[role];
  if ([...secret].length < least) throw new ProblemError('secret-too-short', { role, least });
  const isEasy = role === 'member' ? isEasyPin(secret) : isEasyPassword(secret, owner);
  if (isEasy) throw new ProblemError(role === 'member' ? 'pin-too-easy' : 'password-too-easy', {});
}

/** Those that people choose most often, beside runs, repetitions and years. */
const COMMON_PINS = new Set([
  '1004',
  '1122',
  '1313',
  '1342',
  '1379',
  '2580',
  '0852',
  '4321',
  '6969',
  '1010',
  '1123',
  '2468',
  '1357',
  '9876',
]);

function isEasyPin(pin: string): boolean {
  if (!/^\d+$/.test(pin)) return false;
  const isYear = /^(19[3-9]\d|20[0-2]\d)$/.test(pin);
  return isYear || COMMON_PINS.has(pin) || isRun(pin) || isRepeated(pin);
}

/** In English, German and Spanish, without accents: what passwords are made of that are no secret. */
const COMMON_WORDS =
  'password passwort kennwort contrasena clave geheim secret secreto letmein welcome willkommen bienvenido bienvenida admin administrator administrador trainer trainerin entrenador coach member mitglied miembro lockout hipthrust thrust gym gimnasio fitness studio estudio training muscle muskel fuerza kraft station estacion iloveyou ichliebedich teamo sunshine princess princesa dragon monkey football fussball futbol baseball master superman batman shadow hello hallo hola login user usuario guest gast invitado test prueba changeme default summer sommer verano winter invierno spring fruehling primavera autumn herbst otono january februar march april monday montag lunes friday freitag viernes whatever trustno'.split(
    ' ',
  );
const KEY_ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertzuiopu',
  'qwertyuiop',
  'azertyuiop',
  'asdfghjkl',
  'yxcvbnm',
  'zxcvbnm',
  'qazwsxedcrfv',
  '1q2w3e4r5t6y',
];
const ROWS = KEY_ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
const SHORTEST_ROW = 4;
/** Letters and digits that must be left when all that is tried first is taken away. */
const FEWEST_LEFT = 5;
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const plainOf = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** What is left of it without what everybody tries must still be a secret. */
function isEasyPassword(password: string, { alias, login, name }: SecretOwner): boolean {
  const plain = plainOf(password);
  if (new Set(plain).size < 5 || isRepeated(plain)) return true;
  const own = [alias, login ?? '', name ?? ''].flatMap((text) => plainOf(text).split(/[^\p{L}\p{N}]+/u));
  const words = [...own, ...COMMON_WORDS].filter((word) => word.length >= 3);
  // One sign for one sign, so that places in both are the same.
  const unmasked = plain.replace(/[013457@$!]/g, (char) => LEET[char] as string);
  const isTried = new Array<boolean>(plain.length).fill(false);
  for (const text of [plain, unmasked])
    for (const word of words)
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        isTried.fill(true, at, at + word.length);
  for (const { 0: year, index } of plain.matchAll(/(19|20)\d\d/g)) isTried.fill(true, index, index + year.length);
  for (let at = 0; at < plain.length; at++) {
    const length = Math.max(...ROWS.map((row) => rowLength(plain, at, row)));
    if (length >= SHORTEST_ROW) isTried.fill(true, at, at + length);
  }
  const left = plain.split('').filter((char, at) => !isTried[at] && /[\p{L}\p{N}]/u.test(char));
  return left.length < FEWEST_LEFT;
}

/** How many keys in a row of the keyboard, or of the alphabet, begin at this place. */
function rowLength(text: string, at: number, row: string): number {
  const from = row.indexOf(text[at] as string);
  if (from < 0) return 0;
  let length = 1;
  while (from + length < row.length && text[at + length] === row[from + length]) length += 1;
  return length;
}

/** Each digit one more, or one less, than the one before. */
function isRun(digits: string): boolean {
  const steps = [...digits].slice(1).map((digit, index) => (Number(digit) - Number(digits[index]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** `abcabcabc`: a short piece again and again. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++)
    if (text.slice(length) === text.slice(0, -length)) return true;
  return false;
}

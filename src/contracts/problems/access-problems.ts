import { PersonRole, Role } from '../access.ts';
import { count, quantity } from '../common.ts';
import { problem, word } from './problem.ts';

/** Logging in, secrets, and what each role may do. */
export const accessProblems = {
  'not-logged-in': problem(
    401,
    'Not logged in',
    {},
    () => 'Log in first: POST /api/v1/auth/login, or send a token: Authorization: Bearer …',
  ),
  'bad-token': problem(
    401,
    'Invalid token',
    {},
    () => 'Invalid or revoked token.',
    'An admin makes one with: npx lockout token create',
  ),
  'wrong-log-in': problem(
    401,
    'Wrong log-in',
    {},
    () => 'The name or the PIN is wrong.',
    'Forgotten? A trainer can set a new one.',
  ),
  'wrong-secret': problem(401, 'Wrong secret', {}, () => 'The present PIN or password is wrong.'),
  'wrong-set-up-code': problem(
    401,
    'Wrong set-up code',
    {},
    () => 'This is not the set-up code.',
    'The terminal shows it at the start; another one: npx lockout member set-up-code',
  ),
  'bad-pairing-code': problem(
    401,
    'Invalid pairing code',
    {},
    () => 'This code pairs no screen: it is wrong, used, or older than ten minutes.',
    'An admin makes another one under Manage, Bays.',
  ),
  'too-many-tries': problem(
    429,
    'Too many failed attempts',
    { waitS: quantity('s', { description: 'until the next attempt is accepted' }) },
    ({ waitS }) => `Too many failed attempts. Try again in ${waitS === 1 ? '1 second' : `${waitS} seconds`}.`,
  ),
  'too-many-log-ins': problem(
    429,
    'Too many log-ins',
    {},
    () => 'Too many log-ins at once.',
    'Try again in a few seconds.',
  ),
  'set-up-done': problem(
    409,
    'Set up already',
    {},
    () => 'There is an admin already.',
    'Log in. Forgotten? npx lockout member secret',
  ),
  'account-gone': problem(404, 'Account gone', {}, () => 'Your account no longer exists.'),
  'not-a-person': problem(403, 'For people only', {}, () => 'This is for people who log in, not for tokens.'),
  'role-too-low': problem(
    403,
    'Not allowed',
    {
      needed: Role,
      scope: word('a token with this scope may do it too; empty: no token may'),
      role: Role,
      by: word('`token`, or how this person or screen is known'),
    },
    ({ needed, scope, role, by }) =>
      `This is for ${a(needed)}${scope === '' ? '' : ` or a token for "${scope}"`}, which ${by === 'token' ? 'this token' : a(role)} is not.`,
  ),
  'not-your-bay': problem(
    403,
    'Not your bay',
    { bay: word('the bay') },
    ({ bay }) => `Bay "${bay}" is not yours.`,
    'A member has the bay at which they are signed in, a screen or a token the one it is bound to.',
  ),
  'not-yours': problem(
    403,
    'Not yours',
    {},
    () => 'This belongs to another member.',
    'A member sees what is their own; a trainer sees everyone.',
  ),
  'member-agrees': problem(403, 'Not yours to agree', {}, () => 'Only the member can agree to the leaderboard.'),
  'sign-in-by-card': problem(
    403,
    'Not allowed',
    {},
    () => 'A member signs in with a card or the QR code.',
    'A trainer can sign them in here.',
  ),
  'give-away': problem(
    403,
    'Not allowed',
    {},
    () => 'Only a trainer can give a set to a member.',
    'You may give up your own.',
  ),
  'delete-set': problem(403, 'Not allowed', {}, () => 'Only its member or a trainer may delete a set.'),
  'consents-not-yours': problem(
    403,
    'Consents are the member’s',
    {},
    () => 'Only the member can say what they agree to: at their first sign-in at a bay, or under Me on their own page.',
    'Leave "consents" out.',
  ),
  'admin-adds-role': problem(
    403,
    'Not allowed',
    { role: PersonRole },
    ({ role }) => `Only an admin can add ${a(role)}.`,
  ),
  'admin-changes-role': problem(403, 'Not allowed', {}, () => 'Only an admin can change a role.'),
  'admin-changes': problem(
    403,
    'Not allowed',
    { role: PersonRole },
    ({ role }) => `Only an admin can do this to ${a(role)}.`,
  ),
  'prove-secret': problem(
    403,
    'Not allowed',
    {},
    () => 'To change your own PIN or password, prove the present one: PUT /api/v1/auth/secret.',
  ),
  'name-by-trainers': problem(
    403,
    'Not allowed',
    {},
    () => 'Trainers keep the full name.',
    'Ask one of them to change it.',
  ),
  'secret-too-short': problem(
    422,
    'Secret too short',
    { role: PersonRole, least: count('fewest characters') },
    ({ role, least }) =>
      `${role === 'member' ? 'A PIN' : `The password of ${a(role)}`} must have ${least} characters or more.`,
  ),
  'password-missing': problem(
    422,
    'Password missing',
    { role: PersonRole },
    ({ role }) => `${a(role, true)} needs a password, not a PIN.`,
    'Send "secret" with it.',
  ),
  'pin-too-easy': problem(
    422,
    'PIN too easy',
    {},
    () => 'This PIN is one of those that are tried first, such as 1234, 0000 or a year.',
    'Choose another one.',
  ),
  'password-too-easy': problem(
    422,
    'Password too easy',
    {},
    () => 'This password is easy to guess: it is little more than common words, names or rows of keys.',
    'Choose three or four words that have nothing to do with each other.',
  ),
  'login-missing': problem(
    422,
    'Login name missing',
    {},
    () => 'A secret needs a login name too.',
    'Send "login" with it.',
  ),
  'no-demo': problem(404, 'No demo', {}, () => 'This station is no demo.', 'Log in: POST /api/v1/auth/login'),
  'demo-elsewhere': problem(
    403,
    'Not at the demo',
    {},
    () => 'Only a browser on the machine of the demo may change its role.',
    'Open the demo there.',
  ),
  'demo-starting': problem(
    503,
    'Demo is starting',
    {},
    () => 'The simulated members are not there yet.',
    'Try again in a moment.',
  ),
};

const a = (role: string, isFirst = false): string => {
  const article = role === 'admin' ? 'an' : 'a';
  return `${isFirst ? `${article[0]!.toUpperCase()}${article.slice(1)}` : article} ${role}`;
};

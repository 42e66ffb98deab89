import { count, ExerciseName, Id, quantity } from '../common.ts';
import { problem, word } from './problem.ts';

const id = Id;
const exercise = ExerciseName;
const revision = count('revision that is stored');
const most = count('the most that are allowed');
const READ_AGAIN = 'Read it again.';

/** Members, their cards, log-ins and plans, and lists of members that are brought in. */
export const peopleProblems = {
  'no-such-member': problem(404, 'No such member', { id }, (it) => `There is no member "${it.id}".`),
  'no-such-card': problem(404, 'No such card', { id }, (it) => `This member has no card "${it.id}".`),
  'no-such-token': problem(404, 'No such token', { id }, (it) => `There is no token "${it.id}" in use.`),
  'no-such-log-in': problem(404, 'No such log-in', { id }, (it) => `There is no log-in "${it.id}".`),
  'no-such-template': problem(404, 'No such template', { id }, (it) => `There is no template "${it.id}".`),
  'no-such-group': problem(404, 'No such group', { id }, (it) => `There is no group "${it.id}".`),
  'no-such-import': problem(404, 'No such import', { id }, (it) => `There is no import "${it.id}".`),
  'no-such-programme': problem(
    404,
    'No such programme',
    { exercise },
    (it) => `The default programme of ${it.exercise} applies already.`,
  ),
  'member-changed': problem(
    412,
    'Changed in the meantime',
    { revision },
    (it) => `The member was changed in the meantime (revision ${it.revision}).`,
    READ_AGAIN,
  ),
  'programme-changed': problem(
    412,
    'Changed in the meantime',
    { revision },
    (it) => `The programme was changed in the meantime (revision ${it.revision}).`,
    READ_AGAIN,
  ),
  'template-changed': problem(
    412,
    'Changed in the meantime',
    {},
    () => 'The template was changed or deleted since it was read.',
    READ_AGAIN,
  ),
  'group-changed': problem(
    412,
    'Changed in the meantime',
    {},
    () => 'The group was changed or deleted since it was read.',
    READ_AGAIN,
  ),
  'login-taken': problem(
    409,
    'Login name taken',
    { login: word('the login name') },
    ({ login }) => `The login name "${login}" is taken.`,
    'Choose another one.',
  ),
  'only-admin': problem(
    409,
    'The only admin',
    {},
    () => 'This is the only admin.',
    'Make another member an admin first.',
  ),
  'card-in-use': problem(
    409,
    'Card in use',
    {},
    () => 'This card belongs to a member already.',
    'Remove it from that member first.',
  ),
  'too-many-templates': problem(
    409,
    'Too many templates',
    { most },
    (it) => `There are ${it.most} templates already.`,
    'Delete one first.',
  ),
  'too-many-groups': problem(
    409,
    'Too many groups',
    { most },
    (it) => `There are ${it.most} groups already.`,
    'Delete one first.',
  ),
  'no-members-chosen': problem(
    422,
    'No members chosen',
    {},
    () => 'No members are chosen.',
    'Send memberIds, groupIds, or both.',
  ),
  'too-many-members': problem(
    422,
    'Too many members',
    { members: count('members that were chosen'), most },
    (it) => `${it.members} members are too many for one copy; ${it.most} are the most.`,
  ),
  'bad-days': problem(
    422,
    'Invalid days',
    { from: word('first day'), to: word('last day'), days: count('days between them'), most },
    (it) => `From ${it.from} to ${it.to} are ${it.days} days; 1 to ${it.most} are allowed.`,
  ),
  'exercise-twice': problem(
    422,
    'Exercise given twice',
    { exercise },
    (it) => `${it.exercise} is in the template twice; each exercise may be once.`,
  ),
  'not-the-exercise': problem(
    422,
    'Another exercise',
    { exercise, given: ExerciseName },
    (it) => `The body is for ${it.given}, the address for ${it.exercise}.`,
  ),
  'reps-crossed': problem(
    422,
    'Reps the wrong way round',
    { exercise, repsMin: count('fewest reps'), repsMax: count('most reps') },
    (it) => `${it.exercise}: repsMin is ${it.repsMin}, more than repsMax (${it.repsMax}).`,
  ),
  'velocity-crossed': problem(
    422,
    'Velocities the wrong way round',
    {
      exercise,
      minMps: quantity('m/s', { description: 'slowest mean velocity' }),
      maxMps: quantity('m/s', { description: 'fastest mean velocity' }),
    },
    (it) => `${it.exercise}: load.minMps is ${it.minMps}, more than load.maxMps (${it.maxMps}).`,
  ),
  'nothing-to-export': problem(
    422,
    'Nothing to export',
    {},
    () => 'No set with a counted rep was found in this period.',
  ),
  'no-columns': problem(
    422,
    'Columns not named',
    { heading: word('the first line') },
    ({ heading }) =>
      `The first line must name the columns, of them "alias" or "name"; also "login" and "card". It says: ${heading}.`,
  ),
  'empty-list': problem(
    422,
    'Empty list',
    {},
    () => 'The list has no rows.',
    'Its first line names the columns (alias, name, login, card), each further line is a member.',
  ),
  'long-list': problem(
    422,
    'List too long',
    { most },
    (it) => `The list has more than ${it.most} rows.`,
    'Split it, and import one part after the other.',
  ),
  'quote-open': problem(
    422,
    'Unreadable list',
    { line: count('line of the list', { minimum: 1 }) },
    ({ line }) => `The list cannot be read at line ${line}: a quote is never closed.`,
    'Check the quotes of that line.',
  ),
  'quote-inside': problem(
    422,
    'Unreadable list',
    { line: count('line of the list', { minimum: 1 }) },
    ({ line }) => `The list cannot be read at line ${line}: there is a quote inside a cell, or text after one.`,
    'Check the quotes of that line.',
  ),
  'row-too-long': problem(
    422,
    'Unreadable list',
    { line: count('line of the list', { minimum: 1 }), most: count('the most characters of a row') },
    (it) => `The list cannot be read at line ${it.line}: the row is longer than ${it.most} characters.`,
    'Check the quotes of that line.',
  ),
  'not-csv': problem(
    422,
    'Unreadable list',
    { line: count('line of the list', { minimum: 1 }) },
    ({ line }) => `The list cannot be read at line ${line}: it is not CSV.`,
    'Save it as CSV (UTF-8) again.',
  ),
  'imported-card-in-use': problem(
    409,
    'Card in use',
    { alias: word('the member in the list') },
    ({ alias }) => `A card of ${alias} is in use already.`,
    'Check the list again.',
  ),
  'import-undone': problem(409, 'Undone already', {}, () => 'This import was undone already.'),
};

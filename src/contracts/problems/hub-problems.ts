import { count } from '../common.ts';
import { problem, word } from './problem.ts';

const id = word('its id');
const gym = word('id of the gym');

/** What a hub of several gyms refuses on its pages, and what a station refuses that a hub wants of it. */
export const hubProblems = {
  'hub-database-away': problem(
    503,
    'Database away',
    {},
    () => 'The hub can’t reach its database.',
    'The gyms go on by themselves. Check PostgreSQL; the page tries again by itself.',
  ),
  'no-such-gym': problem(404, 'No such gym', { gym }, (it) => `There is no gym "${it.gym}" that you may see.`),
  'no-such-controller': problem(404, 'No such controller', { id }, (it) => `There is no controller "${it.id}".`),
  'controller-not-waiting': problem(
    409,
    'Does not wait',
    { id },
    (it) => `Controller "${it.id}" does not wait to be accepted.`,
    'A revoked one is paired again.',
  ),
  'no-such-conflict': problem(
    404,
    'No such conflict',
    {},
    () => 'This conflict is settled already.',
    'Load the page again.',
  ),
  'not-settled': problem(
    409,
    'Not settled',
    { login: word('the log-in name') },
    ({ login }) => `Another member has the log-in "${login}" by now.`,
    'Drop this value, or change the other member first.',
  ),
  'no-such-account': problem(404, 'No such account', { id }, (it) => `There is no account "${it.id}".`),
  'account-exists': problem(
    409,
    'Name taken',
    { login: word('the log-in name') },
    ({ login }) => `There is an account "${login}" already.`,
    'Choose another name.',
  ),
  'last-admin': problem(409, 'Last admin', {}, () => 'The hub needs an admin.', 'Add another one first.'),
  'hub-set-up-code': problem(
    401,
    'Wrong set-up code',
    {},
    () => 'This is not the set-up code, or it is older than a day.',
    'The hub prints one when it starts, as long as it has no admin.',
  ),
  'too-many-commands': problem(
    429,
    'Too many commands',
    { most: count('commands that may wait for a controller') },
    ({ most }) => `${most} commands wait for this controller already.`,
    'Wait until it has answered.',
  ),
  'no-controller-for-it': problem(
    409,
    'No controller',
    {},
    () => 'The controller that could do this was revoked or has never been heard.',
  ),
  'no-such-recording': problem(
    404,
    'No recording here',
    { id },
    () => 'The hub has no recording of this set, or no longer.',
    'Ask the gym for it.',
  ),
  'unknown-command': problem(
    422,
    'Unknown command',
    {},
    () => 'The station does not know this command, or can’t carry it out.',
    'Update the station.',
  ),
  'command-failed': problem(500, 'Failed', {}, () => 'The station failed.', 'Its log says why.'),
  'recording-too-large': problem(
    413,
    'Recording too large',
    { mostKb: count('kB that a hub takes') },
    ({ mostKb }) => `The recording has more than ${mostKb} kB.`,
    'Look at it at the station.',
  ),
  'recording-not-shared': problem(
    403,
    'Not shared',
    {},
    () => 'The member of this set has not agreed to be known in all gyms: the curves stay in their gym.',
    'Only the member can change this.',
  ),
};

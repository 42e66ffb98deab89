import { Id } from '../common.ts';
import { problem, word } from './problem.ts';

const file = word('the file');
const reason = word('why, in the words of the system');
const NOTHING = 'Nothing was written:';
const LEAVE = 'Leave the demo to configure this.';

/** Storage, configuration, backups, webhooks. */
export const stationProblems = {
  'storage-failing': problem(503, 'Storage failing', { reason }, (it) => `The database does not answer: ${it.reason}`),
  'not-written': problem(
    503,
    'File not written',
    { file, reason },
    (it) => `${it.file} cannot be written: ${it.reason}`,
  ),
  'backup-failed': problem(
    503,
    'Backup failed',
    { folder: word('where backups are kept'), reason },
    (it) => `No backup could be made in ${it.folder}: ${it.reason}`,
  ),
  'backup-in-progress': problem(409, 'Backup in progress', {}, () => 'A backup is being made.', 'Wait for it.'),
  'no-such-backup': problem(
    404,
    'No such backup',
    { file, folder: word('where backups are kept') },
    (it) => `There is no backup ${it.file} in ${it.folder}.`,
  ),
  'file-exists': problem(
    409,
    'File exists',
    { file },
    (it) => `${it.file} exists already.`,
    'Choose another name, or remove it.',
  ),
  'no-database': problem(404, 'No database', { file }, (it) => `There is no database ${it.file} yet to back up.`),
  'unusable-backup': problem(
    422,
    'Unusable backup',
    { file, reason },
    (it) => `${it.file} cannot be restored: ${it.reason}`,
  ),
  'backup-gone': problem(404, 'No such file', { file }, (it) => `There is no file ${it.file}.`),
  'config-changed': problem(
    412,
    'Changed in the meantime',
    { file },
    (it) => `${it.file} has changed since it was read.`,
    'Read it again.',
  ),
  'config-appeared': problem(
    409,
    'File exists',
    { file },
    (it) => `${it.file} exists now.`,
    'Restart the station to use it.',
  ),
  'bad-configuration': problem(
    422,
    'Invalid configuration',
    { file },
    (it) => `${NOTHING} ${it.file} would have faults.`,
    'Correct what `errors` lists.',
  ),
  'demo-undecided': problem(
    409,
    'Keep or leave the demo',
    { file: word('what is written when the demo is left'), dataDir: word('the data folder then') },
    (it) =>
      `${NOTHING} the next start would use another database. Send demo "keep" to keep the demo, or "leave" to write ${it.file}, with which the next start uses ${it.dataDir}.`,
  ),
  'demo-simulated': problem(
    422,
    'Simulated only',
    {},
    () => `${NOTHING} the demo has no real board and no reader.`,
    LEAVE,
  ),
  'demo-folder': problem(422, 'Fixed folder', {}, () => `${NOTHING} the demo has a fixed dataDir.`, LEAVE),
  'secret-missing': problem(
    422,
    'Password missing',
    { name: word('the value') },
    ({ name }) => `${NOTHING} ${name} is hidden, but there is no such password in the file.`,
    'Write it again.',
  ),
  'secret-for-another': problem(
    422,
    'Password of another server',
    { name: word('the value'), receiver: word('the settings that name the server') },
    ({ name, receiver }) =>
      `${NOTHING} ${name} is hidden, but ${receiver} changed, and the new server must not be sent the old password.`,
    'Write it again.',
  ),
  'secret-elsewhere': problem(
    422,
    'Password for another server',
    { variable: word('the variable that holds it'), receiver: word('the settings that name the server') },
    ({ variable, receiver }) =>
      `${NOTHING} ${variable} holds the password, and ${receiver} changed: the new server must not be sent it.`,
    'Change the server where the password is set, in the environment.',
  ),
  'not-restarted': problem(
    409,
    'Not restarted',
    {},
    () => 'Nothing starts this station again by itself.',
    'Restart it where it was started: Ctrl-C, then npm start.',
  ),
  'no-such-webhook': problem(404, 'No such webhook', { id: Id }, ({ id }) => `There is no webhook "${id}".`),
  'not-http': problem(
    422,
    'Not a web address',
    { url: word('the address') },
    ({ url }) => `"${url}" is no http or https address.`,
  ),
  'private-address': problem(
    422,
    'Address in the own network',
    { address: word('the address that the name stands for') },
    ({ address }) => `${address} is on this machine or in its own network.`,
    'Add it to webhooks.networks first.',
  ),
  'forbidden-address': problem(
    422,
    'Forbidden address',
    { address: word('the address that the name stands for') },
    ({ address }) => `${address} is a link-local, multicast or unusable address, which is not allowed.`,
  ),
};

import Type from 'typebox';
import { problem, word } from './problem.ts';

const version = word('version of the package');
const key = word('id of a key');
const mb = (description: string) => Type.Number({ description });

/** An update of the package: why it is refused, or not possible. */
export const packageProblems = {
  'no-update-here': problem(
    409,
    'No update here',
    {},
    () => 'This station can’t be updated from its page.',
    'GET /api/v1/update names the reason.',
  ),
  'update-in-progress': problem(409, 'Update in progress', {}, () => 'An update is in progress.', 'Wait for its end.'),
  'no-package-here': problem(409, 'No package', {}, () => 'There is no package to install.', 'Upload one first.'),
  'not-fetched': problem(
    422,
    'Not fetched',
    { url: word('the address'), reason: word('what went wrong, or what the server answered') },
    (it) => `${it.url} can't be fetched: ${it.reason}.`,
    'Check the address.',
  ),
  'package-no-key': problem(
    422,
    'No key is trusted',
    { file: word('where the key of the releases belongs') },
    (it) =>
      `No key is trusted here: the package in use was built without one. Put the key of the releases into ${it.file}.`,
  ),
  'package-unsigned': problem(
    422,
    'Signature missing',
    { file: word('the signature') },
    (it) => `Its signature is missing; put ${it.file} beside it.`,
  ),
  'package-signature-damaged': problem(
    422,
    'Signature damaged',
    {},
    () => 'The signature is damaged: it is not in the format of minisign; fetch it again.',
  ),
  'package-signature-old': problem(
    422,
    'Older kind of signature',
    {},
    () => 'The signature is of the older kind of minisign; sign without -l.',
  ),
  'package-other-key': problem(
    422,
    'Signed with another key',
    { signer: key, trusted: key },
    (it) => `It is signed with the key ${it.signer}, and this machine trusts the key ${it.trusted} alone.`,
  ),
  'package-forged': problem(
    422,
    'Changed after signing',
    {},
    () => 'The signature is not of this file: it was changed or damaged after signing; fetch both again.',
  ),
  'package-comment-forged': problem(
    422,
    'Signature changed',
    {},
    () => 'The trusted comment of the signature was changed; fetch it again.',
  ),
  'package-damaged': problem(
    422,
    'No Debian package',
    { file: word('the file') },
    (it) => `${it.file} is no Debian package, or it is damaged; fetch it again.`,
  ),
  'package-foreign': problem(
    422,
    'Another package',
    { name: word('its name') },
    (it) => `This is the package "${it.name}", not lockout.`,
  ),
  'package-other-machine': problem(
    422,
    'For another machine',
    { version, architecture: word('what it is for'), machine: word('what this machine is') },
    (it) =>
      `It is for ${it.architecture}, and this machine is ${it.machine}; take lockout_${it.version}_${it.machine}.deb.`,
  ),
  'package-same': problem(422, 'In use already', { version }, (it) => `Version ${it.version} is in use already.`),
  'package-older': problem(
    422,
    'Older version',
    { version, used: word('version in use') },
    (it) =>
      `It is version ${it.version}, older than ${it.used}, which is in use; an older program may not read the newer database.`,
  ),
  'package-undone': problem(
    422,
    'Undone before',
    { version, reason: word('why, in the words of the update') },
    (it) => `Version ${it.version} was undone before: ${it.reason}. To try it once more: --again, or confirm it here.`,
  ),
  'package-no-room': problem(
    422,
    'Too little room',
    { freeMb: mb('free room'), neededMb: mb('room that is needed') },
    (it) =>
      `There is too little room: ${it.freeMb} MB free, ${it.neededMb} MB needed; delete old backups (/var/backups/lockout) or other files.`,
  ),
};

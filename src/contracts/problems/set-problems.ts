import { count, Id, quantity } from '../common.ts';
import { problem, word } from './problem.ts';

const id = Id;
const UNDO_FIRST = 'Undo that first.';

/** Sets, their corrections and recordings, and cases made of them. */
export const setProblems = {
  'no-such-set': problem(
    404,
    'No such set',
    { id },
    (it) => `There is no set "${it.id}".`,
    'GET /api/v1/sets lists them.',
  ),
  'no-such-rep': problem(404, 'No such rep', { id }, (it) => `The set has no rep "${it.id}".`, 'Read it again.'),
  'no-such-correction': problem(
    404,
    'No such correction',
    { id },
    (it) => `There is no correction "${it.id}".`,
    'The audit lists them.',
  ),
  'no-such-page': problem(
    404,
    'No such page',
    { before: Id },
    ({ before }) => `"${before}" is not in this list, so nothing can be read from there on.`,
    'Begin with the first page.',
  ),
  'set-in-progress': problem(
    409,
    'Set in progress',
    { id },
    () => 'The set is still in progress.',
    'End it first, then correct it.',
  ),
  'set-deleted': problem(409, 'Set deleted', { id }, () => 'The set is deleted.', UNDO_FIRST),
  'rep-counts': problem(409, 'Counts already', { id }, () => 'The rep counts already.'),
  'rep-excluded': problem(409, 'Excluded already', { id }, () => 'The rep is excluded already.'),
  'owner-unchanged': problem(409, 'Same owner', {}, () => 'The set belongs to this member already.'),
  'no-owner-already': problem(409, 'No owner', {}, () => 'The set has no owner already.'),
  'not-undoable': problem(
    409,
    'Not a correction',
    { id },
    () => 'Only the correction of a set that is still stored can be undone.',
  ),
  'undone-already': problem(409, 'Undone already', { id }, () => 'This correction was undone already.'),
  'no-recording': problem(404, 'No recording', { id }, (it) => `No raw samples are stored for the set "${it.id}".`),
  'no-such-case': problem(404, 'No such case', { id }, (it) => `There is no case "${it.id}".`),
  'case-without-recording': problem(
    409,
    'No recording',
    { id },
    () => 'No raw curves are stored for this set, so it can be no case.',
  ),
  'no-consent': problem(
    409,
    'No consent',
    {},
    () => 'The member of this set has not agreed that raw curves are kept.',
    'They can agree under Me on their own page.',
  ),
  'cases-full': problem(
    409,
    'Too many cases',
    { cases: count('cases that are kept'), sizeMb: quantity('MB', { description: 'their size' }) },
    ({ cases, sizeMb }) => `This gym has ${cases} cases of ${sizeMb} MB, as many as are kept.`,
    'Export them (lockout cases export) and remove old ones.',
  ),
  'case-too-large': problem(
    422,
    'Case too large',
    { mostMb: quantity('MB', { description: 'the largest case, compressed' }) },
    ({ mostMb }) => `The recording of this set is larger than a case may be (${mostMb} MB, compressed).`,
  ),
  'unreadable-recording': problem(
    422,
    'Unreadable recording',
    { reason: word('what is wrong with it, in English') },
    ({ reason }) => `The recording of this set cannot be read: ${reason}.`,
  ),
  'movements-unlisted': problem(
    422,
    'Movements missing',
    { movements: count('movements of the set') },
    ({ movements }) => `List each of the ${movements} movements of the set once, or none of them.`,
  ),
  'movements-needed': problem(
    422,
    'Movements missing',
    {},
    () => 'Where a rep is missing, list the movements of the set too.',
  ),
  'reps-differ': problem(
    422,
    'Numbers differ',
    { named: count('reps that are named'), countedReps: count('reps that were counted') },
    ({ named, countedReps }) => `${named} reps are named, but countedReps is ${countedReps}.`,
    'Both must be the same number.',
  ),
  'missing-outside': problem(
    422,
    'Missing rep outside',
    {},
    () => 'A missing rep needs fromS up to toS, within the set or at most a minute before or after it.',
  ),
  'bad-recording': problem(
    422,
    'Unreadable recording',
    { reason: word('what is wrong with it, in English') },
    ({ reason }) => reason,
  ),
};

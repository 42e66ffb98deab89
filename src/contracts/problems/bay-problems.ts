import { Id, Slug } from '../common.ts';
import { problem, word } from './problem.ts';

const bay = Slug('bay');

/** What a bay can't do now. */
export const bayProblems = {
  'no-such-bay': problem(
    404,
    'No such bay',
    { bay },
    (it) => `There is no bay "${it.bay}".`,
    'GET /api/v1/bays lists them.',
  ),
  'other-bay': problem(
    403,
    'Not for this bay',
    { bay },
    (it) => `This screen or token is bound to other bays than "${it.bay}".`,
  ),
  'no-set': problem(409, 'No set in progress', { bay }, (it) => `Bay "${it.bay}" has no set in progress.`),
  'in-set': problem(
    409,
    'Set in progress',
    { bay },
    (it) => `A set is in progress at bay "${it.bay}".`,
    'Try again when it has ended.',
  ),
  'set-being-stored': problem(
    503,
    'Not stored yet',
    {},
    () => 'The set has ended, but is not stored yet.',
    'Delete it in a moment.',
  ),
  'no-such-alert': problem(
    404,
    'No such alert',
    { id: Id },
    ({ id }) => `There is no active alert "${id}": it is over.`,
  ),
  'bay-replaying': problem(
    409,
    'Replay in progress',
    { bay },
    (it) => `Bay "${it.bay}" plays a recording already.`,
    'Stop it first (DELETE on the same address).',
  ),
  'bay-calibrating': problem(
    409,
    'Calibration in progress',
    { bay },
    (it) => `Bay "${it.bay}" is being calibrated.`,
    'Save or abort that first.',
  ),
  'no-replay': problem(409, 'No replay', { bay }, (it) => `Bay "${it.bay}" replays nothing.`),
  'no-calibration': problem(
    409,
    'No calibration',
    { bay },
    (it) => `Bay "${it.bay}" is not being calibrated: there is nothing to abort.`,
  ),
  'no-member-signed-in': problem(
    409,
    'No member signed in',
    { bay },
    (it) => `No member is signed in at bay "${it.bay}".`,
  ),
  'no-such-code': problem(
    404,
    'Invalid code',
    {},
    () => 'This code has expired or was used.',
    'Scan the one that the screen shows now.',
  ),
  'nothing-to-undo': problem(
    409,
    'Nothing to undo',
    { bay },
    (it) => `No sign-out at bay "${it.bay}" can be undone: it was more than 30 s ago, or another member has signed in.`,
    'Tap the card again.',
  ),
  'no-such-question': problem(
    409,
    'No longer asked',
    { bay, setId: Id },
    (it) => `Bay "${it.bay}" asks about no set "${it.setId}": the next set has begun, or the member has left.`,
    'A trainer can still give the set to its owner.',
  ),
  'consents-answered': problem(
    409,
    'Answered already',
    {},
    () => 'The member at this bay has answered already, or no member is signed in.',
    'Change it under Me on your own page.',
  ),
  'switched-off': problem(
    409,
    'Switched off',
    { setting: word('what switches it on') },
    ({ setting }) => `It is switched off. An admin sets ${setting} to true.`,
  ),
};

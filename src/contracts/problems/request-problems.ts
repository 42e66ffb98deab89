import { count, quantity } from '../common.ts';
import { problem, word } from './problem.ts';

const key = word('the Idempotency-Key');
const API = 'The API is described at /api/docs.';

const PLACES: Readonly<Record<string, string>> = { params: 'path', query: 'query string', querystring: 'query string' };
const placeOf = (where: string) => PLACES[where] ?? where;

/** What is wrong with a request before it reaches what it is about. */
export const requestProblems = {
  'invalid-input': problem(
    400,
    'Invalid input',
    {
      where: word('body, params, querystring or headers'),
      howMany: count('faults', { minimum: 1 }),
    },
    ({ where, howMany }) => `There ${howMany === 1 ? 'is a fault' : `are ${howMany} faults`} in the ${placeOf(where)}.`,
  ),
  'nul-character': problem(
    400,
    'Invalid character',
    { where: word('body, params or query') },
    ({ where }) => `There is a character U+0000 in the ${placeOf(where)}.`,
    'Remove it.',
  ),
  'bad-idempotency-key': problem(
    400,
    'Invalid Idempotency-Key',
    {},
    () => 'The Idempotency-Key is invalid.',
    'Use 8 to 128 letters, digits or . : _ -, such as a UUID.',
  ),
  'out-of-range': problem(
    400,
    'Value out of range',
    {
      name: word('the value'),
      given: quantity('1', { description: 'what was sent' }),
      least: quantity('1', { description: 'the least that is accepted' }),
      most: quantity('1', { description: 'the most that is accepted' }),
    },
    ({ name, given, least, most }) => `${name} is ${given}; it must be from ${least} to ${most}.`,
  ),
  'bad-period': problem(
    400,
    'Invalid period',
    { mostDays: count('the longest period, in days') },
    ({ mostDays }) => `\`to\` must be later than \`from\`, by ${mostDays} days at most.`,
  ),
  'bad-request': problem(
    400,
    'Invalid request',
    { reason: word('why, in the words of the parser') },
    ({ reason }) => `The request cannot be read: ${reason}.`,
  ),
  'not-http-request': problem(400, 'Not HTTP', {}, () => 'This is not an HTTP/1.1 request that the station can read.'),
  'bad-address': problem(
    400,
    'Invalid address',
    {},
    () => 'The address is invalid: a % must be followed by two hexadecimal digits of UTF-8 text.',
    API,
  ),
  'address-too-long': problem(414, 'Address too long', {}, () => 'A part of the address is too long.', API),
  'not-found': problem(
    404,
    'Not found',
    { path: word('the address') },
    ({ path }) => `There is nothing at ${path}.`,
    API,
  ),
  'no-stream': problem(
    400,
    'No stream here',
    { path: word('the address') },
    ({ path }) => `There is no stream at ${path}.`,
    'The live stream is /api/v1/live.',
  ),
  'method-not-allowed': problem(
    405,
    'Method not allowed',
    { path: word('the address'), method: word('the method'), allowed: word('the methods that it accepts') },
    ({ path, method, allowed }) => `${path} does not accept ${method}, but ${allowed}.`,
  ),
  'request-timeout': problem(
    408,
    'Request too slow',
    {},
    () => 'The request did not arrive in time.',
    'Send it again.',
  ),
  'payload-too-large': problem(413, 'Body too large', {}, () => 'The body is too large for this route.'),
  'unsupported-media-type': problem(
    415,
    'Wrong content type',
    { given: word('the content type of the body; empty: none') },
    ({ given }) => `The body has the content type "${given}", which this route does not accept.`,
    '/api/docs lists what it accepts.',
  ),
  'request-header-fields-too-large': problem(
    431,
    'Headers too large',
    { mostKb: count('the largest headers, in kilobytes') },
    ({ mostKb }) => `The headers of the request are larger than ${mostKb} kB.`,
  ),
  'upgrade-required': problem(
    426,
    'WebSocket required',
    {},
    () => 'This is a WebSocket.',
    'Open it as ws://…/api/v1/live.',
  ),
  'foreign-host': problem(
    421,
    'Unknown host name',
    { host: word('the name that was asked for') },
    ({ host }) => `This station does not answer to the name "${host}".`,
    'Use its address, or add the name to web.allowedHosts.',
  ),
  'foreign-origin': problem(
    403,
    'Page of another site',
    { origin: word('the Origin header') },
    ({ origin }) => `A page of ${origin} may not do this.`,
    'Only pages that this station serves may.',
  ),
  'no-origin': problem(
    403,
    'Origin header missing',
    {},
    () => 'A change by cookie must come from a page of this station, with its Origin header.',
    'A program uses a token: Authorization: Bearer …',
  ),
  'if-match-missing': problem(
    428,
    'If-Match header missing',
    {},
    () => 'The If-Match header is missing.',
    'Send the ETag of what you read, so that no other change is overwritten.',
  ),
  'bad-if-match': problem(
    412,
    'Invalid If-Match header',
    { given: word('the If-Match header') },
    ({ given }) => `If-Match is ${given}, which is no ETag of this resource.`,
    'Read it again and send its ETag as it is.',
  ),
  'idempotency-key-reused': problem(
    422,
    'Idempotency-Key used twice',
    { key },
    () => 'This Idempotency-Key was used for another request.',
    'Use a new one.',
  ),
  'in-progress': problem(
    409,
    'In progress',
    { key },
    () => 'The same request is in progress.',
    'Try again in a second.',
  ),
  'done-already': problem(
    409,
    'Done already',
    {},
    () => 'This was done already, and its secret was shown then.',
    'If it is lost, remove it and make another one.',
  ),
  internal: problem(
    500,
    'Internal error',
    { request: word('the number of the request in the log') },
    ({ request }) => `Something went wrong in the station. Its log has the details under request ${request}.`,
  ),
};

import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logLineOf, terminalLine } from '../../src/app/log-line.ts';

/** What pino writes, and the terminal shows; the time of day is replaced. */
function shown(log: (logger: pino.Logger) => void): string {
  let text = '';
  log(pino({ level: 'trace', base: null }, { write: (line: string) => (text += terminalLine(line)) }));
  return text.replace(/^\d\d:\d\d:\d\d/gm, 'hh:mm:ss');
}

test('a line has the time, the level as a word, the bay and a sentence', () => {
  expect(shown((logger) => logger.warn({ bay: 'bay-1' }, 'the zero has drifted'))).toBe(
    'hh:mm:ss  warning  bay-1: The zero has drifted.\n',
  );
  expect(shown((logger) => logger.info('the database is written again'))).toBe(
    'hh:mm:ss  info     The database is written again.\n',
  );
});

test('the time is the local time of the line', () => {
  const at = new Date(2026, 10, 30, 9, 5, 7);
  expect(terminalLine(JSON.stringify({ level: 30, time: at.getTime(), msg: 'ready' }))).toBe(
    '09:05:07  info     Ready.\n',
  );
});

test('figures follow the sentence; objects are for the JSON log', () => {
  expect(shown((logger) => logger.warn({ address: '10.0.0.7', change: { sets: [] } }, 'a request was refused'))).toBe(
    'hh:mm:ss  warning  A request was refused. address=10.0.0.7\n',
  );
});

test('an expected fault has its message, a bug its stack too', () => {
  const error = new TypeError('x is not a function');
  expect(shown((logger) => logger.warn({ err: error }, 'the mail was not sent'))).toBe(
    'hh:mm:ss  warning  The mail was not sent (x is not a function)\n',
  );
  const [first, second, third] = shown((logger) => logger.error({ err: error }, 'request failed')).split('\n');
  expect(first).toBe('hh:mm:ss  error    Request failed (x is not a function)');
  expect(second).toBe('    TypeError: x is not a function');
  expect(third).toMatch(/^ {8}at /);
});

test.each([
  ['Board lost!', 'Board lost!'],
  ['webhook api.example: no answer', 'Webhook api.example: no answer.'],
  ['embedded.port 1883 is in use', 'embedded.port 1883 is in use.'],
  ['3 sets were closed', '3 sets were closed.'],
  ['one\n18:00:00  error    two', 'One 18:00:00  error    two.'],
])('%j is shown as %j', (text, sentence) => {
  expect(shown((logger) => logger.info(text))).toBe(`hh:mm:ss  info     ${sentence}\n`);
});

test('what is not JSON stays as it is', () => {
  expect(terminalLine('plain text\n')).toBe('plain text\n');
  expect(logLineOf('plain text', 5, '2026-11-30T00:00:00.000Z')).toEqual({
    at: '2026-11-30T00:00:00.000Z',
    level: 'info',
    text: 'plain',
  });
});

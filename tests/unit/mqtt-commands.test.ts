import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/contracts/topics.ts';
import { MAX_COMMAND_BYTES, parseCommand } from '../../src/mqtt/commands.ts';

const parse = (name: string, text: string) => parseCommand(name, Buffer.from(text));

describe('a command', () => {
  it('is understood with and without an id', () => {
    expect(parse('ping', '{}')).toEqual({ ok: true, name: 'ping', payload: {}, id: null });
    expect(parse('select-exercise', '{"exercise":"squat","id":"7"}')).toEqual({
      ok: true,
      name: 'select-exercise',
      payload: { exercise: 'squat', id: '7' },
      id: '7',
    });
  });

  it.each([
    ['fly', '{}', /no command "fly".*ping, end-set, select-exercise/],
    ['', '{}', /no command ""/],
    ['constructor', '{}', /no command "constructor"/],
    ['__proto__', '{}', /no command "__proto__"/],
    ['ping', '', /not JSON.*at least \{\}/],
    ['ping', 'null', /ping: payload must be object/],
    ['ping', '[]', /ping: payload must be object/],
    ['ping', '{"id":5}', /id must be string/],
    ['ping', '{"force":1}', /additional properties: force/],
    ['select-exercise', '{}', /must have required properties exercise/],
    ['select-exercise', '{"exercise":"yoga"}', /exercise must be .*: hip-thrust, single-leg-deadlift/],
    ['set-load', '{"enteredLoadKg":-1}', /^set-load: enteredLoadKg must be >= 0 or null\.$/],
    ['set-load', '{"enteredLoadKg":"80"}', /^set-load: enteredLoadKg must be number or null\.$/],
    ['ping', `{"id":"${'x'.repeat(MAX_COMMAND_BYTES)}"}`, /at most 4096/],
  ])('%s %j is refused with what to do', (name, text, reason) => {
    expect(parse(name, text)).toMatchObject({ ok: false, error: expect.stringMatching(reason) });
  });

  it('gives the id back when the rest is wrong', () => {
    expect(parse('select-exercise', '{"id":"a9","exercise":1}')).toMatchObject({ ok: false, id: 'a9' });
  });

  it('that is not UTF-8 is refused', () => {
    expect(parseCommand('ping', Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/not JSON/),
    });
  });

  it('never throws, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...Object.keys(COMMANDS)), fc.string()),
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (name, bytes) => {
          const command = parseCommand(name, bytes);
          if (!command.ok) expect(command.error.length).toBeGreaterThan(10);
        },
      ),
    );
  });
});

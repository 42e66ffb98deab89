import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionWords } from '../../src/app/uplink/hub-client.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { SetEvent } from '../../src/contracts/events.ts';
import { hashOf, judge, shiftOf } from '../../src/hub/items.ts';

const clock = { wallMs: () => Date.parse('2020-01-01T00:00:00Z') };
const words = (code: string) =>
  connectionWords(Object.assign(new Error('TLS'), { code }), 'https://hub.example', clock);

test('a clock that is wrong is said as that, with what it says and what to type', () => {
  expect(words('CERT_NOT_YET_VALID')).toMatch(/clock of this computer says 2020-01-01T00:00:00.000Z.*timedatectl/);
  expect(words('CERT_HAS_EXPIRED')).toMatch(/2020-01-01.*after the certificate of the hub ended/);
  expect(words('ERR_TLS_CERT_ALTNAME_INVALID')).toMatch(/not for https:\/\/hub.example/);
  expect(words('ECONNREFUSED')).toMatch(/can't be reached/);
});

test('within two minutes a clock is right; beyond, its times move by what the monotonic clock says', () => {
  const now = Date.parse('2026-11-22T18:00:00.000Z');
  const said = (offMs: number, ageMs: number) => ({ ageMs, saidAt: new Date(now - ageMs + offMs).toISOString() });
  expect(shiftOf(said(119_000, 60_000), now)).toEqual({ shiftMs: 0, clock: 'ok' });
  expect(shiftOf(said(121_000, 60_000), now)).toEqual({ shiftMs: -121_000, clock: 'corrected' });
  // Three days in the queue, and the clock was set since: what counts is what it said then.
  expect(shiftOf(said(-3_600_000, 3 * 86_400_000), now)).toEqual({ shiftMs: 3_600_000, clock: 'corrected' });
  expect(shiftOf({ ageMs: null, saidAt: null }, now)).toEqual({ shiftMs: 0, clock: 'unknown' });
});

test('equal content has an equal hash, in whatever order and with whatever says nothing', () => {
  expect(hashOf({ a: 1, b: [1, { c: 2 }] })).toEqual(
    hashOf({ b: [1, { c: 2, d: null }], a: 1, e: '', f: [], g: false }),
  );
  expect(hashOf({ a: [1, null, 2] })).not.toEqual(hashOf({ a: [1, 2] }));
  expect(hashOf({ a: 0 })).not.toEqual(hashOf({}));
});

/** As it was first written: what hubs have stored is compared with it. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => plain(each) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, of]) => {
    const inner = plain(of);
    const saysNothing =
      inner === null || inner === '' || inner === false || (Array.isArray(inner) && inner.length === 0);
    return ['v', 'hasRecording', 'goneAt'].includes(key) || saysNothing ? [] : [[key, inner] as const];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('a hash is that of the JSON with its keys in order', () => {
  // A key that is a number is put first by JavaScript; no document has one.
  const key = fc.oneof(
    fc.constantFrom('v', 'hasRecording', 'a', 'b'),
    fc.string().filter((text) => !/^\d+$/.test(text)),
  );
  const { doc } = fc.letrec<{ doc: Record<string, unknown>; value: unknown }>((tie) => ({
    doc: fc.dictionary(key, tie('value'), { noNullPrototype: true }),
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.string(),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      fc.array(tie('value'), { maxLength: 4 }),
      tie('doc'),
    ),
  }));
  fc.assert(
    fc.property(doc, (given) => {
      const read = JSON.parse(JSON.stringify(given));
      const json = JSON.stringify(plain(read));
      expect(hashOf(read).toString('hex')).toBe(createHash('sha256').update(json).digest('hex'));
    }),
  );
});

test('what is nested too deeply is refused, and what is beside it is not', () => {
  const { id, ...set } = exampleOf(SetEvent);
  const item = (more: object) => ({
    ...{ kind: 'set', seq: 1, id, revision: set.revision, ageMs: null, saidAt: null, person: null },
    doc: { ...set, id, reps: [], ...more },
  });
  const deep = (levels: number) => Array.from({ length: levels }).reduce<unknown[]>((inner) => [inner], []);
  expect(judge(item({ new: deep(99) }))).toHaveProperty('texts');
  for (const levels of [101, 100_000])
    expect(judge(item({ new: deep(levels) }))).toEqual({ fault: 'it is nested too deeply' });
});

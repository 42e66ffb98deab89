import { expect, test } from 'vitest';
import { connectionWords } from '../../src/app/uplink/hub-client.ts';
import { hashOf, shiftOf } from '../../src/hub/items.ts';

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

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KnownCredentials } from '../../src/app/people/access/known-credentials.ts';
import { identity } from '../support/fake-access.ts';

const NOW_MS = Date.parse('2026-11-22T18:00:00.000Z');
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW_MS }));
afterEach(() => void vi.useRealTimers());

function opened(expiresAtMs: number | null) {
  const asked = { loads: 0, touches: 0 };
  const ended: string[] = [];
  const who = identity('trainer', { expiresAtMs });
  const known = new KnownCredentials({
    onEnded: (id) => ended.push(id),
    onFault: (_what, error) => expect.fail(`${error}`),
  });
  const find = () =>
    known.find(
      'hash',
      async () => {
        asked.loads++;
        return { identity: who, memberId: who.memberId, tokenId: null };
      },
      async () => void asked.touches++,
    );
  return { find, asked, ended, known, who };
}

test('a log-in that is known lets in until the very millisecond at which it ends', async () => {
  const { find, who } = opened(NOW_MS + 8 * MINUTE_MS);
  expect(await find()).toBe(who);
  vi.setSystemTime(NOW_MS + 8 * MINUTE_MS - 1);
  expect(await find()).toBe(who);
  vi.setSystemTime(NOW_MS + 8 * MINUTE_MS);
  expect(await find()).toBeNull();
  vi.setSystemTime(NOW_MS + 9 * MINUTE_MS);
  expect(await find()).toBeNull();
});

test('one without an end stays; the database is asked once, and told every ten minutes that it is used', async () => {
  const { find, asked, who } = opened(null);
  for (const minutes of [0, 5, 10, 11, 20, 22, 525_600]) {
    vi.setSystemTime(NOW_MS + minutes * MINUTE_MS);
    expect(await find()).toBe(who);
  }
  expect(asked).toEqual({ loads: 1, touches: 4 });
});

test('who is ended is told of, and looked up anew', async () => {
  const { find, asked, ended, known, who } = opened(null);
  await find();
  known.end(({ memberId }) => memberId === 'somebody else');
  expect(ended).toEqual([]);
  known.end(({ memberId }) => memberId === who.memberId);
  expect(ended).toEqual([who.credentialId]);
  await find();
  expect(asked.loads).toBe(2);
});

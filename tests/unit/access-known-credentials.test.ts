import { expect, test } from 'vitest';
import { KnownCredentials } from '../../src/app/people/access/known-credentials.ts';
import { identity } from '../support/fake-access.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const NOW_MS = Date.parse('2026-11-22T18:00:00.000Z');
const MINUTE_MS = 60_000;

function opened(expiresAtMs: number | null) {
  const asked = { loads: 0, touches: 0 };
  const ended: string[] = [];
  const clock = new VirtualClock(NOW_MS);
  const who = identity('trainer', { expiresAtMs });
  const known = new KnownCredentials({
    clock,
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
  return { find, asked, clock, ended, known, who };
}

test('a log-in that is known lets in until the very millisecond at which it ends', async () => {
  const { clock, find, who } = opened(NOW_MS + 8 * MINUTE_MS);
  expect(await find()).toBe(who);
  clock.pass(8 * MINUTE_MS - 1);
  expect(await find()).toBe(who);
  clock.pass(1);
  expect(await find()).toBeNull();
  clock.pass(MINUTE_MS);
  expect(await find()).toBeNull();
});

test('one without an end stays; the database is asked once, and told every ten minutes that it is used', async () => {
  const { clock, find, asked, who } = opened(null);
  let before = 0;
  for (const minutes of [0, 5, 10, 11, 20, 22, 525_600]) {
    clock.pass((minutes - before) * MINUTE_MS);
    before = minutes;
    expect(await find()).toBe(who);
  }
  expect(asked).toEqual({ loads: 1, touches: 4 });
});

test('who is ended is reported, and looked up again', async () => {
  const { find, asked, ended, known, who } = opened(null);
  await find();
  known.end(({ memberId }) => memberId === 'somebody else');
  expect(ended).toEqual([]);
  known.end(({ memberId }) => memberId === who.memberId);
  expect(ended).toEqual([who.credentialId]);
  await find();
  expect(asked.loads).toBe(2);
});

test('an answer of the database from before an end counts no more: it is asked again', async () => {
  const { known, who } = opened(null);
  const answers: ((isStill: boolean) => void)[] = [];
  const found = known.find(
    'hash',
    () =>
      new Promise((resolve) =>
        answers.push((isStill) => resolve(isStill ? { identity: who, memberId: who.memberId, tokenId: null } : null)),
      ),
    async () => undefined,
  );
  known.end(({ memberId }) => memberId === who.memberId);
  answers[0]!(true);
  await expect.poll(() => answers.length).toBe(2);
  answers[1]!(false);
  expect(await found).toBeNull();
});

test('only the last 2000 are remembered, and nobody who is unknown', async () => {
  const { known, who } = opened(null);
  const asked: string[] = [];
  const find = (hash: string) =>
    known.find(
      hash,
      async () => {
        asked.push(hash);
        return hash === 'nobody' ? null : { identity: who, memberId: null, tokenId: null };
      },
      async () => undefined,
    );
  for (let n = 0; n <= 2000; n++) await find(`${n}`);
  asked.length = 0;
  for (const hash of ['1', '2000', '0']) await find(hash);
  expect(asked).toEqual(['0']);
  for (let times = 0; times < 2; times++) expect(await find('nobody')).toBeNull();
  expect(asked).toEqual(['0', 'nobody', 'nobody']);
});

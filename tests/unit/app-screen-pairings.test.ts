import { describe, expect, it } from 'vitest';
import { MAX_CODES, ScreenPairings } from '../../src/app/people/access/screen-pairings.ts';
import type { NewToken } from '../../src/contracts/access.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ADMIN = { id: null, role: 'admin' } as const;
const WALL = { name: 'wall', bay: 'bay-1' };
const MINUTE_MS = 60_000;

function pairings() {
  const made: NewToken[] = [];
  const away = { isIt: false };
  const clock = new VirtualClock(Date.parse('2026-11-22T18:00:00.000Z'));
  const codes = new ScreenPairings(async (token) => {
    if (away.isIt) throw new Error('the database is unavailable');
    made.push(token);
    const stamps = { id: String(made.length), createdAt: '', lastUsedAt: null, revokedAt: null };
    return { token: { ...token, ...stamps }, secret: '' };
  }, clock);
  return { codes, made, away, clock };
}

describe('a pairing code', () => {
  it('is over after ten minutes', async () => {
    const { codes, clock, made } = pairings();
    const { code, expiresAt } = codes.begin(WALL, ADMIN);
    expect(expiresAt).toBe('2026-11-22T18:10:00.000Z');
    clock.step(3_600_000);
    clock.pass(10 * MINUTE_MS);
    expect(await codes.redeem(code)).toBeNull();
    expect(made).toEqual([]);
    const other = codes.begin(WALL, ADMIN).code;
    clock.pass(10 * MINUTE_MS - 1);
    clock.step(3_600_000);
    expect(await codes.redeem(other)).toMatchObject(WALL);
  });

  it('is void once there is a newer one for its bay, and for its bay alone', async () => {
    const { codes } = pairings();
    const before = codes.begin(WALL, ADMIN).code;
    const elsewhere = codes.begin({ name: 'door', bay: 'bay-2' }, ADMIN).code;
    const newer = codes.begin(WALL, ADMIN).code;
    expect(await codes.redeem(before)).toBeNull();
    expect(await codes.redeem(elsewhere)).toMatchObject({ bay: 'bay-2' });
    expect(await codes.redeem(newer)).toMatchObject(WALL);
  });

  it('is void once too many others wait', async () => {
    const { codes } = pairings();
    const made = Array.from({ length: MAX_CODES + 1 }, (_, n) => codes.begin({ name: 'wall', bay: `bay-${n}` }, ADMIN));
    expect(await codes.redeem(made[0]!.code)).toBeNull();
    expect(await codes.redeem(made[1]!.code)).toMatchObject({ bay: 'bay-1' });
    expect(await codes.redeem(made[MAX_CODES]!.code)).toMatchObject({ bay: `bay-${MAX_CODES}` });
  });

  it('pairs one of two that come at once', async () => {
    const { codes, made } = pairings();
    const { code } = codes.begin(WALL, ADMIN);
    const both = await Promise.all([codes.redeem(code), codes.redeem(code)]);
    expect(both.filter((token) => token !== null)).toHaveLength(1);
    expect(made).toHaveLength(1);
  });

  it('is still good when the station could not make the token', async () => {
    const { codes, away } = pairings();
    const { code } = codes.begin(WALL, ADMIN);
    away.isIt = true;
    await expect(codes.redeem(code)).rejects.toThrow('the database is unavailable');
    away.isIt = false;
    expect(await codes.redeem(code)).toMatchObject(WALL);
  });
});

import { describe, expect, it } from 'vitest';
import { MAX_CODES, ScreenPairings } from '../../src/app/people/access/screen-pairings.ts';
import type { NewToken } from '../../src/contracts/access.ts';

const ADMIN = { id: null, role: 'admin' } as const;
const WALL = { name: 'wall', bay: 'bay-1' };
const MINUTE_MS = 60_000;

function pairings() {
  const made: NewToken[] = [];
  const away = { isIt: false };
  const codes = new ScreenPairings(async (token) => {
    if (away.isIt) throw new Error('the database is unavailable');
    made.push(token);
    const stamps = { id: String(made.length), createdAt: '', lastUsedAt: null, revokedAt: null };
    return { token: { ...token, ...stamps }, secret: '' };
  });
  return { codes, made, away };
}

describe('a pairing code', () => {
  it('is over after ten minutes', async () => {
    const { codes, made } = pairings();
    const { code } = codes.begin(WALL, ADMIN, 0);
    expect(await codes.redeem(code, 10 * MINUTE_MS)).toBeNull();
    expect(made).toEqual([]);
    const other = codes.begin(WALL, ADMIN, 0).code;
    expect(await codes.redeem(other, 10 * MINUTE_MS - 1)).toMatchObject(WALL);
  });

  it('is void once too many others wait', async () => {
    const { codes } = pairings();
    const made = Array.from({ length: MAX_CODES + 1 }, (_, n) =>
      codes.begin({ name: 'wall', bay: `bay-${n}` }, ADMIN, 0),
    );
    expect(await codes.redeem(made[0]!.code, 1)).toBeNull();
    expect(await codes.redeem(made[1]!.code, 1)).toMatchObject({ bay: 'bay-1' });
    expect(await codes.redeem(made[MAX_CODES]!.code, 1)).toMatchObject({ bay: `bay-${MAX_CODES}` });
  });

  it('pairs one of two that come at once', async () => {
    const { codes, made } = pairings();
    const { code } = codes.begin(WALL, ADMIN, 0);
    const both = await Promise.all([codes.redeem(code, 1), codes.redeem(code, 1)]);
    expect(both.filter((token) => token !== null)).toHaveLength(1);
    expect(made).toHaveLength(1);
  });

  it('is still good when the station could not make the token', async () => {
    const { codes, away } = pairings();
    const { code } = codes.begin(WALL, ADMIN, 0);
    away.isIt = true;
    await expect(codes.redeem(code, 1)).rejects.toThrow('the database is unavailable');
    away.isIt = false;
    expect(await codes.redeem(code, 2)).toMatchObject(WALL);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, LogInThrottle, PER_ADDRESS, PER_NAME } from '../../src/app/access/log-in-throttle.ts';

const HOUR_MS = 3_600_000;

describe('the throttle of log-ins', () => {
  it('lets a person mistype, then makes them wait longer and longer', () => {
    const throttle = new LogInThrottle();
    for (let n = 0; n < PER_NAME.free; n++) expect(throttle.begin('ada', `10.0.0.${n}`, 0).kind).toBe('try');
    expect(throttle.begin('ada', '10.0.0.99', 0)).toEqual({ kind: 'wait', waitS: PER_NAME.firstWaitS });
    expect(throttle.begin('bob', '10.0.0.99', 0).kind).toBe('try');
    const afterMs = PER_NAME.firstWaitS * 1000;
    expect(throttle.begin('ada', '10.0.0.99', afterMs).kind).toBe('try');
    expect(throttle.begin('ada', '10.0.0.99', afterMs)).toEqual({ kind: 'wait', waitS: 2 * PER_NAME.firstWaitS });
  });

  it('forgets the failures of whoever gets in, and those that were none', () => {
    const throttle = new LogInThrottle();
    for (let round = 0; round < 50; round++) {
      const attempt = throttle.begin('ada', '10.0.0.1', round);
      if (attempt.kind !== 'try') throw new Error(`round ${round} has to wait`);
      if (round % 2) attempt.succeeded();
      else attempt.wasNone();
    }
  });

  it('is not got around by many tries at once', () => {
    const throttle = new LogInThrottle();
    const attempts = Array.from({ length: 1000 }, () => throttle.begin('ada', '10.0.0.1', 0));
    expect(attempts.filter(({ kind }) => kind === 'try')).toHaveLength(PER_NAME.free);
  });

  it('holds up an address that tries many names', () => {
    const throttle = new LogInThrottle();
    const attempts = Array.from({ length: 100 }, (_, n) => throttle.begin(`name ${n}`, '10.0.0.1', 0));
    expect(attempts.filter(({ kind }) => kind === 'try')).toHaveLength(PER_ADDRESS.free);
    expect(throttle.begin('name 500', '10.0.0.2', 0).kind).toBe('try');
  });

  it('leaves less than thirty tries a day at one name, however they are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 * HOUR_MS }), { minLength: 200, maxLength: 400 }), (gaps) => {
        const throttle = new LogInThrottle();
        let nowMs = 0;
        const tries: number[] = [];
        for (const [n, gap] of gaps.entries()) {
          nowMs += gap;
          if (throttle.begin('ada', `10.0.${n >> 8}.${n & 255}`, nowMs).kind === 'try') tries.push(nowMs);
        }
        for (const start of tries) {
          const inADay = tries.filter((at) => at >= start && at < start + 24 * HOUR_MS).length;
          expect(inADay).toBeLessThan(40);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['192.168.1.7', '192.168.1.7'],
    ['::ffff:192.168.1.7', '192.168.1.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('takes %s as %s', (address, key) => expect(addressKey(address)).toBe(key));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey } from '../../src/web/address-key.ts';
import { LogInThrottle, MAX_ENTRIES, MAX_HOMES, PER_ADDRESS, PER_NAME } from '../../src/web/log-in/log-in-throttle.ts';

const HOUR_MS = 3_600_000;
const from = (address: string, device: string | null = null) => ({ address, device });
type Throttle = Pick<LogInThrottle, 'begin'>;
const succeed = (throttle: Throttle, place: ReturnType<typeof from>, nowMs = 0) => {
  const attempt = throttle.begin('ada', place, nowMs);
  if (attempt.kind === 'try') attempt.succeeded();
  return attempt.kind;
};
const failUntilStopped = (throttle: Throttle, place: ReturnType<typeof from>) => {
  let tries = 0;
  while (tries < 100 && throttle.begin('ada', place, 0).kind === 'try') tries += 1;
  return tries;
};

describe('the throttle of log-ins', () => {
  it('lets a person mistype, then makes them wait longer and longer', () => {
    const throttle = new LogInThrottle();
    for (let n = 0; n < PER_NAME.free; n++) expect(throttle.begin('ada', from(`10.0.0.${n}`), 0).kind).toBe('try');
    expect(throttle.begin('ada', from('10.0.0.99'), 0)).toEqual({ kind: 'wait', waitS: PER_NAME.firstWaitS });
    expect(throttle.begin('bob', from('10.0.0.99'), 0).kind).toBe('try');
    const afterMs = PER_NAME.firstWaitS * 1000;
    expect(throttle.begin('ada', from('10.0.0.99'), afterMs).kind).toBe('try');
    expect(throttle.begin('ada', from('10.0.0.99'), afterMs)).toEqual({ kind: 'wait', waitS: 2 * PER_NAME.firstWaitS });
  });

  it('remembers the names that were tried last, and counts those that it forgets', () => {
    const throttle = new LogInThrottle();
    for (let n = 0; n < MAX_ENTRIES; n++) throttle.begin(`name ${n}`, from('10.0.0.1', `device ${n}`), 0);
    expect(throttle.dropped).toBe(0);
    for (let n = 0; n < 5; n++) throttle.begin(`more ${n}`, from('10.0.0.1', `device ${n}`), 0);
    expect(throttle.dropped).toBe(5);
  });

  it('forgets the failures of whoever gets in, and those that were none', () => {
    const throttle = new LogInThrottle();
    for (let round = 0; round < 50; round++) {
      const attempt = throttle.begin('ada', from('10.0.0.1'), round);
      if (attempt.kind !== 'try') throw new Error(`round ${round} has to wait`);
      if (round % 2) attempt.succeeded();
      else attempt.wasNone();
    }
  });

  it('is not got around by many tries at once', () => {
    const throttle = new LogInThrottle();
    const attempts = Array.from({ length: 1000 }, () => throttle.begin('ada', from('10.0.0.1'), 0));
    expect(attempts.filter(({ kind }) => kind === 'try')).toHaveLength(PER_NAME.free);
  });

  it('holds up an address that tries many names', () => {
    const throttle = new LogInThrottle();
    const attempts = Array.from({ length: 100 }, (_, n) => throttle.begin(`name ${n}`, from('10.0.0.1'), 0));
    expect(attempts.filter(({ kind }) => kind === 'try')).toHaveLength(PER_ADDRESS.free);
    expect(throttle.begin('name 500', from('10.0.0.2'), 0).kind).toBe('try');
  });

  it('leaves less than thirty tries a day at one name, however they are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 * HOUR_MS }), { minLength: 200, maxLength: 400 }), (gaps) => {
        const throttle = new LogInThrottle();
        let nowMs = 0;
        const tries: number[] = [];
        for (const [n, gap] of gaps.entries()) {
          nowMs += gap;
          if (throttle.begin('ada', from(`10.0.${n >> 8}.${n & 255}`), nowMs).kind === 'try') tries.push(nowMs);
        }
        for (const start of tries) {
          const inADay = tries.filter((at) => at >= start && at < start + 24 * HOUR_MS).length;
          expect(inADay).toBeLessThan(40);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('lets no stranger lock out a person at an address, or on a device, that is known', () => {
    const throttle = new LogInThrottle();
    expect(succeed(throttle, from('10.0.0.1'))).toBe('try');
    expect(failUntilStopped(throttle, from('10.0.0.66'))).toBe(PER_NAME.free);
    expect(succeed(throttle, from('10.0.0.2'))).toBe('wait');
    expect(succeed(throttle, from('10.0.0.1'))).toBe('try');
    // A stranger at the same address, as behind a proxy: the device still passes, also when the address itself must wait.
    expect(failUntilStopped(throttle, from('10.0.0.1'))).toBe(PER_NAME.free);
    for (let n = 0; n < PER_ADDRESS.free; n++) throttle.begin(`name ${n}`, from('10.0.0.1'), 0);
    expect(succeed(throttle, from('10.0.0.1'))).toBe('wait');
    expect(succeed(throttle, from('10.0.0.1', 'phone'))).toBe('try');
  });

  it('holds up known devices and addresses, too, each for itself', () => {
    const throttle = new LogInThrottle();
    expect(failUntilStopped(throttle, from('10.0.0.1', 'phone'))).toBe(PER_NAME.free);
    expect(succeed(throttle, from('10.0.0.1', 'desk'))).toBe('try');
    for (let n = 1; n < 9; n++) succeed(throttle, from(`10.0.1.${n}`));
    const known = [...Array(9).keys()].slice(1).filter((n) => {
      failUntilStopped(throttle, from('10.0.0.66'));
      return throttle.begin('ada', from(`10.0.1.${n}`), 0).kind === 'try';
    });
    expect(known).toHaveLength(MAX_HOMES);
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

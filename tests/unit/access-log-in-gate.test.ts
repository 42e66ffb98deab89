import { describe, expect, it, vi } from 'vitest';
import { type GateOptions, LogInGate } from '../../src/app/people/access/log-in-gate.ts';
import type { Store } from '../../src/store/index.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ADA = { id: 'id-of-ada', role: 'admin' };
const AT_HOME = { address: '10.0.0.1', label: 'phone', device: null };
const STRANGER = { address: '10.0.0.66', label: '', device: null };
const HOUR_MS = 3_600_000;

interface Row {
  kind: string;
  actorId: string | null;
  actorRole: string;
  memberId: string | null;
}

function gate(options: Partial<GateOptions> = {}) {
  const rows: Row[] = [];
  const faults: string[] = [];
  const alarms: (string | null)[] = [];
  const asked: string[] = [];
  const clock = new VirtualClock(Date.parse('2026-11-22T18:00:00.000Z'));
  const store = {
    corrections: { record: async (row: Row) => void rows.push(row) },
    access: {
      credentials: async (key: string) => {
        asked.push(key);
        return key === 'ada' ? { member: ADA } : null;
      },
    },
  };
  const one = new LogInGate({
    store: () => store as unknown as Store,
    onFault: (what) => faults.push(what),
    deviceKey: () => Buffer.alloc(32, 1),
    onAlarm: (text) => alarms.push(text),
    clock,
    ...options,
  });
  const failFiveTimes = async (login: string, client = STRANGER) => {
    for (let tries = 0; tries < 5; tries++) await one.beginLogIn(login, client);
  };
  const isLetTry = (login: string, client: typeof STRANGER | { device: string; address: string; label: string }) =>
    one.beginLogIn(login, client).then(
      () => true,
      () => false,
    );
  return { one, rows, faults, alarms, asked, clock, store, failFiveTimes, isLetTry };
}

describe('before a log-in', () => {
  it('too many tries are refused with how long to wait, and the audit says whose account was tried', async () => {
    const { one, rows, failFiveTimes } = gate();
    await failFiveTimes('ada');
    await expect(one.beginLogIn('ada', STRANGER)).rejects.toMatchObject({ statusCode: 429, retryAfterS: 30 });
    await failFiveTimes('nobody', AT_HOME);
    await expect(one.beginLogIn('nobody', AT_HOME)).rejects.toMatchObject({ statusCode: 429 });
    expect(rows).toMatchObject([
      { kind: 'log-in-throttled', actorId: null, actorRole: 'visitor', memberId: ADA.id },
      { kind: 'log-in-throttled', actorId: null, actorRole: 'visitor', memberId: null },
    ]);
  });

  it('a flood costs no look into the database once the audit takes no more', async () => {
    const { one, rows, asked, failFiveTimes, isLetTry } = gate();
    await failFiveTimes('ada');
    for (let tries = 0; tries < 500; tries++) await isLetTry('ada', STRANGER);
    expect(asked).toHaveLength(rows.length);
    expect(rows.length).toBeLessThan(50);
    expect(one.counts).toMatchObject({ throttled: 500, notAudited: 500 - rows.length });
  });

  it('a database that is away refuses no more than the tries do', async () => {
    const { one, store, failFiveTimes } = gate();
    store.access.credentials = () => Promise.reject(new Error('the database is unavailable'));
    await failFiveTimes('ada');
    await expect(one.beginLogIn('ada', STRANGER)).rejects.toMatchObject({ statusCode: 429 });
  });

  it('a device of this person is counted apart from strangers; one whose key is gone is a stranger', async () => {
    const { one, failFiveTimes, isLetTry } = gate();
    const { device } = one.deviceOf('ada', AT_HOME);
    const own = { ...STRANGER, device: device! };
    await failFiveTimes('ada');
    expect(await isLetTry('ada', STRANGER)).toBe(false);
    expect(await isLetTry('ada', own)).toBe(true);

    const keyless = gate({
      deviceKey: () => {
        throw new Error('device.key is damaged');
      },
    });
    expect(keyless.one.deviceOf('ada', AT_HOME)).toEqual({});
    await keyless.failFiveTimes('ada');
    expect(await keyless.isLetTry('ada', own)).toBe(false);
    expect(keyless.faults).not.toEqual([]);
  });

  it('a new secret forgets what was tried against the old one', async () => {
    const { one, failFiveTimes, isLetTry } = gate();
    await failFiveTimes('ada');
    one.forgetName('ada');
    expect(await isLetTry('ada', STRANGER)).toBe(true);
  });
});

describe('after a log-in', () => {
  it('the audit says who it was, whose account, and from where', async () => {
    const { one, rows } = gate();
    await one.succeeded(AT_HOME, ADA);
    await one.failed(STRANGER, ADA.id);
    await one.failed(AT_HOME, ADA.id, ADA);
    await one.failed(STRANGER);
    expect(rows).toMatchObject([
      { kind: 'log-in', actorId: ADA.id, actorRole: 'admin', memberId: ADA.id },
      { kind: 'log-in-failed', actorId: null, actorRole: 'visitor', memberId: ADA.id },
      { kind: 'log-in-failed', actorId: ADA.id, actorRole: 'admin', memberId: ADA.id },
      { kind: 'log-in-failed', actorId: null, actorRole: 'visitor', memberId: null },
    ]);
    const places = rows.map((row) => JSON.parse((row as unknown as { afterJson: string }).afterJson));
    expect(places.map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.66', '10.0.0.1', '10.0.0.66']);
  });

  it('the alarm ends by itself once nobody fails any more', async () => {
    vi.useFakeTimers();
    try {
      const { one, alarms, clock } = gate();
      for (let tries = 0; tries < 10; tries++) await one.failed(STRANGER);
      expect(alarms).toEqual([expect.any(String)]);
      vi.advanceTimersByTime(60_000);
      expect(alarms).toHaveLength(1);
      clock.pass(HOUR_MS);
      vi.advanceTimersByTime(60_000);
      expect(alarms).toEqual([expect.any(String), null]);
      expect(vi.getTimerCount(), 'nothing looks for its end any more').toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

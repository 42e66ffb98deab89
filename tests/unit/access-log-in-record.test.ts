import { describe, expect, it } from 'vitest';
import { LogInRecord, type LogInResult } from '../../src/app/people/access/log-in-record.ts';

const HOUR_MS = 3_600_000;
const VISITOR = { id: null, role: 'visitor' };

function record({ fails = false } = {}) {
  const rows: string[] = [];
  const alarms: (string | null)[] = [];
  const faults: string[] = [];
  const one = new LogInRecord({
    audit: async ({ kind }) => {
      if (fails) throw new Error('the database is unavailable');
      rows.push(kind);
    },
    alarm: (text) => alarms.push(text),
    onFault: (what) => faults.push(what),
  });
  const note = (result: LogInResult, atMs: number) =>
    one.note({ result, actor: VISITOR, memberId: null, address: '10.0.0.1' }, atMs);
  return { one, note, rows, alarms, faults };
}

describe('the record of log-ins', () => {
  it('raises its alarm once while many fail, and ends it an hour after they stop', async () => {
    const { one, note, alarms } = record();
    for (let n = 0; n < 30; n++) await note(n % 2 ? 'throttled' : 'failed', n * 1000);
    expect(alarms).toEqual([expect.stringMatching(/^10 log-ins failed/)]);
    expect(alarms[0]).not.toContain('10.0.0.1'); // every screen shows it
    one.tick(HOUR_MS - 1);
    expect(alarms).toHaveLength(1);
    one.tick(HOUR_MS + 29_000);
    expect(alarms[1]).toBeNull();
    for (let n = 0; n < 10; n++) await note('failed', 3 * HOUR_MS);
    expect(alarms).toHaveLength(3);
  });

  it('takes a few that fail each hour for people who mistype', async () => {
    const { note, alarms } = record();
    for (let n = 0; n < 100; n++) await note('failed', n * (HOUR_MS / 9));
    expect(alarms).toEqual([]);
  });

  it('keeps the audit readable under a flood, counts what it leaves out, and begins again after an hour', async () => {
    const { one, note, rows } = record();
    for (let n = 0; n < 5000; n++) await note('throttled', n);
    for (let n = 0; n < 5000; n++) await note('failed', n);
    expect(rows.length).toBeLessThan(200);
    expect(rows).toContain('log-in-failed');
    expect(one.counts).toMatchObject({ failed: 5000, throttled: 5000, notAudited: 10_000 - rows.length });
    const before = rows.length;
    await note('failed', HOUR_MS);
    expect(rows).toHaveLength(before + 1);
  });

  it('keeps nobody out because it cannot be written', async () => {
    const { note, faults } = record({ fails: true });
    await note('succeeded', 0);
    expect(faults).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareVersions,
  HEALTH_TIME_MS,
  type HealthCheck,
  type HealthState,
  judgeHealth,
  type Machine,
  newHealthState,
  type Offer,
  refusal,
  resumption,
} from '../../src/app/service/update-rules.ts';
import { problemText } from '../../src/contracts/problems.ts';
import type { UpdateReport } from '../../src/contracts/update.ts';

const offer: Offer = { package: 'lockout', architecture: 'arm64', version: '1.2.0', installedBytes: 20e6 };
const machine: Machine = { architecture: 'arm64', version: '1.1.9', freeBytes: 1e9, dataBytes: 100e6, last: null };
const report: UpdateReport = {
  phase: 'undone',
  from: '1.1.9',
  to: '1.2.0',
  startedAt: '2026-11-30T10:00:00.000Z',
  endedAt: '2026-11-30T10:03:00.000Z',
  reason: 'the page does not come',
  backup: null,
  wasFailing: false,
  schemaBefore: 8,
};

test('versions are ordered as semantic versioning orders them, also as dpkg writes them', () => {
  const ordered = [
    '0.9.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0~rc.1',
    '1.0.0',
    '1.0.10',
    '1.10.0',
    '2.0.0',
  ];
  for (const [i, one] of ordered.entries())
    for (const [j, other] of ordered.entries())
      expect(Math.sign(compareVersions(one, other)), `${one} ${other}`).toBe(Math.sign(i - j));
  expect(() => compareVersions('1.2', '1.2.3')).toThrow(/right is 1\.2\.3/);
});

/** Why, in words; empty: it is installed. */
const refused = (...asked: Parameters<typeof refusal>): string => {
  const code = refusal(...asked);
  return code ? problemText(code) : '';
};

test('a newer package for this machine is taken; every other one is refused with what to do', () => {
  expect(refused(offer, machine, false)).toBe('');
  expect(refused({ ...offer, package: 'unlock' }, machine, false)).toContain('"unlock"');
  expect(refused({ ...offer, architecture: 'amd64' }, machine, false)).toContain('take lockout_1.2.0_arm64.deb');
  expect(refused({ ...offer, version: '1.1.8' }, machine, false)).toContain('older than 1.1.9');
  expect(refused({ ...offer, version: '1.2.0-rc.1' }, { ...machine, version: '1.2.0' }, true)).toContain('older');
  expect(refused({ ...offer, version: '1.1.9' }, machine, true)).toContain('in use already');
  expect(refused(offer, { ...machine, freeBytes: 280e6 }, false)).toContain('280 MB free, 290 MB needed');
});

test('what was undone before is taken again only when asked for, with the reason of that time', () => {
  expect(refused(offer, { ...machine, last: report }, false)).toContain('was undone before: the page does not come');
  expect(refused(offer, { ...machine, last: report }, true)).toBe('');
  expect(refused({ ...offer, version: '1.2.1' }, { ...machine, last: report }, false)).toBe('');
});

const good: HealthCheck = { version: '1.2.0', status: 'ok', reasons: [], hasPage: true };
const bad: (HealthCheck | null)[] = [
  null,
  { ...good, version: '1.1.9' },
  { ...good, hasPage: false },
  { ...good, status: 'failing', reasons: ['the database is newer'] },
];

test('a release is good after three good looks in a row, and bad when they have not come within 120 s, or what it lacks lasts for 20 s', () => {
  const looks = fc.array(fc.constantFrom(good, { ...good, status: 'degraded' as const }, ...bad), {
    minLength: 70,
    maxLength: 70,
  });
  const isLasting = (look: HealthCheck | null) => look === bad[1] || look === bad[2];
  fc.assert(
    fc.property(looks, (seen) => {
      let state: HealthState = newHealthState(0);
      let [inARow, lasting] = [0, 0];
      for (const [index, health] of seen.entries()) {
        const nowMs = index * 2000;
        const judged = judgeHealth(state, nowMs, { health, restarts: 0 }, { to: '1.2.0', wasFailing: false });
        state = judged.state;
        inARow = bad.includes(health) ? 0 : inARow + 1;
        lasting = isLasting(health) ? lasting + 1 : 0;
        const expected = inARow >= 3 ? 'good' : nowMs >= HEALTH_TIME_MS || lasting >= 10 ? 'bad' : 'waiting';
        expect(judged.verdict).toBe(expected);
        if (expected === 'bad') expect(judged.state.trouble === '').toBe(inARow > 0);
        if (expected !== 'waiting') return;
      }
      throw new Error('no verdict within 140 s');
    }),
  );
});

test('one that systemd has started three times more than at the first look is bad, whatever it answers in between', () => {
  let state = newHealthState(0);
  const verdicts = [4, 4, 5, 6, 7].map((restarts, index) => {
    const health = index % 2 === 0 ? null : good;
    const judged = judgeHealth(state, index * 2000, { health, restarts }, { to: '1.2.0', wasFailing: false });
    state = judged.state;
    return judged.verdict;
  });
  expect(verdicts).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'bad']);
});

test('an update that was cut off goes on where it was', () => {
  expect(resumption(null, '1.1.9')).toBe('nothing');
  for (const phase of ['done', 'undone', 'failed'] as const)
    expect(resumption({ ...report, phase }, '1.1.9')).toBe('nothing');
  expect(resumption({ ...report, phase: 'waiting' }, '1.1.9')).toBe('give-up');
  expect(resumption({ ...report, phase: 'preparing' }, '1.1.9')).toBe('give-up');
  expect(resumption({ ...report, phase: 'installing' }, '1.1.9')).toBe('finish-install');
  expect(resumption({ ...report, phase: 'installing' }, '1.2.0')).toBe('check');
  expect(resumption({ ...report, phase: 'checking' }, '1.2.0')).toBe('check');
  expect(resumption({ ...report, phase: 'undoing' }, '1.2.0')).toBe('undo');
});

test('a station that could not count before, for want of a board, is not laid to the new release', () => {
  const state: HealthState = { ...newHealthState(0), goodInARow: 2 };
  const judge = (health: HealthCheck, wasFailing: boolean) =>
    judgeHealth(state, 1000, { health, restarts: 0 }, { to: '1.2.0', wasFailing }).verdict;
  const failing: HealthCheck = { ...good, status: 'failing', reasons: ['no board'] };
  expect(judge(failing, true)).toBe('good');
  expect(judge(failing, false)).toBe('waiting');
  expect(judge({ ...failing, hasPage: false }, true)).toBe('waiting');
});

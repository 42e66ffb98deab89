/** Backups in memory. */
import { Readable } from 'node:stream';
import type { KeptBackup } from '../../src/contracts/backups.ts';
import type { MemberPorts } from '../../src/web/member-ports.ts';
import { ProblemError } from '../../src/web/problems.ts';

export const fakeBackups = (kept: KeptBackup[]): MemberPorts['backups'] => ({
  state: () => ({
    everyH: 24,
    keep: 14,
    folder: '/data/backups',
    isOverdue: kept.length === 0,
    lastError: null,
    backups: kept,
    pending: null,
    restarts: true,
  }),
  make: async () => {
    const made = {
      fileName: 'lockout-2026-11-30T10-00-00.backup',
      madeAt: '2026-11-30T10:00:00.000Z',
      bytes: 2_400_000,
      isUploaded: false,
    };
    kept.unshift(made);
    return made;
  },
  check: async (fileName) => {
    const found = kept.find((one) => one.fileName === fileName);
    if (!found) throw new ProblemError('no-such-backup', { file: fileName, folder: 'backups' });
    const counts = { sets: 812, reps: 7204, members: 41 };
    return { ...found, ...counts, lockoutVersion: '0.0.0-test', schemaVersion: 5, hasCardKey: true };
  },
  download: async (fileName) => ({ fileName, bytes: 4, body: Readable.from(['abcd']) }),
  upload: async ({ at, of }, body) => {
    let receivedBytes = at;
    for await (const chunk of body) receivedBytes += (chunk as Buffer).length;
    if (receivedBytes < of) return { receivedBytes, totalBytes: of, backup: null };
    const fileName = 'lockout-uploaded-2026-11-20T10-00-00.backup';
    const backup = { fileName, madeAt: '2026-11-20T10:00:00.000Z', bytes: of, isUploaded: true };
    kept.push(backup);
    return { receivedBytes, totalBytes: of, backup };
  },
  restore: async () => ({ restarts: true }),
  restart: async () => ({ restarts: true }),
});

/** The file in which the last update stands: root writes it, everyone may read it. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { UpdateReport } from '../../contracts/update.ts';

export const UPDATE_FOLDER = '/var/lib/lockout-update';
const FILE = 'last.json';

/** Null: there was none, or what lies there is no report. */
export function readUpdateReport(folder = UPDATE_FOLDER): UpdateReport | null {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return Check(UpdateReport, found) ? found : null;
  } catch {
    return null;
  }
}

/** All of it or none of it, and on the disk when it returns. */
export function writeUpdateReport(report: UpdateReport, folder = UPDATE_FOLDER): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const next = join(folder, `${FILE}.new`);
  writeFileSync(next, `${JSON.stringify(report, null, 2)}\n`, { flush: true });
  // The command's umask keeps what it writes to itself; the station, a user of its own, has to read this.
  chmodSync(next, 0o644);
  renameSync(next, join(folder, FILE));
}

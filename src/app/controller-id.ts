/** The name of this station among others at a broker: made at the first start, and kept with its data. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { messageOf } from '../common/message-of.ts';

const FILE = 'controller.id';
const VALID = /^[0-9a-f]{12}$/;
const newId = () => randomBytes(6).toString('hex');

/** One that can't be kept holds until the next start. */
export function readControllerId(dataDir: string, logger: Pick<Logger, 'warn'>): string {
  const path = join(dataDir, FILE);
  try {
    const known = readFileSync(path, 'utf8').trim();
    if (VALID.test(known)) return known;
    logger.warn(`${path} holds no id of a station; it gets another one`);
  } catch {
    // the first start
  }
  const id = newId();
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, `${id}\n`, { mode: 0o600 });
  } catch (error) {
    logger.warn(`the id of this station can't be kept: ${messageOf(error)}`);
  }
  return id;
}

/** What can be wrong with a hub, looked at from outside: it needs no running hub. Codes and figures; texts are made where they are read. */

import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Clock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { probeBroker } from '../mqtt/index.ts';
import { Authority } from './authority.ts';
import { keysAtBroker } from './broker-files.ts';
import { OLDEST_POSTGRES, SCHEMA_VERSION } from './schema.ts';

export interface HubFinding {
  code: HubFindingCode;
  level: 'ok' | 'warning' | 'fault';
  params: Record<string, string | number>;
}
export type HubFindingCode =
  | 'database'
  | 'database-unreachable'
  | 'database-old'
  | 'schema'
  | 'schema-none'
  | 'schema-newer'
  | 'disk'
  | 'disk-unknown'
  | 'authority'
  | 'authority-missing'
  | 'authority-open'
  | 'authority-ends'
  | 'clock'
  | 'clock-off'
  | 'broker'
  | 'broker-none'
  | 'broker-unreachable'
  | 'controllers'
  | 'controllers-none'
  | 'controllers-silent'
  | 'controllers-pending'
  | 'controllers-refused'
  | 'certificates-end'
  | 'clocks-off'
  | 'partitions'
  | 'partition-missing'
  | 'sets-without-month'
  | 'diverged'
  | 'backup'
  | 'backup-old'
  | 'backup-unknown';

interface DoctorOptions {
  database: string;
  /** folder of the authority */
  folder: string;
  /** address of the broker; empty: none is used */
  broker: string;
  /** folder with backups; empty: not known */
  backups: string;
  clock: Clock;
}

const SILENT_MS = 10 * 60_000;
const AUTHORITY_DAYS = 365;
const CERTIFICATE_DAYS = 14;
const CLOCK_OFF_S = 2;
const CLOCKS_OFF_S = 120;
const BACKUP_HOURS = 26;
const FREE_SHARE = 0.15;
const CONNECT_MS = 10_000;
const DAY_MS = 24 * 3_600_000;
const SHOWN = 10;

const finding = (level: HubFinding['level'], code: HubFindingCode, params: HubFinding['params'] = {}): HubFinding => ({
  level,
  code,
  params,
});

export async function examineHub(options: DoctorOptions): Promise<HubFinding[]> {
  const [database, broker] = await Promise.all([examineDatabase(options), examineBroker(options)]);
  return [...database, ...examineAuthority(options), ...broker, ...examineBackups(options, database)];
}

async function examineDatabase(options: DoctorOptions): Promise<HubFinding[]> {
  const db = new pg.Client({ connectionString: options.database, connectionTimeoutMillis: CONNECT_MS });
  db.on('error', () => undefined);
  try {
    await db.connect();
    const { rows } = await db.query(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer / 10000 AS major,
         pg_database_size(current_database())::bigint AS bytes, to_regclass('hub_schema') AS known`,
    );
    const { version, major, bytes, known } = rows[0];
    const found = [
      major < OLDEST_POSTGRES
        ? finding('fault', 'database-old', { version, oldest: OLDEST_POSTGRES })
        : finding('ok', 'database', { version, megabytes: Math.round(Number(bytes) / 1e6) }),
      await examineClock(db, options.clock),
      await examineDisk(db),
    ];
    if (known === null) return [...found, finding('warning', 'schema-none')];
    const schema = (await db.query('SELECT version FROM hub_schema')).rows[0]?.version ?? 0;
    if (schema > SCHEMA_VERSION) return [...found, finding('fault', 'schema-newer', { schema, known: SCHEMA_VERSION })];
    found.push(finding('ok', 'schema', { schema }));
    return [...found, ...(await examineControllers(db, options.clock)), ...(await examineSets(db, options.clock))];
  } catch (error) {
    return [finding('fault', 'database-unreachable', { why: messageOf(error) })];
  } finally {
    await db.end().catch(() => undefined);
  }
}

async function examineClock(db: pg.Client, clock: Clock): Promise<HubFinding> {
  const before = clock.wallMs();
  const { rows } = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const offS = Math.abs(rows[0]!.now.getTime() - (before + clock.wallMs()) / 2) / 1000;
  const params = { seconds: Number(offS.toFixed(1)) };
  return offS > CLOCK_OFF_S ? finding('warning', 'clock-off', params) : finding('ok', 'clock', params);
}

/** Only of a database on this machine, and with the right to ask where it lies. */
async function examineDisk(db: pg.Client): Promise<HubFinding> {
  try {
    const { rows } = await db.query(
      `SELECT current_setting('data_directory') AS folder, inet_server_addr() AS address`,
    );
    if (rows[0].address !== null) return finding('ok', 'disk-unknown');
    let folder = rows[0].folder as string;
    while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
    const { bavail, blocks, bsize } = statfsSync(folder);
    const share = bavail / blocks;
    const params = { percent: Math.round(100 * share), gigabytes: Number(((bavail * bsize) / 1e9).toFixed(1)) };
    return finding(share < FREE_SHARE ? 'warning' : 'ok', 'disk', params);
  } catch {
    return finding('ok', 'disk-unknown');
  }
}

const list = (ids: readonly string[]): string =>
  ids.slice(0, SHOWN).join(', ') + (ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '');

async function examineControllers(db: pg.Client, clock: Clock): Promise<HubFinding[]> {
  const { rows } = await db.query<{
    id: string;
    state: string;
    heard_at: Date | null;
    refused: number;
    clock_ahead_ms: string | null;
    certificate_until: Date;
  }>(`SELECT * FROM controllers WHERE state <> 'revoked' ORDER BY id`);
  if (rows.length === 0) return [finding('warning', 'controllers-none')];
  const nowMs = clock.wallMs();
  const accepted = rows.filter(({ state }) => state === 'accepted');
  const found = [finding('ok', 'controllers', { count: accepted.length })];
  const warn = (code: HubFindingCode, of: { id: string }[]) => {
    if (of.length > 0)
      found.push(finding('warning', code, { count: of.length, controllers: list(of.map(({ id }) => id)) }));
  };
  warn(
    'controllers-silent',
    accepted.filter(({ heard_at }) => nowMs - (heard_at?.getTime() ?? 0) > SILENT_MS),
  );
  warn(
    'controllers-pending',
    rows.filter(({ state }) => state === 'pending'),
  );
  warn(
    'controllers-refused',
    accepted.filter(({ refused }) => refused > 0),
  );
  const isOff = ({ clock_ahead_ms }: (typeof rows)[number]) =>
    Math.abs(Number(clock_ahead_ms ?? 0)) > CLOCKS_OFF_S * 1000;
  warn('clocks-off', accepted.filter(isOff));
  const ends = ({ certificate_until }: (typeof rows)[number]) =>
    certificate_until.getTime() - nowMs < CERTIFICATE_DAYS * DAY_MS;
  warn('certificates-end', accepted.filter(ends));
  return found;
}

async function examineSets(db: pg.Client, clock: Clock): Promise<HubFinding[]> {
  const months = [0, 31].map((days) => new Date(clock.wallMs() + days * DAY_MS).toISOString().slice(0, 7));
  const { rows } = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'sets'::regclass`,
  );
  const names = new Set(rows.map(({ name }) => name));
  const missing = months.filter((month) => !names.has(`sets_${month.replace('-', '_')}`));
  const found =
    missing.length > 0
      ? [finding('warning', 'partition-missing', { months: missing.join(', ') })]
      : [finding('ok', 'partitions', { count: names.size - 1 })];
  const { rows: counts } = await db.query(
    'SELECT (SELECT count(*)::integer FROM (SELECT 1 FROM sets_other LIMIT 1000) o) AS other, (SELECT count(*)::integer FROM diverged) AS diverged',
  );
  const { other, diverged } = counts[0];
  if (other > 0) found.push(finding('warning', 'sets-without-month', { count: other }));
  if (diverged > 0) found.push(finding('warning', 'diverged', { count: diverged }));
  return found;
}

function examineAuthority({ folder, clock }: DoctorOptions): HubFinding[] {
  const [cert, key] = [join(folder, 'authority/ca.pem'), join(folder, 'authority/ca.key')];
  try {
    const { validTo } = new X509Certificate(readFileSync(cert));
    const days = Math.floor((Date.parse(validTo) - clock.wallMs()) / DAY_MS);
    const mode = statSync(key).mode & 0o077;
    const found = [
      days < AUTHORITY_DAYS
        ? finding(days < 0 ? 'fault' : 'warning', 'authority-ends', { days })
        : finding('ok', 'authority', { days }),
    ];
    if (mode !== 0) found.push(finding('fault', 'authority-open', { file: key }));
    return found;
  } catch (error) {
    return [finding('fault', 'authority-missing', { folder: join(folder, 'authority'), why: messageOf(error) })];
  }
}

/** As the hub comes to it: by its certificate. */
async function examineBroker({ broker: url, folder, clock }: DoctorOptions): Promise<HubFinding[]> {
  if (url === '') return [finding('warning', 'broker-none')];
  const where = URL.canParse(url) ? new URL(url).host : url;
  try {
    // Without an authority no broker lets anyone in; that it is missing is said elsewhere.
    if (!existsSync(join(folder, 'authority/ca.pem'))) return [];
    const keys = await keysAtBroker(await Authority.open(join(folder, 'authority'), clock));
    const { trouble } = await probeBroker({ url, keys: () => keys, protocol: 'v3.1.1' });
    return [
      trouble === ''
        ? finding('ok', 'broker', { where })
        : finding('fault', 'broker-unreachable', { where, why: trouble }),
    ];
  } catch (error) {
    return [finding('fault', 'broker-unreachable', { where, why: messageOf(error) })];
  }
}

function examineBackups({ backups, clock }: DoctorOptions, database: readonly HubFinding[]): HubFinding[] {
  if (backups === '')
    return database.some(({ code }) => code === 'schema') ? [finding('warning', 'backup-unknown')] : [];
  try {
    const times = readdirSync(backups).map((name) => statSync(join(backups, name)).mtimeMs);
    if (times.length === 0) return [finding('warning', 'backup-old', { folder: backups, hours: 'no' })];
    const hours = Math.max(0, Math.round((clock.wallMs() - Math.max(...times)) / 3_600_000));
    return [
      finding(hours > BACKUP_HOURS ? 'warning' : 'ok', hours > BACKUP_HOURS ? 'backup-old' : 'backup', {
        folder: backups,
        hours,
      }),
    ];
  } catch (error) {
    return [finding('fault', 'backup-unknown', { why: messageOf(error) })];
  }
}

/** Disk, clock, broker, database and reader of the controller. Pure. */
import { CASE_LIMITS } from '../../contracts/cases.ts';
import type { Finding } from '../../contracts/diagnosis.ts';
import type { FigureCode } from '../../contracts/findings/figures.ts';
import { rounded } from '../../contracts/rounded.ts';
import { hasRoomFor } from '../../members/cases.ts';
import { bare, fault, fine, NONE, upTo } from './finding.ts';
import { judgeMachine } from './judge-machine.ts';
import type { Surroundings } from './observation.ts';

const DISK_LOW_BYTES = 500e6;
const DISK_FULL_BYTES = 50e6;
/** An SD card takes some 10 to 200 ms; a set is kept when it ends, a rep when it is counted. */
const SLOW_COMMIT_MS = 1000;
/** Some days of a busy bay without a broker. */
const LONG_OUTBOX = 10_000;

const says = (reason: string) => ({ kind: 'system-says', params: { reason } }) as const;
const setting = (name: string, value: string) => ({ kind: 'setting', params: { name, value } }) as const;
const mqtt = (version: string) => ({ kind: 'mqtt-version', params: { version } }) as const;

export function judgeSurroundings(around: Surroundings): Finding[] {
  const { disk, time, broker, outbox, database, phones, readers } = around;
  return [
    ...judgeComputer(around.computer),
    judgeDisk(disk),
    judgeTime(time),
    ...judgeBroker(broker),
    ...judgeOutbox(outbox),
    ...judgeDatabase(database),
    ...judgeRetention(around.retention),
    ...judgeBackup(around.backup),
    ...judgeAlerts(around.alerts),
    judgePhones(phones),
    ...(around.openToOthers.length > 0
      ? [
          fault(
            'data-open',
            'station',
            { kind: 'paths', params: { paths: around.openToOthers.slice(0, 3).join(', ') } },
            bare('mode-700'),
          ),
        ]
      : []),
    ...(readers.length === 0 ? [fault('reader-none', 'station', bare('none-configured'))] : readers.map(judgeReader)),
    ...judgeMachine(around),
  ];
}

function judgeReader({ name, state, reasons }: Surroundings['readers'][number]): Finding {
  const measured: FigureCode[] = [{ kind: 'of-reader', params: { name } }, ...reasons];
  if (state !== 'ok') return fault('reader-lost', 'station', measured, bare('answers'));
  return reasons.length === 0
    ? fine('reader', 'station', `${name} answers`)
    : fault('reader-shared', 'station', measured);
}

function judgeComputer(computer: Surroundings['computer']): Finding[] {
  if (!computer) return [];
  const { isSlow, bays, worstLagMs } = computer;
  const measured = { kind: 'held-up', params: { bays, worstMs: Math.round(worstLagMs) } } as const;
  return [isSlow ? fault('computer-slow', 'station', measured) : fine('computer', 'station', measured)];
}

function judgeRetention(retention: Surroundings['retention']): Finding[] {
  if (!retention) return [];
  const { refusal } = retention;
  if (refusal !== '') return [fault('retention-refused', 'station', says(refusal))];
  return [fine('retention', 'station', 'nothing is in its way')];
}

function judgeBackup(backup: Surroundings['backup']): Finding[] {
  if (!backup) return [];
  const { everyH, isOverdue, newestAt, lastError } = backup;
  if (everyH === 0) return [fault('backup-off', 'station', setting('backup.everyH', '0'))];
  const newest = newestAt === null ? bare('no-backup') : ({ kind: 'newest-backup', params: { at: newestAt } } as const);
  const every = { kind: 'backup-every', params: { everyH } } as const;
  if (!isOverdue) return [fine('backup', 'station', newest, every)];
  return [fault('backup-overdue', 'station', lastError === null ? newest : [newest, says(lastError)], every)];
}

function judgePhones(phones: Surroundings['phones']): Finding {
  if (phones.kind === 'reachable') return fine('phones', 'station', phones.origin);
  return phones.why === 'loopback'
    ? fault('phones-loopback', 'station', bare('this-machine'))
    : fault('phones-no-network', 'station', bare('no-network'));
}

function judgeDisk(disk: Surroundings['disk']): Finding {
  if ('fault' in disk) return fault('disk-unknown', 'station', says(disk.fault));
  const gigabytes = disk.freeBytes / 1e9;
  const freeGb = rounded(gigabytes, gigabytes < 10 ? 1 : 0);
  const texts = [
    { kind: 'disk-free', params: { freeGb, path: disk.path } } as const,
    { kind: 'at-least', params: { value: 0.5, unit: 'GB' } } as const,
  ] as const;
  if (disk.freeBytes < DISK_FULL_BYTES) return fault('disk-full', 'station', ...texts);
  return disk.freeBytes < DISK_LOW_BYTES ? fault('disk-low', 'station', ...texts) : fine('disk', 'station', ...texts);
}

function judgeTime({ synchronized, source }: Surroundings['time']): Finding {
  if (synchronized === null) return fault('time-unknown', 'station', says(source));
  return synchronized
    ? fine('time', 'station', `synchronized (${source})`)
    : fault('time-unsynchronized', 'station', { kind: 'not-synchronized', params: { source } }, bare('synchronized'));
}

function judgeAlerts(alerts: Surroundings['alerts']): Finding[] {
  return (['mail', 'push'] as const).flatMap((way) => {
    const { isOn = false, trouble = null } = alerts?.[way] ?? {};
    if (!isOn) return [];
    return trouble ? [fault(`${way}-failing`, 'station', trouble)] : [fine(`alert-${way}`, 'station', 'no failure')];
  });
}

function judgeBroker({ state, address, reason, mqttVersion, discovery }: Surroundings['broker']): Finding[] {
  if (state === 'off') return [fault('broker-off', 'station', setting('mqtt.url', 'none'))];
  if (state === 'with-station') return [fault('broker-with-station', 'station', setting('mqtt.url', 'embedded'))];
  const old = discovery && mqttVersion === 4 ? [fault('broker-old', 'station', mqtt('3.1.1'), mqtt('5'))] : [];
  if (state === 'connected') return [fine('broker', 'station', `connected to ${address}`), ...old];
  const kind = ({ away: 'broker-away', refused: 'broker-refuses', conflict: 'broker-conflict' } as const)[state];
  return [fault(kind, 'station', { kind: 'of-broker', params: { address, reason } }, bare('connected')), ...old];
}

function judgeOutbox(outbox: Surroundings['outbox']): Finding[] {
  if (!outbox) return [];
  const { waiting, dropped, orphans } = outbox;
  const gone = Object.entries(orphans).map(([bay, rows]) => `${bay}: ${rows}`);
  return [
    ...(dropped > 0
      ? [fault('outbox-full', 'station', { kind: 'messages-dropped', params: { messages: dropped } }, NONE)]
      : []),
    ...(waiting > LONG_OUTBOX
      ? [
          fault(
            'outbox-long',
            'station',
            { kind: 'messages-waiting', params: { messages: waiting } },
            { kind: 'messages', params: { messages: LONG_OUTBOX } },
          ),
        ]
      : []),
    ...(gone.length > 0
      ? [fault('outbox-orphans', 'station', { kind: 'paths', params: { paths: gone.join(', ') } })]
      : []),
  ];
}

function judgeDatabase(database: Surroundings['database']): Finding[] {
  if (database.state === 'absent') return [fault('database-absent', 'station', bare('no-file'))];
  if (database.state === 'failing')
    return [fault('database-failing', 'station', says(database.reason), bare('written'))];
  const { problems, commitMs, cases } = database;
  if (problems && problems.length > 0)
    return [fault('database-damaged', 'station', says(problems.slice(0, 3).join('; ')), bare('no-damage'))];
  const texts = [
    { kind: 'write-takes', params: { writeMs: rounded(commitMs, 1) } } as const,
    upTo(SLOW_COMMIT_MS, 'ms'),
  ] as const;
  const unchecked = problems === null ? [fault('database-unchecked', 'station', bare('takes-too-long'))] : [];
  const written =
    commitMs > SLOW_COMMIT_MS ? fault('database-slow', 'station', ...texts) : fine('database', 'station', ...texts);
  const kept = { kind: 'cases', params: { cases: cases.cases, sizeMb: rounded(cases.bytes / 1e6, 0) } } as const;
  const most = {
    kind: 'fewer-cases',
    params: { cases: CASE_LIMITS.cases, sizeMb: CASE_LIMITS.totalBytes / 1e6 },
  } as const;
  const full = hasRoomFor(cases, CASE_LIMITS.caseBytes) ? [] : [fault('cases-full', 'station', kept, most)];
  return [written, ...unchecked, ...full];
}

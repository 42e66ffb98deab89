/** Disk, clock, broker, database and reader of the controller. Pure. */
import { CASE_LIMITS } from '../../contracts/cases.ts';
import type { Finding } from '../../contracts/diagnosis.ts';
import { hasRoomFor } from '../../members/cases.ts';
import { fault, fine } from './finding.ts';
import { judgeMachine } from './judge-machine.ts';
import type { Surroundings } from './observation.ts';

const DISK_LOW_BYTES = 500e6;
const DISK_FULL_BYTES = 50e6;
/** An SD card takes some 10 to 200 ms; a set is kept when it ends, a rep when it is counted. */
const SLOW_COMMIT_MS = 1000;
/** Some days of a busy bay without a broker. */
const LONG_OUTBOX = 10_000;

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
    judgePhones(phones),
    ...(around.openToOthers.length > 0
      ? [fault('data-open', 'station', around.openToOthers.slice(0, 3).join(', '), 'mode 700')]
      : []),
    ...(readers.length === 0 ? [fault('reader-none', 'station', 'none configured')] : readers.map(judgeReader)),
    ...judgeMachine(around),
  ];
}

function judgeReader({ name, state, reason, remark }: Surroundings['readers'][number]): Finding {
  if (state !== 'ok') return fault('reader-lost', 'station', `${name}: ${reason}`, 'answers');
  return remark === ''
    ? fine('reader', 'station', `${name} answers`)
    : fault('reader-shared', 'station', `${name}: ${remark}`);
}

function judgeComputer(computer: Surroundings['computer']): Finding[] {
  if (!computer) return [];
  const { isSlow, bays, worstLagMs } = computer;
  const measured = `${bays} ${bays === 1 ? 'bay' : 'bays'}, held up for ${Math.round(worstLagMs)} ms at worst`;
  return [isSlow ? fault('computer-slow', 'station', measured) : fine('computer', 'station', measured)];
}

function judgeRetention(retention: Surroundings['retention']): Finding[] {
  if (!retention) return [];
  const { refusal } = retention;
  if (refusal !== '') return [fault('retention-refused', 'station', refusal)];
  return [fine('retention', 'station', 'nothing is in its way')];
}

function judgeBackup(backup: Surroundings['backup']): Finding[] {
  if (!backup) return [];
  const { everyH, isOverdue, newestAt, lastError } = backup;
  if (everyH === 0) return [fault('backup-off', 'station', 'backup.everyH is 0')];
  const newest = newestAt === null ? 'none made yet' : `newest of ${newestAt}`;
  const texts = [lastError === null ? newest : `${newest}: ${lastError}`, `one each ${everyH} h`] as const;
  return [isOverdue ? fault('backup-overdue', 'station', ...texts) : fine('backup', 'station', ...texts)];
}

function judgePhones(phones: Surroundings['phones']): Finding {
  if (phones.kind === 'reachable') return fine('phones', 'station', phones.origin);
  return phones.why === 'loopback'
    ? fault('phones-loopback', 'station', 'this machine alone')
    : fault('phones-no-network', 'station', 'no address in a network');
}

function judgeDisk(disk: Surroundings['disk']): Finding {
  if ('fault' in disk) return fault('disk-unknown', 'station', disk.fault);
  const gigabytes = disk.freeBytes / 1e9;
  const texts = [`${gigabytes.toFixed(gigabytes < 10 ? 1 : 0)} GB free at ${disk.path}`, 'at least 0.5 GB'] as const;
  if (disk.freeBytes < DISK_FULL_BYTES) return fault('disk-full', 'station', ...texts);
  return disk.freeBytes < DISK_LOW_BYTES ? fault('disk-low', 'station', ...texts) : fine('disk', 'station', ...texts);
}

function judgeTime({ synchronized, source }: Surroundings['time']): Finding {
  if (synchronized === null) return fault('time-unknown', 'station', source);
  return synchronized
    ? fine('time', 'station', `synchronized (${source})`)
    : fault('time-unsynchronized', 'station', `not synchronized (${source})`, 'synchronized');
}

function judgeBroker({ state, address, reason, mqttVersion, discovery }: Surroundings['broker']): Finding[] {
  if (state === 'off') return [fault('broker-off', 'station', 'mqtt.url is none')];
  if (state === 'with-station') return [fault('broker-with-station', 'station', 'mqtt.url is embedded')];
  const old = discovery && mqttVersion === 4 ? [fault('broker-old', 'station', 'MQTT 3.1.1', 'MQTT 5')] : [];
  if (state === 'connected') return [fine('broker', 'station', `connected to ${address}`), ...old];
  const kind = ({ away: 'broker-away', refused: 'broker-refuses', conflict: 'broker-conflict' } as const)[state];
  return [fault(kind, 'station', `${address}: ${reason}`, 'connected'), ...old];
}

function judgeOutbox(outbox: Surroundings['outbox']): Finding[] {
  if (!outbox) return [];
  const { waiting, dropped, orphans } = outbox;
  const gone = Object.entries(orphans).map(([bay, rows]) => `${bay}: ${rows}`);
  return [
    ...(dropped > 0 ? [fault('outbox-full', 'station', `${dropped} messages dropped`, 'none')] : []),
    ...(waiting > LONG_OUTBOX ? [fault('outbox-long', 'station', `${waiting} messages wait`, `${LONG_OUTBOX}`)] : []),
    ...(gone.length > 0 ? [fault('outbox-orphans', 'station', gone.join(', '))] : []),
  ];
}

function judgeDatabase(database: Surroundings['database']): Finding[] {
  if (database.state === 'absent') return [fault('database-absent', 'station', 'no file')];
  if (database.state === 'failing') return [fault('database-failing', 'station', database.reason, 'written')];
  const { problems, commitMs, cases } = database;
  if (problems && problems.length > 0)
    return [fault('database-damaged', 'station', problems.slice(0, 3).join('; '), 'no damage')];
  const texts = [`a write takes ${commitMs.toFixed(1)} ms`, `up to ${SLOW_COMMIT_MS} ms`] as const;
  const unchecked = problems === null ? [fault('database-unchecked', 'station', 'takes too long')] : [];
  const written =
    commitMs > SLOW_COMMIT_MS ? fault('database-slow', 'station', ...texts) : fine('database', 'station', ...texts);
  const kept = `${cases.cases} cases, ${(cases.bytes / 1e6).toFixed(0)} MB`;
  const most = `fewer than ${CASE_LIMITS.cases}, and room for one more in ${CASE_LIMITS.totalBytes / 1e6} MB`;
  const full = hasRoomFor(cases, CASE_LIMITS.caseBytes) ? [] : [fault('cases-full', 'station', kept, most)];
  return [written, ...unchecked, ...full];
}

/** Reads what the doctor needs to know of the controller: disk, clock, broker, database, card readers. Nothing here throws. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../common/message-of.ts';
import type { Calibration } from '../../contracts/calibration.ts';
import type { Config } from '../../contracts/config.ts';
import { type BayPublisher, probeBroker } from '../../mqtt/index.ts';
import type { Reader } from '../../readers/index.ts';
import { worstLagMs } from '../../rig/pace.ts';
import { openParts, type Store } from '../../store/index.ts';
import { createReaders } from '../card-readers.ts';
import { readTime } from '../clock-evidence.ts';
import type { LoadedConfig } from '../config/config.ts';
import { machineAddresses, phoneAddress } from '../phone-address.ts';
import { readUpdateReport } from '../service/update-report.ts';
import type { StationParts } from '../station-parts.ts';
import { checkDataIsThere, dataFiles, openData } from '../storage/data-folder.ts';
import { version } from '../version.ts';
import { readMachine } from './machine.ts';
import type { Surroundings } from './observation.ts';

/** A database of years on a bad SD card; the rest of the diagnosis must not wait longer. */
const CHECK_TIMEOUT_MS = 20_000;
/** A missing PN532 is detected after 1 s. */
const READER_TIMEOUT_MS = 3_000;

/** As a running station knows them. */
export async function surroundingsOfStation(station: StationParts, bay: string): Promise<Surroundings> {
  const { config, dataDir } = station.loaded;
  const publisher = station.publishing?.publishers.get(bay);
  const address = shownUrl(config.mqtt.url === 'embedded' ? (station.broker?.url ?? 'embedded') : config.mqtt.url);
  const { failing, reason } = station.writeQueue.status;
  return {
    computer: {
      isSlow: station.pace.now.isSlow,
      bays: station.bays.length,
      worstLagMs: worstLagMs(station.pace.now.lag),
    },
    retention: { refusal: station.upkeep.refusal },
    backup: backupOf(station),
    alerts: { mail: station.alertMail.state, push: station.alertPush.state },
    disk: readDisk(dataDir),
    time: await readTime(),
    broker: { ...brokerOf(publisher), address, discovery: config.mqtt.homeAssistant.discovery },
    outbox: outboxOf(station, bay),
    // By a connection of its own: while it looks through the file, the station's goes on writing.
    database: failing ? { state: 'failing', reason } : (await readDatabase(station.loaded, bay)).database,
    openToOthers: openParts(dataDir),
    phones: station.phoneAddress(),
    readers: (station.readers.get(bay) ?? []).map(healthOf),
    ...machineAndProgram(),
  };
}

function backupOf({ members: { backups } }: StationParts): Surroundings['backup'] {
  const { everyH, isOverdue, lastError, backups: kept } = backups.state;
  return { everyH, isOverdue, lastError, newestAt: kept[0]?.madeAt ?? null };
}

function brokerOf(
  publisher: BayPublisher | undefined,
): Pick<Surroundings['broker'], 'state' | 'reason' | 'mqttVersion'> {
  if (!publisher) return { state: 'off', reason: '', mqttVersion: null };
  const { kind, reason } = publisher.trouble;
  return { state: kind === 'none' ? 'connected' : kind, reason, mqttVersion: publisher.version };
}

function outboxOf({ publishing }: StationParts, bay: string): Surroundings['outbox'] {
  if (!publishing) return null;
  const { state, dropped } = publishing.outbox;
  return { waiting: state.waiting[bay] ?? 0, dropped, orphans: state.orphans };
}

/** Without a station: opens what it would open, and closes it again. Makes no database where there is none. */
export async function surroundingsAlone(
  loaded: LoadedConfig,
  bay: string,
): Promise<{ surroundings: Surroundings; calibration: Calibration | null }> {
  const { config, dataDir } = loaded;
  const [time, broker, { database, calibration }, readers] = await Promise.all([
    readTime(),
    readBroker(config.mqtt),
    readDatabase(loaded, bay),
    readReaders(createReaders(config).get(bay) ?? []),
  ]);
  const phones = phoneAddress(config.web, machineAddresses());
  const surroundings = {
    computer: null,
    retention: null,
    backup: null,
    alerts: null,
    disk: readDisk(dataDir),
    time,
    broker,
    outbox: null,
    database,
    phones,
    openToOthers: openParts(dataDir),
    readers,
    ...machineAndProgram(),
  };
  return { surroundings, calibration };
}

const machineAndProgram = () => ({ machine: readMachine(), version, update: readUpdateReport() });

function readDisk(dataDir: string): Surroundings['disk'] {
  let path = dataDir;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  try {
    const { bavail, bsize } = statfsSync(path);
    return { freeBytes: bavail * bsize, path };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

async function readBroker(mqtt: Config['mqtt']): Promise<Surroundings['broker']> {
  const known = { address: shownUrl(mqtt.url), discovery: mqtt.homeAssistant.discovery, mqttVersion: null };
  if (mqtt.url === 'none') return { ...known, state: 'off', reason: '' };
  if (mqtt.url === 'embedded') return { ...known, state: 'with-station', reason: '' };
  const { trouble, version } = await probeBroker(mqtt);
  return trouble === ''
    ? { ...known, state: 'connected', reason: '', mqttVersion: version }
    : { ...known, state: 'away', reason: trouble };
}

interface DatabaseReading {
  database: Surroundings['database'];
  /** The active one of the bay; null when there is none, or it can't be read. */
  calibration: Calibration | null;
}

async function readDatabase(loaded: LoadedConfig, bay: string): Promise<DatabaseReading> {
  let store: Store | undefined;
  let calibration: Calibration | null = null;
  try {
    checkDataIsThere(loaded);
    if (!existsSync(dataFiles(loaded.dataDir).file)) return { database: { state: 'absent' }, calibration };
    store = await openData(loaded);
    const commitMs = await store.timeCommit();
    const cases = await store.cases.size();
    const problems = await damageOf(store);
    if (problems?.length === 0) calibration = (await store.calibrations(bay, 1))[0] ?? null;
    return { database: { state: 'open', problems, commitMs, cases }, calibration };
  } catch (error) {
    return { database: { state: 'failing', reason: messageOf(error) }, calibration };
  } finally {
    void store?.close().catch(() => {}); // a check that takes too long goes on in the background
  }
}

/** Null when it takes too long. */
async function damageOf(store: Store): Promise<string[] | null> {
  const timeout = new AbortController();
  const tooLong = delay(CHECK_TIMEOUT_MS, null, { signal: timeout.signal }).catch(() => null);
  const damage = store.findDamage();
  damage.catch(() => {}); // it may reject after the timeout
  const first = await Promise.race([damage, tooLong]).finally(() => timeout.abort());
  return first;
}

/** Opens each reader until it has reported its state. */
function readReaders(readers: readonly Reader[]): Promise<Surroundings['readers']> {
  return Promise.all(
    readers.map(async (reader) => {
      const reported = new Promise((resolve) => reader.once('state', resolve));
      const timeout = new AbortController();
      reader.start();
      await Promise.race([reported, delay(READER_TIMEOUT_MS, null, { signal: timeout.signal }).catch(() => null)]);
      timeout.abort();
      const health = healthOf(reader);
      await reader.stop();
      return health;
    }),
  );
}

const healthOf = ({ name, health }: Reader) => ({ name, ...health });

/** Without the password that may be in it. */
const shownUrl = (url: string) => url.replace(/\/\/[^@/]*@/, '//');

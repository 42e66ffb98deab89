/** `lockout hub try`: a hub, its PostgreSQL and two simulated gyms, all in a folder that goes away with it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { loadConfig } from '../app/config/config.ts';
import { demoConfig } from '../app/demo/demo-config.ts';
import { DemoGym } from '../app/demo/demo-gym.ts';
import { Station } from '../app/station.ts';
import { openData } from '../app/storage/data-folder.ts';
import { pairWithHub } from '../app/uplink/pair.ts';
import { version } from '../app/version.ts';
import { systemClock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { Hub, hasMosquitto, INSTALL_MOSQUITTO, openHubParts, PrivateMosquitto, PrivatePostgres } from '../hub/index.ts';

const DASHBOARD = fileURLToPath(new URL('../../dashboard', import.meta.url));
const ADMIN = 'admin';
const GYMS = [
  { id: 'north', name: 'North', zone: 'Europe/Berlin', seed: 1 },
  { id: 'south', name: 'South', zone: 'Europe/Madrid', seed: 5 },
] as const;

export async function hubTry(port: number): Promise<void> {
  const startedMs = systemClock.monoMs();
  const folder = mkdtempSync(join(tmpdir(), 'lockout-hub-try-'));
  /** What was started last is ended first. */
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  let ending: Promise<void> | null = null;
  const end = () => (ending ??= endAll(ends));
  const onSignal = () => {
    if (ending === null) console.log('\nEnding ...');
    void end().then(() => process.exit(0));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const postgres = await PrivatePostgres.start();
    ends.push(() => postgres.stop());
    if (ending) return;
    const names = ['localhost', '127.0.0.1'];
    const place = { database: postgres.url, folder: join(folder, 'hub') };
    const dashboardDir = existsSync(DASHBOARD) ? DASHBOARD : null;
    const page = { host: '127.0.0.1', port, dashboardDir, names: [], tls: null };
    const broker = await startBroker(place);
    if (broker) ends.push(() => broker.stop());
    if (ending) return;
    const mqtt = broker?.url ?? '';
    const hub = await Hub.start({ ...place, names, host: '127.0.0.1', port: 0, adminPort: 0, page, mqtt, version });
    ends.push(() => hub.stop());
    const url = `https://localhost:${hub.port}`;
    // Of this try alone: it goes away with it.
    const password = randomBytes(9).toString('base64url');
    const code = await hub.accounts.newSetUpCode();
    if (code) await hub.accounts.setUp({ code, login: ADMIN, secret: password }, '127.0.0.1');
    const ids = new Map<string, string>();
    const idOf = (uid: string) => ids.get(uid) ?? ids.set(uid, newId()).get(uid)!;
    const pages = await Promise.all(
      GYMS.map(async (gym, index) => {
        await hub.pairing.addGym(gym);
        const code = await hub.pairing.invite(gym.id, true);
        if (ending) return '';
        const { station, page } = await startGym({
          gym,
          folder,
          url,
          code,
          port: port === 0 ? 0 : port + 1 + index,
          idOf,
        });
        ends.push(() => station.stop());
        return `  ${gym.name.padEnd(7)} ${page}`;
      }),
    );
    if (ending) return;
    const tookS = ((systemClock.monoMs() - startedMs) / 1000).toFixed(1);
    console.log(`\nLockout hub ${version} with two simulated gyms, after ${tookS} s`);
    console.log(`  hub     http://127.0.0.1:${hub.pagePort}   log in as ${ADMIN}, password ${password}`);
    console.log(`${pages.join('\n')}\n  status  http://127.0.0.1:${hub.adminPort}`);
    if (!broker) console.log(`Live values are missing, because mosquitto is. Install it: ${INSTALL_MOSQUITTO}`);
    console.log('Their simulated members train in both. Nothing of it stays. Press Ctrl-C to stop.\n');
  } catch (error) {
    await end();
    throw new Error(messageOf(error));
  }
}

/** Null: it is not installed. What a chain is can be seen without it, so that the rest goes on. */
async function startBroker(place: Parameters<typeof openHubParts>[0]): Promise<PrivateMosquitto | null> {
  if (!hasMosquitto()) return null;
  const parts = await openHubParts(place);
  try {
    return await PrivateMosquitto.start(parts);
  } finally {
    await parts.pool.end();
  }
}

async function endAll(ends: (() => Promise<unknown>)[]): Promise<void> {
  for (const end of ends.toReversed()) await end().catch((error: Error) => console.error(`lockout: ${error.message}`));
}

interface Gym {
  gym: (typeof GYMS)[number];
  folder: string;
  url: string;
  code: string;
  port: number;
  idOf: (uid: string) => string;
}

async function startGym({ gym, folder, url, code, port, idOf }: Gym): Promise<{ station: Station; page: string }> {
  const own = join(folder, gym.id);
  mkdirSync(own, { mode: 0o700 });
  const bays = [1, 2].map(
    (n) => `  - { id: bay-${n}, name: ${gym.name} ${n}, simulator: { seed: ${gym.seed + n}, massKg: ${60 + 10 * n} } }`,
  );
  const lines = [
    `site: ${gym.id}`,
    `zone: ${gym.zone}`,
    'log: { level: error }',
    `web: { port: ${port} }`,
    'mqtt: { embedded: { port: 0 } }',
  ];
  const file = join(own, 'lockout.yaml');
  writeFileSync(file, [...lines, `hub: { url: '${url}' }`, 'bays:', ...bays, ''].join('\n'), { mode: 0o600 });
  const loaded = demoConfig(loadConfig(file))!;
  const { dataDir } = loaded;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const logger = pino({ level: 'error', base: null }, pino.destination({ dest: 2, sync: true }));
  const demo = new DemoGym(idOf);
  const dashboardDir = existsSync(DASHBOARD) ? DASHBOARD : null;
  const store = await openData(loaded);
  const controllerId = store.controllerId!;
  await store.close();
  const known = { controllerId, bays: loaded.config.bays.map(({ id }) => id), version, clock: systemClock };
  await pairWithHub({ url, code, dataDir, ...known });
  const station = new Station({ loaded, dashboardDir, logger, openReader: demo.openReader, demo });
  const { page } = await station.start();
  await demo.start(station, logger);
  return { station, page };
}

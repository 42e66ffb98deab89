/** `lockout hub`: the hub of a chain of gyms, and how a station gets to it. Loads PostgreSQL's client only where it is used. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadConfig } from '../app/config/config.ts';
import { dataFiles } from '../app/storage/data-folder.ts';
import { version } from '../app/version.ts';
import { systemClock } from '../common/clock.ts';
import { listenFault } from '../common/listen-fault.ts';
import { isLoopback } from '../contracts/config/loopback.ts';
import { readControllerId } from '../store/index.ts';
import { doctorCommand } from './hub-doctor.ts';
import { peopleCommands } from './hub-people.ts';
import { type HubPlace, placed, placeOf, withHub } from './hub-place.ts';
import { print } from './member.ts';

interface RunOptions extends HubPlace {
  name: string[];
  host: string;
  port: string;
  adminPort: string;
  pageHost: string;
  pagePort: string;
  pageName: string[];
  pageCert?: string;
  pageKey?: string;
  mqtt: string;
}

export function hubCommand(): Command {
  const hub = new Command('hub')
    .description('the hub of a chain of gyms')
    .addCommand(
      new Command('try')
        .description('a hub of its own with two simulated gyms, until Ctrl-C; nothing of it stays')
        .option('--port <n>', 'port of the first page; the gyms have the next two', '8090')
        .action(async ({ port }: { port: string }) => (await import('./hub-try.ts')).hubTry(number(port, 'port'))),
    )
    .addCommand(
      placed('run', 'run the hub')
        .requiredOption('--name <name...>', 'names or addresses under which controllers reach it')
        .option('--host <address>', 'address to listen on', '0.0.0.0')
        .option('--port <n>', 'port for controllers (HTTPS)', '8443')
        .option('--admin-port <n>', 'port of the status page, on this machine alone', '8090')
        .option('--page-port <n>', 'port of the pages for people', '8080')
        .option(
          '--page-host <address>',
          'address of the pages; without a certificate only that of this machine',
          '127.0.0.1',
        )
        .option('--page-name <name...>', 'further names under which browsers reach the pages', [])
        .option('--page-cert <file>', 'certificate of the pages, PEM; a proxy on this machine needs none')
        .option('--page-key <file>', 'and its key')
        .option(
          '--mqtt <url>',
          'mqtts:// address of the broker for live values, as hub and controllers reach it; also LOCKOUT_HUB_MQTT',
          process.env.LOCKOUT_HUB_MQTT ?? '',
        )
        .action(async (options: RunOptions) => {
          const { Hub } = await import('../hub/index.ts');
          const { name: names, host } = options;
          const page = pageOf(options);
          const mqtt = checkedBroker(options.mqtt);
          const ports = { port: number(options.port, 'port'), adminPort: number(options.adminPort, 'admin-port') };
          const hub = await Hub.start({
            ...placeOf(options),
            names,
            host,
            ...ports,
            page,
            mqtt,
            version,
            metricsToken: process.env.LOCKOUT_HUB_METRICS_TOKEN ?? '',
            onFault: (text) => console.error(`lockout: ${text}`),
          }).catch((error: NodeJS.ErrnoException & { address?: string; port?: number }) => {
            const { address = host, port = ports.port } = error;
            const isPage = port === page.port;
            const setPort = isPage ? '--page-port' : port === ports.adminPort ? '--admin-port' : '--port';
            throw listenFault(error, { host: address, port, setPort, setHost: isPage ? '--page-host' : '--host' });
          });
          console.log(
            `Lockout hub ${version}\n  controllers  https://${names[0]}:${hub.port}\n  pages        ${page.tls ? 'https' : 'http'}://${page.names[0] ?? page.host}:${hub.pagePort}\n  status       http://127.0.0.1:${hub.adminPort}\n  live values  ${mqtt || 'none: no broker is configured (--mqtt)'}`,
          );
          const code = await hub.accounts.newSetUpCode();
          if (code !== null) console.log(`\nNo admin yet. Open the pages and make the first one with the code ${code}`);
          console.log(`Press Ctrl-C to stop.`);
          for (const signal of ['SIGINT', 'SIGTERM'] as const)
            process.once(signal, () => void hub.stop().then(() => process.exit(0)));
        }),
    )
    .addCommand(
      new Command('pair')
        .description('make this station known to a hub')
        .argument('<url>', 'address of the hub, such as https://hub.example:8443')
        .argument('<code...>', 'what `lockout hub invite` printed there')
        .option('-c, --config <file>', 'configuration file; lockout.yaml here when left out')
        .option('--json', 'print one JSON document about it')
        .action(async (url: string, code: string[], options: { config?: string; json?: boolean }) =>
          pair(url, code.join(''), options),
        ),
    )
    .addCommand(
      placed('gym', 'add a gym, or change its name and zone')
        .argument('<id>', 'lower-case letters, digits and hyphens')
        .option('--name-of-gym <name>', 'for people; its id when left out')
        .option('--zone <zone>', 'time zone, such as Europe/Berlin', Intl.DateTimeFormat().resolvedOptions().timeZone)
        .action(async (id: string, options: HubPlace & { nameOfGym?: string; zone: string }) => {
          if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
            throw new Error(`"${id}" is no id of a gym: use lower-case letters, digits and hyphens`);
          await withHub(options, ({ pairing }) =>
            pairing.addGym({ id, name: options.nameOfGym ?? id, zone: options.zone }),
          );
          console.log(`Gym "${id}" is known. A code for a controller of it: lockout hub invite ${id}`);
        }),
    )
    .addCommand(
      placed('invite', 'print a one-time code for a controller of a gym')
        .argument('<gym>')
        .option('--accept', 'who pairs with it is accepted at once')
        .action(async (gym: string, options: HubPlace & { accept?: boolean }) => {
          const code = await withHub(options, ({ pairing }) => pairing.invite(gym, options.accept ?? false));
          console.log(`${code}\nWithin an hour, on the controller: npx lockout hub pair https://THIS-HUB:8443 ${code}`);
        }),
    )
    .addCommand(
      placed('accept', 'let a paired controller send')
        .argument('<controller>')
        .action(async (id: string, options: HubPlace) => {
          await withHub(options, ({ pairing }) => pairing.accept(id));
          console.log(`Controller ${id} is accepted.`);
        }),
    )
    .addCommand(
      placed('revoke', 'refuse a controller from now on, as when it was stolen')
        .argument('<controller>')
        .action(async (id: string, options: HubPlace) => {
          await withHub(options, ({ pairing }) => pairing.revoke(id));
          console.log(`Controller ${id} is refused from its next request on. What it sent stays.`);
        }),
    )
    .addCommand(
      placed('resend', 'have every controller send its sets again, after this database was restored')
        .option('--since <time>', 'ISO time of the backup; everything when left out')
        .action(async (options: HubPlace & { since?: string }) => {
          const since = options.since === undefined ? null : time(options.since);
          const asked = await withHub(options, ({ pairing }) => pairing.resend(since));
          console.log(
            `${asked} controllers send their sets again${since === null ? '' : ` since ${since}`}, each as soon as it is heard.`,
          );
        }),
    )
    .addCommand(
      placed('status', 'print what the hub knows of gyms and controllers, as JSON').action(
        async (options: HubPlace) => {
          const { chainStatus } = await import('../hub/index.ts');
          console.log(JSON.stringify(await withHub(options, ({ pool }) => chainStatus(pool)), null, 2));
        },
      ),
    )
    .addCommand(
      placed('mosquitto', 'write what mosquitto needs for live values: configuration, rights, certificates')
        .argument('<folder>')
        .requiredOption('--name <name...>', 'names or addresses under which hub and controllers reach it')
        .option('--port <n>', 'port to listen on', '8883')
        .option('--at <folder>', 'where mosquitto will find these files', '/etc/mosquitto/lockout')
        .option('--plugin <file>', 'its mosquitto_dynamic_security.so; found by itself on the machine of the broker')
        .action(async (folder: string, options: HubPlace & BrokerPlace) => {
          const { name: names, at } = options;
          const listener = String(number(options.port, 'port'));
          const { rightsPlugin, writeBrokerFiles } = await import('../hub/index.ts');
          const plugin = options.plugin ?? rightsPlugin();
          const place = { folder: resolve(folder), at, names, listener, plugin };
          const file = await withHub(options, (parts) => writeBrokerFiles({ ...parts, ...place }));
          console.log(
            `${file} and the files beside it are for ${at}. Write them again every day: the list of revoked certificates counts for 30 days.`,
          );
          if (plugin === null)
            console.log(
              'There is no mosquitto_dynamic_security.so here: a connection that a revoked controller has open ends with the next start of mosquitto. Say where the broker has it: --plugin FILE',
            );
        }),
    )
    .addCommand(
      placed('crl', 'print the list of revoked certificates, for `crlfile` of mosquitto').action(
        async (options: HubPlace) => {
          console.log(await withHub(options, ({ pairing }) => pairing.revocationList()));
        },
      ),
    );
  for (const command of peopleCommands()) hub.addCommand(command);
  hub.addCommand(doctorCommand());
  return hub;
}

interface BrokerPlace {
  name: string[];
  port: string;
  at: string;
  plugin?: string;
}

async function pair(address: string, code: string, options: { config?: string; json?: boolean }): Promise<void> {
  const url = URL.canParse(address) ? new URL(address).origin : '';
  if (!url.startsWith('https://'))
    throw new Error(`"${address}" is no address of a hub; write it like https://hub.example:8443`);
  const loaded = loadConfig(options.config);
  const controllerId = readControllerId(dataFiles(loaded.dataDir).idFile);
  if (controllerId === null)
    throw new Error(`there is no station in ${loaded.dataDir} yet; start it once, then pair it`);
  const { pairWithHub } = await import('../app/uplink/pair.ts');
  const { setHub } = await import('../app/uplink/set-hub.ts');
  const bays = loaded.config.bays.map(({ id }) => id);
  const { paired, state } = await pairWithHub({
    url,
    code,
    dataDir: loaded.dataDir,
    controllerId,
    bays,
    version,
    clock: systemClock,
  });
  const { gym } = paired;
  const file = setHub(
    loaded.file ?? resolve(options.config ?? process.env.LOCKOUT_CONFIG ?? 'lockout.yaml'),
    url,
    gym.zone,
  );
  const next =
    state === 'pending' ? `An admin of the hub has yet to accept it: lockout hub accept ${controllerId}\n` : '';
  print(
    options,
    { gym, state, controllerId, file },
    `Paired with ${url}: gym "${gym.name}" (${gym.zone}).\n${next}${file} has hub.url now; restart the station.`,
  );
}

/** Who is at the broker is known by certificates alone. */
function checkedBroker(url: string): string {
  if (url !== '' && !(URL.canParse(url) && new URL(url).protocol === 'mqtts:'))
    throw new Error(`--mqtt is "${url}", but must be an address such as mqtts://hub.example:8883`);
  return url;
}

/** Passwords and names of people don't go through a network as plain text. */
function pageOf({ pageHost, pagePort, pageName, pageCert, pageKey }: RunOptions) {
  if ((pageCert === undefined) !== (pageKey === undefined)) throw new Error('--page-cert and --page-key go together');
  const tls = pageCert && pageKey ? { cert: readFileSync(pageCert, 'utf8'), key: readFileSync(pageKey, 'utf8') } : null;
  if (tls === null && !isLoopback(pageHost))
    throw new Error(
      `the pages at ${pageHost} need --page-cert and --page-key; or leave --page-host out, and put a proxy with HTTPS before them`,
    );
  const dashboardDir = fileURLToPath(new URL('../../dashboard', import.meta.url));
  return {
    host: pageHost,
    port: number(pagePort, 'page-port'),
    dashboardDir: existsSync(dashboardDir) ? dashboardDir : null,
    names: pageName,
    tls,
  };
}

function number(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    throw new Error(`--${name} is "${text}", but must be a port from 0 to 65535`);
  return value;
}

function time(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`--since is "${text}", but must be a time such as 2026-11-29T22:00:00Z`);
  return new Date(ms).toISOString();
}

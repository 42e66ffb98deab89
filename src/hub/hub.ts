/** The whole hub: database, authority, the servers. Stateless but for these: any number of them share one database. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Clock, systemClock } from '../common/clock.ts';
import { Accounts } from './accounts.ts';
import { Authority } from './authority.ts';
import { keysAtBroker } from './broker-files.ts';
import { CardKeys } from './card-keys.ts';
import { Commands } from './commands.ts';
import { Feed } from './feed.ts';
import { FeedBell } from './feed-bell.ts';
import { Ingest } from './ingest.ts';
import { LiveBroker } from './live-broker.ts';
import { hubMetrics, metricsRoute } from './metrics.ts';
import type { PageOptions } from './page-server.ts';
import { Pages } from './pages.ts';
import { Pairing } from './pairing.ts';
import { People } from './people.ts';
import { migrateHub } from './schema.ts';
import { adminServer, controllersServer, portOf } from './server.ts';
import { ShutOut } from './shut-out.ts';
import { Visits } from './visits.ts';
import { Watches } from './watches.ts';

interface HubOptions {
  /** address of PostgreSQL */
  database: string;
  /** folder of the authority; every hub of an organisation has the same one */
  folder: string;
  /** names and addresses under which controllers reach it */
  names: readonly string[];
  host: string;
  port: number;
  /** port of the page for its admin, on this machine alone */
  adminPort: number;
  /** the pages for people; left out: none */
  page?: PageOptions;
  version?: string;
  /** mqtts:// address of the broker, as hub and controllers reach it; empty or left out: there is none, and no live values */
  mqtt?: string;
  /** with it, `/metrics` is served to controllers' port too; empty or left out: on this machine alone */
  metricsToken?: string;
  clock?: Clock;
  onFault?: (message: string) => void;
}

const POOL_SIZE = 8;
const SWEEP_MS = 10 * 60_000;

export async function openHubParts({
  database,
  folder,
  clock = systemClock,
  onFault = () => undefined,
}: Pick<HubOptions, 'database' | 'folder' | 'clock' | 'onFault'>) {
  const pool = new pg.Pool({ connectionString: database, max: POOL_SIZE, connectionTimeoutMillis: 10_000 });
  // One that waits in the pool and breaks is replaced at the next query.
  pool.on('error', (error) => onFault(`lost a connection to PostgreSQL: ${error.message}`));
  try {
    await migrateHub(pool);
    const authority = await Authority.open(join(folder, 'authority'), clock);
    const cardKeys = new CardKeys(authority.secret);
    const pairing = new Pairing({ pool, authority, cardKeys, clock });
    return { pool, authority, cardKeys, pairing, people: new People({ pool, cardKeys, clock }), clock };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

interface Running {
  ingest: Ingest;
  feed: Feed;
  bell: FeedBell;
  commands: Commands;
  accounts: Accounts;
  pages: Pages | null;
  broker: LiveBroker | null;
  shutOut: ShutOut | null;
  sweeping: NodeJS.Timeout;
}

export class Hub {
  readonly pool: pg.Pool;
  readonly pairing: Pairing;
  readonly people: People;
  readonly ingest: Ingest;
  readonly feed: Feed;
  readonly accounts: Accounts;
  readonly commands: Commands;
  /** null: no pages */
  readonly pagePort: number | null;
  readonly #bell: FeedBell;
  readonly #broker: LiveBroker | null;
  readonly #pages: Pages | null;
  readonly #shutOut: ShutOut | null;
  readonly #sweeping: NodeJS.Timeout;
  readonly #servers: readonly FastifyInstance[];
  readonly port: number;
  readonly adminPort: number;

  private constructor(
    parts: Awaited<ReturnType<typeof openHubParts>>,
    { ingest, feed, bell, commands, accounts, pages, broker, shutOut, sweeping }: Running,
    servers: [FastifyInstance, FastifyInstance],
  ) {
    this.accounts = accounts;
    this.commands = commands;
    this.#pages = pages;
    this.#shutOut = shutOut;
    this.#sweeping = sweeping;
    this.pagePort = pages && portOf(pages.app);
    this.pool = parts.pool;
    this.pairing = parts.pairing;
    this.people = parts.people;
    this.ingest = ingest;
    this.feed = feed;
    this.#bell = bell;
    this.#broker = broker;
    this.#servers = servers;
    [this.port, this.adminPort] = servers.map(portOf) as [number, number];
  }

  static async start(options: HubOptions): Promise<Hub> {
    const parts = await openHubParts(options);
    const { pool, authority, cardKeys, pairing, clock } = parts;
    const { mqtt = '', onFault = () => undefined } = options;
    const ingest = new Ingest({ pool, clock });
    const bell = new FeedBell({ database: options.database, onFault });
    const watches = new Watches({ pool, clock, broker: mqtt });
    const commands = new Commands({ pool, clock });
    const feed = new Feed({ pool, cardKeys, bell, clock, watches, commands });
    const accounts = new Accounts({ pool, clock });
    const visits = new Visits({ pool, clock });
    const servers: FastifyInstance[] = [];
    let pages: Pages | null = null;
    let broker: LiveBroker | null = null;
    let shutOut: ShutOut | null = null;
    let port = options.port;
    try {
      if (options.page) {
        const { page, version = '' } = options;
        const { people } = parts;
        if (mqtt !== '') broker = new LiveBroker({ url: mqtt, keys: await keysAtBroker(authority), clock, onFault });
        broker?.start();
        pages = await Pages.start(page, {
          pool,
          watches,
          broker,
          bell,
          commands,
          accounts,
          pairing,
          people,
          url: () => `https://${options.names[0]}:${port}`,
          clock,
          version,
          onFault,
        });
      }
      const tls = { ...(await authority.server(options.names)), ca: authority.certificate };
      const controllers = controllersServer({ tls, ingest, feed, visits, pairing, commands, clock, onFault });
      const counts = () => ({
        ...ingest.counts,
        feed: { ...feed.counts, ...bell.counts },
        visits: visits.counts,
        live: { ...watches.counts, ...broker?.counts, ...(broker && { isUp: broker.isUp }) },
        commands: commands.counts,
        logIns: accounts.counts,
        ...pages?.counts(),
      });
      const admin = adminServer({ pool, counts, clock, onFault });
      const metrics = hubMetrics({ pool, counts, clock });
      metricsRoute(admin, metrics, null);
      if (options.metricsToken) metricsRoute(controllers, metrics, options.metricsToken);
      servers.push(controllers, admin);
      await bell.start();
      if (broker) shutOut = new ShutOut({ pool, broker, clock, onFault });
      shutOut?.start();
      const sweep = () => commands.recordings.dropOld(clock.wallMs());
      await sweep();
      await controllers.listen({ host: options.host, port });
      port = portOf(controllers);
      await admin.listen({ host: '127.0.0.1', port: options.adminPort });
      const sweeping = setInterval(
        () => void sweep().catch((error: Error) => onFault(error.message)),
        SWEEP_MS,
      ).unref();
      return new Hub(parts, { ingest, feed, bell, commands, accounts, pages, broker, shutOut, sweeping }, [
        controllers,
        admin,
      ]);
    } catch (error) {
      await Promise.all([bell.stop(), pages?.stop(), broker?.stop(), shutOut?.stop()]);
      await Promise.all(servers.map((server) => server.close()));
      await pool.end();
      throw error;
    }
  }

  get isListening(): boolean {
    return this.#servers.some((app) => app.server.listening);
  }

  /** What is being stored is answered first. */
  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    // Together: what the bell answers ends its connection too.
    await Promise.all([...this.#servers.map((server) => server.close()), this.#bell.stop(), this.#pages?.stop()]);
    await this.#shutOut?.stop();
    await this.#broker?.stop();
    await this.pool.end();
  }
}

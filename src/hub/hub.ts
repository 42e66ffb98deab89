/** The whole hub: database, authority, the servers. Stateless but for these: any number of them share one database. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Clock, systemClock } from '../common/clock.ts';
import { Authority } from './authority.ts';
import { Ingest } from './ingest.ts';
import { Pairing } from './pairing.ts';
import { migrateHub } from './schema.ts';
import { adminServer, controllersServer, portOf } from './server.ts';

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
  clock?: Clock;
  onFault?: (message: string) => void;
}

const POOL_SIZE = 8;

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
    return { pool, authority, pairing: new Pairing({ pool, authority, clock }), clock };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

export class Hub {
  readonly pool: pg.Pool;
  readonly pairing: Pairing;
  readonly ingest: Ingest;
  readonly #servers: readonly FastifyInstance[];
  readonly port: number;
  readonly adminPort: number;

  private constructor(
    parts: Awaited<ReturnType<typeof openHubParts>>,
    ingest: Ingest,
    servers: [FastifyInstance, FastifyInstance],
  ) {
    this.pool = parts.pool;
    this.pairing = parts.pairing;
    this.ingest = ingest;
    this.#servers = servers;
    [this.port, this.adminPort] = servers.map(portOf) as [number, number];
  }

  static async start(options: HubOptions): Promise<Hub> {
    const parts = await openHubParts(options);
    const { pool, authority, pairing, clock } = parts;
    const { onFault = () => undefined } = options;
    const ingest = new Ingest({ pool, clock });
    const servers: FastifyInstance[] = [];
    try {
      const tls = { ...(await authority.server(options.names)), ca: authority.certificate };
      const controllers = controllersServer({ tls, ingest, pairing, clock, onFault });
      const admin = adminServer({ pool, ingest, clock, onFault });
      servers.push(controllers, admin);
      await controllers.listen({ host: options.host, port: options.port });
      await admin.listen({ host: '127.0.0.1', port: options.adminPort });
      return new Hub(parts, ingest, [controllers, admin]);
    } catch (error) {
      await Promise.all(servers.map((server) => server.close()));
      await pool.end();
      throw error;
    }
  }

  /** What is being stored is answered first. */
  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()));
    await this.pool.end();
  }
}

/** The pages of the hub with what stands behind them, started and stopped as one. */
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { Clock } from '../common/clock.ts';
import type { Accounts } from './accounts.ts';
import type { Commands } from './commands.ts';
import type { FeedBell } from './feed-bell.ts';
import type { LiveBroker } from './live-broker.ts';
import { LiveRooms } from './live-rooms.ts';
import { PageQueries } from './page-queries.ts';
import { type PageOptions, pageServer } from './page-server.ts';
import type { Pairing } from './pairing.ts';
import type { People } from './people.ts';
import type { Watches } from './watches.ts';

interface PagesOptions {
  pool: Pool;
  watches: Watches;
  broker: LiveBroker | null;
  bell: FeedBell;
  commands: Commands;
  accounts: Accounts;
  pairing: Pairing;
  people: People;
  /** under which controllers reach this hub */
  url: () => string;
  clock: Clock;
  version: string;
  onFault: (message: string) => void;
}

export class Pages {
  readonly app: FastifyInstance;
  readonly #rooms: LiveRooms;
  readonly #counts: { requests: number; refused: number };

  private constructor(app: FastifyInstance, rooms: LiveRooms, counts: { requests: number; refused: number }) {
    this.app = app;
    this.#rooms = rooms;
    this.#counts = counts;
  }

  static async start(page: PageOptions, options: PagesOptions): Promise<Pages> {
    const { pool, watches, broker, bell, commands, accounts, pairing, people, url, clock, version, onFault } = options;
    const rooms = new LiveRooms({ pool, watches, broker, bell, clock, version, onFault });
    const queries = new PageQueries({ pool, clock, commands });
    const { app, counts } = await pageServer(page, {
      accounts,
      queries,
      commands,
      rooms,
      pairing,
      people,
      url,
      clock,
      onFault,
    });
    try {
      await app.listen({ host: page.host, port: page.port });
      return new Pages(app, rooms, counts);
    } catch (error) {
      await app.close();
      throw error;
    }
  }

  counts(): object {
    return { pages: this.#counts, rooms: this.#rooms.counts };
  }

  async stop(): Promise<void> {
    this.#rooms.stop();
    await this.app.close();
  }
}

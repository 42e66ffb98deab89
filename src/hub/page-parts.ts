/** What the routes of the pages are made of. */
import type { Clock } from '../common/clock.ts';
import type { Accounts } from './accounts.ts';
import type { Commands } from './commands.ts';
import type { LiveRooms } from './live-rooms.ts';
import type { PageQueries } from './page-queries.ts';
import type { Pairing } from './pairing.ts';
import type { People } from './people.ts';

export interface PageParts {
  accounts: Accounts;
  queries: PageQueries;
  commands: Commands;
  rooms: LiveRooms;
  pairing: Pairing;
  people: People;
  /** under which controllers reach this hub */
  url: () => string;
  clock: Clock;
  onFault: (message: string) => void;
}

import type { Database } from '../database.ts';
import { accessTable } from './access.ts';
import { alertsTable } from './alerts.ts';
import { cardClaimsTable } from './card-claims.ts';
import { cardsTable } from './cards.ts';
import { casesTable } from './cases.ts';
import { changesTable } from './changes.ts';
import { correctionsTable } from './corrections.ts';
import { groupsTable } from './groups.ts';
import { historyTable } from './history.ts';
import { idempotencyTable } from './idempotency.ts';
import { importsTable } from './imports.ts';
import { leaderboardTable } from './leaderboard.ts';
import { membersTable } from './members.ts';
import { presenceTable } from './presence.ts';
import { programmesTable, rangesTable } from './programmes.ts';
import { replicaTable } from './replica.ts';
import type { Tables } from './sync.ts';
import { templatesTable } from './templates.ts';
import { upkeepTable } from './upkeep.ts';
import { webhooksTable } from './webhooks.ts';

/** What is kept of members, by subject; `members-types.ts` and the files beside it describe every call. */
export const openTables = (db: Database): Tables => ({
  members: membersTable(db),
  cards: cardsTable(db),
  access: accessTable(db),
  presence: presenceTable(db),
  programmes: programmesTable(db),
  templates: templatesTable(db),
  groups: groupsTable(db),
  imports: importsTable(db),
  alerts: alertsTable(db),
  leaderboard: leaderboardTable(db),
  ranges: rangesTable(db),
  corrections: correctionsTable(db),
  cases: casesTable(db),
  history: historyTable(db),
  webhooks: webhooksTable(db),
  idempotency: idempotencyTable(db),
  upkeep: upkeepTable(db),
  changes: changesTable(db),
  replica: replicaTable(db),
  cardClaims: cardClaimsTable(db),
});

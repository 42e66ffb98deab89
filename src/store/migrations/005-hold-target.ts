import type { Migration } from '../migrate.ts';

/** How long each lockout of a set was to be held. Of sets that were stored before, it is not known. */
export const holdTarget: Migration = {
  version: 5,
  name: 'hold target',
  sql: 'ALTER TABLE sets ADD COLUMN target_hold_s REAL;',
};

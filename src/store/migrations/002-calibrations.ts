import type { Migration } from '../migrate.ts';

/** Every calibration that was ever saved; the latest row of a bay is the one in force. */
export const calibrations: Migration = {
  version: 2,
  name: 'calibrations',
  sql: `
    -- In the order of saving, not of time: a Raspberry Pi has no clock of its own and may wake up in the past.
    CREATE TABLE calibrations (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      bay TEXT NOT NULL,
      at TEXT NOT NULL,
      restores TEXT REFERENCES calibrations (id),
      force_json TEXT NOT NULL,
      distance_json TEXT NOT NULL,
      lag_json TEXT NOT NULL,
      lockout_version TEXT NOT NULL,
      firmware_version TEXT NOT NULL,
      board TEXT NOT NULL
    ) STRICT;
    CREATE INDEX calibrations_by_bay ON calibrations (bay, seq);
  `,
};

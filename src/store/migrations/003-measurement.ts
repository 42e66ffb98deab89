import type { Migration } from '../migrate.ts';

/** Measurements of sets and movements beyond the count. Sets stored earlier have none. */
export const measurement: Migration = {
  version: 3,
  name: 'measurement',
  sql: `
    ALTER TABLE sets ADD COLUMN session_id TEXT;
    ALTER TABLE sets ADD COLUMN side TEXT;
    ALTER TABLE sets ADD COLUMN entered_load_kg REAL;
    ALTER TABLE sets ADD COLUMN plates_json TEXT NOT NULL DEFAULT 'null';
    ALTER TABLE sets ADD COLUMN tempo_json TEXT NOT NULL DEFAULT 'null';
    ALTER TABLE sets ADD COLUMN mean_power_w REAL;
    ALTER TABLE sets ADD COLUMN peak_power_w REAL;
    ALTER TABLE sets ADD COLUMN work_j REAL;
    ALTER TABLE sets ADD COLUMN left_share_percent REAL;
    ALTER TABLE sets ADD COLUMN one_rep_max_json TEXT NOT NULL DEFAULT 'null';

    ALTER TABLE reps ADD COLUMN top_mm REAL;
    ALTER TABLE reps ADD COLUMN mean_force_n REAL;
    ALTER TABLE reps ADD COLUMN peak_force_n REAL;
    ALTER TABLE reps ADD COLUMN mean_power_w REAL;
    ALTER TABLE reps ADD COLUMN peak_power_w REAL;
    ALTER TABLE reps ADD COLUMN work_j REAL;
    ALTER TABLE reps ADD COLUMN left_share_percent REAL;
    ALTER TABLE reps ADD COLUMN correction TEXT;
  `,
};

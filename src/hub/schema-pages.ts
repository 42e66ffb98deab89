/** Schema of the hub's pages: who may see them, who looks at which gym, and what was asked of controllers. */
export const PAGES = `
  CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    login text NOT NULL,
    login_key text NOT NULL UNIQUE,
    secret text NOT NULL,
    role text NOT NULL CHECK (role IN ('trainer', 'admin')),
    -- null: every gym
    gyms text[],
    created_at timestamptz NOT NULL
  );
  CREATE TABLE account_sessions (
    -- hash of what the cookie holds
    hash text PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX account_sessions_by_account ON account_sessions (account_id);
  CREATE TABLE set_up_codes (
    hash text PRIMARY KEY,
    expires_at timestamptz NOT NULL
  );
  -- Who did what on the pages: names of accounts, ids of what it was about.
  CREATE TABLE page_audit (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    account text NOT NULL,
    kind text NOT NULL,
    about text NOT NULL
  );
  -- What a controller says of itself, and of its bays, beside its sets.
  ALTER TABLE controllers ADD COLUMN health jsonb;
  -- While someone watches at a gym. Lost with a crash of PostgreSQL, and made again within seconds.
  CREATE UNLOGGED TABLE watches (
    gym_id text PRIMARY KEY REFERENCES gyms (id),
    until timestamptz NOT NULL,
    token bigint NOT NULL
  );
  CREATE UNLOGGED TABLE live_bays (
    gym_id text NOT NULL,
    bay text NOT NULL,
    n bigint GENERATED ALWAYS AS IDENTITY,
    snapshot jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (gym_id, bay)
  );
  CREATE TABLE commands (
    id uuid PRIMARY KEY,
    gym_id text NOT NULL REFERENCES gyms (id),
    controller_id text NOT NULL REFERENCES controllers (id),
    issuer text NOT NULL,
    wanted jsonb NOT NULL,
    -- of whose set it is about
    set_id uuid,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    sent integer NOT NULL DEFAULT 0,
    outcome text CHECK (outcome IN ('done', 'refused', 'expired', 'interrupted')),
    problem jsonb,
    ended_at timestamptz
  );
  CREATE INDEX commands_waiting ON commands (controller_id) WHERE outcome IS NULL;
  CREATE INDEX commands_by_gym ON commands (gym_id, made_at);
  CREATE INDEX commands_by_set ON commands (set_id) WHERE set_id IS NOT NULL;
  -- Raw samples that someone asked for, for a day.
  CREATE TABLE recordings (
    set_id uuid PRIMARY KEY,
    gym_id text NOT NULL,
    data bytea NOT NULL,
    at timestamptz NOT NULL
  );
`;

/** Schema 5: live values of many bays a second. Both tables are lost with a crash of PostgreSQL, and filled again within seconds. */
export const LIVE = `
  CREATE INDEX bays_by_controller ON bays (controller_id);
  DROP TABLE live_bays;
  -- How each bay was when something happened there last; for a page that is opened.
  CREATE UNLOGGED TABLE live_bays (
    gym_id text NOT NULL,
    bay text NOT NULL,
    snapshot json NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (gym_id, bay)
  );
  -- What came, for pages that are open. Batches follow each other one by one, so who has read up to n has missed nothing.
  CREATE UNLOGGED TABLE live_posts (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gym_id text NOT NULL,
    bays json NOT NULL,
    frames json NOT NULL,
    at timestamptz NOT NULL
  );
`;

/** Schema 6: live values come by the broker, and are kept in no table. */
export const LIVE_BY_BROKER = 'DROP TABLE live_bays, live_posts;';

/** Schema 7: raw samples that a page looks at are in no log, and in no backup that is made of files. */
export const RECORDINGS_UNLOGGED = 'ALTER TABLE recordings SET UNLOGGED;';

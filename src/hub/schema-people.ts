/** Schema 2 of the hub: who people are, and what each gym has yet to hear of them. */
export const PEOPLE = `
  CREATE TABLE members (
    id uuid PRIMARY KEY,
    -- rises with every change that a gym may see
    revision integer NOT NULL,
    alias text NOT NULL,
    name text,
    login text,
    -- in one case of letters; one log-in is one person in the whole organisation
    login_key text UNIQUE,
    height_mm double precision,
    show_alias boolean NOT NULL,
    keep_recordings boolean NOT NULL,
    share_sets boolean NOT NULL,
    consents_at timestamptz,
    created_at timestamptz NOT NULL
  );
  CREATE TABLE memberships (
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- null: every gym
    gym_id text REFERENCES gyms (id),
    role text NOT NULL CHECK (role IN ('member', 'trainer', 'admin')),
    -- of a visitor; null: it is a gym of theirs
    visits_until timestamptz,
    UNIQUE NULLS NOT DISTINCT (member_id, gym_id)
  );
  CREATE INDEX memberships_by_gym ON memberships (gym_id);
  CREATE TABLE cards (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    -- key id and keyed hash
    hash text NOT NULL UNIQUE,
    last_digits text NOT NULL,
    added_at timestamptz NOT NULL
  );
  CREATE INDEX cards_by_member ON cards (member_id);
  -- Sealed by the key of the authority: this database alone identifies no card.
  CREATE TABLE card_keys (
    n integer PRIMARY KEY,
    kid text NOT NULL UNIQUE,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  -- What a station and the hub changed differently. The hub's stays; this is the other.
  CREATE TABLE conflicts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    field text NOT NULL,
    value jsonb NOT NULL,
    gym_id text NOT NULL,
    controller_id text NOT NULL,
    at timestamptz NOT NULL,
    UNIQUE (member_id, field, gym_id, value)
  );
  -- Members of a station that may be duplicates of known ones: an admin decides. Only their ids.
  CREATE TABLE duplicates (
    member_id uuid NOT NULL,
    other_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    why text NOT NULL CHECK (why IN ('card', 'login')),
    gym_id text NOT NULL,
    controller_id text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (member_id, other_id, why)
  );
  -- One row a thing and gym. \`n\` comes from the gym's counter in the transaction of the change, so a reader that is at n has missed nothing.
  CREATE TABLE feed_counters (
    gym_id text PRIMARY KEY REFERENCES gyms (id),
    last bigint NOT NULL
  );
  CREATE TABLE feed (
    gym_id text NOT NULL REFERENCES gyms (id),
    n bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'card-key')),
    id text NOT NULL,
    PRIMARY KEY (gym_id, n),
    UNIQUE (gym_id, kind, id)
  );
  CREATE TABLE feed_epoch (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    epoch uuid NOT NULL
  );
  INSERT INTO feed_epoch (epoch) VALUES (gen_random_uuid());
  -- What a controller has kept of the feed; null: nothing yet.
  ALTER TABLE controllers ADD COLUMN feed_n bigint, ADD COLUMN feed_at timestamptz;
`;

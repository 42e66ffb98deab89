/** Schema 3 of the hub: what members are to do and what was learned of them, in every gym where they train. */
export const TRAINING = `
  CREATE TABLE programmes (
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    exercise text NOT NULL,
    revision integer NOT NULL,
    -- null: it was removed; the row stays, so that an edit of before is seen as one
    doc jsonb,
    PRIMARY KEY (member_id, exercise)
  );
  CREATE TABLE learned_ranges (
    member_id uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    exercise text NOT NULL,
    revision integer NOT NULL,
    doc jsonb NOT NULL,
    PRIMARY KEY (member_id, exercise)
  );
`;

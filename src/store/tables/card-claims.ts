/** Sets of a card whose owner is not known yet. Who that is, the hub says; a set that has an owner by then keeps them. */
import { v7 as newId } from 'uuid';
import type { CardClaim } from '../../contracts/hub-people.ts';
import type { Database } from '../database.ts';
import type { CardClaimsTable } from '../members-types.ts';
import { correctSet } from './corrections.ts';
import type { Sync } from './sync.ts';

/** More wait for no one: each is a set of a visitor in the hours in which the hub was away. */
const MAX_CLAIMS = 1000;

/** Inside a transaction. What is too much is left out; the set can be claimed by hand. */
export function putCardClaim(db: Database, { setId, hashes, tappedAt, expiresAt }: CardClaim): void {
  if (db.number('SELECT count(*) FROM card_claims') >= MAX_CLAIMS) return;
  db.run(
    'INSERT INTO card_claims (set_id, hashes_json, tapped_at, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    setId,
    JSON.stringify(hashes),
    tappedAt,
    expiresAt,
  );
}

/** Of members whom the hub knows, and who agree to it; the card was theirs when it was held to the reader. */
const OWNER = `SELECT c.member_id FROM json_each(k.hashes_json) h JOIN cards c ON c.hash = h.value
  JOIN members m ON m.id = c.member_id AND m.across_gyms = 1
  JOIN replica r ON r.member_id = c.member_id AND r.base_json IS NOT NULL
  WHERE c.added_at <= k.tapped_at LIMIT 1`;
/** Someone said whose it is, or that it is no one's. */
const IS_SETTLED = `s.member_id IS NOT NULL OR s.deleted_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM audit a WHERE a.set_id = s.id AND json_extract(a.correction_json, '$.kind') = 'owner')`;

export function cardClaimsTable(db: Database): Sync<CardClaimsTable> {
  return {
    give: (at) =>
      db.transaction(() => {
        db.run('DELETE FROM card_claims WHERE expires_at <= ?', at);
        db.run(`DELETE FROM card_claims WHERE set_id IN
          (SELECT s.id FROM card_claims k JOIN sets s ON s.id = k.set_id WHERE ${IS_SETTLED})`);
        const rows = db.all(
          `SELECT k.set_id, k.hashes_json, s.bay, (${OWNER}) AS member_id FROM card_claims k
             JOIN sets s ON s.id = k.set_id AND s.ended_at IS NOT NULL ORDER BY k.set_id`,
        );
        const owned = rows.filter(({ member_id }) => member_id !== null);
        for (const { set_id, member_id } of owned) {
          const memberId = member_id as string;
          const actor = { id: memberId, role: 'member' };
          const correction = { kind: 'owner' as const, memberId };
          correctSet(db, { id: newId(), setId: set_id as string, correction, actor, at, as: 'claim' });
          db.run('DELETE FROM card_claims WHERE set_id = ?', set_id as string);
        }
        const unknown = rows
          .filter(({ member_id }) => member_id === null)
          .map(({ hashes_json }) => hashes_json as string);
        return {
          given: owned.map(({ set_id, bay }) => ({ setId: set_id as string, bay: bay as string })),
          unknown: [...new Set(unknown)].map((hashes) => JSON.parse(hashes) as string[]),
        };
      }),
    count: () => db.number('SELECT count(*) FROM card_claims'),
  };
}

import type { Card } from '../../contracts/members.ts';
import type { Database, Row } from '../database.ts';
import type { CardsTable } from '../people-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { getMember } from './members.ts';
import type { Sync } from './sync.ts';

const rowToCard = (row: Row): Card => ({
  id: row.id as string,
  memberId: row.member_id as string,
  lastDigits: row.last_digits as string,
  addedAt: row.added_at as string,
});

export function cardsTable(db: Database): Sync<CardsTable> {
  return {
    add: ({ id, memberId, lastDigits, addedAt }, hash, actor) =>
      db.transaction(() => {
        if (!getMember(db, memberId)) throw refusal('no-such-member', { id: memberId });
        if (db.get('SELECT 1 FROM cards WHERE hash = ?', hash)) throw refusal('card-in-use', {});
        db.run(
          'INSERT INTO cards (id, member_id, hash, last_digits, added_at) VALUES (?, ?, ?, ?, ?)',
          id,
          memberId,
          hash,
          lastDigits,
          addedAt,
        );
        record(db, { at: addedAt, actor, kind: 'card-added', memberId, after: { lastDigits } });
      }),

    of: (memberId) => db.all('SELECT * FROM cards WHERE member_id = ? ORDER BY added_at, id', memberId).map(rowToCard),

    remove: (memberId, cardId, at, actor) =>
      db.transaction(() => {
        const row = db.get('SELECT * FROM cards WHERE id = ? AND member_id = ?', cardId, memberId);
        if (!row) return false;
        db.run('DELETE FROM cards WHERE id = ?', cardId);
        record(db, { at, actor, kind: 'card-removed', memberId, before: { lastDigits: rowToCard(row).lastDigits } });
        return true;
      }),

    rehash: (oldHash, hash) => {
      db.run('UPDATE OR IGNORE cards SET hash = ? WHERE hash = ?', hash, oldHash);
    },

    all: () =>
      db
        .all(
          'SELECT hash, member_id, alias, show_alias, keep_recordings, consents_at FROM cards JOIN members ON members.id = member_id',
        )
        .map((row) => ({
          hash: row.hash as string,
          memberId: row.member_id as string,
          alias: row.alias as string,
          showAlias: row.show_alias === 1,
          keepRecordings: row.keep_recordings === 1,
          consentsDue: row.consents_at === null,
        })),
  };
}

/** Follows the feed of a hub, and keeps what both sides had last; so what was edited here is never overwritten before the hub has it. */
import type { FeedItem } from '../../contracts/hub-people.ts';
import type { Database } from '../database.ts';
import type { Followed, ReplicaTable } from '../members-types.ts';
import { record } from './audit.ts';
import { followMember, HUB } from './follow-member.ts';
import { forgetMember } from './forget-member.ts';
import { getMember } from './members.ts';
import { type Base, putReplica, replicaOf } from './person.ts';
import type { Sync } from './sync.ts';
import { NO_TRAINING, sentTraining } from './training.ts';

/** The hub said so itself, beside its feed: a page that was made before does not name them. */
const NO_FEED = '';
const ON_A_BAY = `SELECT 1 FROM bay_sessions b WHERE b.member_id = replica.member_id AND b.ended_at IS NULL`;
const NOTHING_SENT = { programmes: [], ranges: [] };

export function replicaTable(db: Database): Sync<ReplicaTable> {
  const follow: Sync<ReplicaTable>['follow'] = (page, at) =>
    db.transaction(() => {
      const followed: Followed = { changed: [], gone: [], again: [], notTaken: [] };
      for (const item of page.items) followItem(db, item, page.epoch, at, followed);
      if (!page.more) sweep(db, page.epoch, followed);
      db.run('UPDATE changes_state SET feed_epoch = ?, feed_cursor = ?', page.epoch, page.next);
      return followed;
    });

  return {
    state() {
      const { feed_epoch, feed_cursor } = db.get('SELECT feed_epoch, feed_cursor FROM changes_state')!;
      return {
        epoch: feed_epoch as string | null,
        cursor: feed_cursor as number,
        members: db.number('SELECT count(*) FROM replica WHERE base_json IS NOT NULL'),
        visitors: db.number('SELECT count(*) FROM replica WHERE visits_until IS NOT NULL'),
      };
    },
    follow,
    followErasing: follow,

    visit: (visitor, at) =>
      db.transaction(() => {
        const followed: Followed = { changed: [], gone: [], again: [], notTaken: [] };
        followItem(db, visitor, NO_FEED, at, followed);
        return followed;
      }),

    acked: (members, sentIn) =>
      db.transaction(() => {
        const epoch = db.get('SELECT feed_epoch FROM changes_state')!.feed_epoch as string | null;
        for (const { item, revision } of members) {
          if ('goneAt' in item.doc) db.run('UPDATE changes SET is_sent = 1 WHERE seq = ?', item.seq);
          else db.run(`DELETE FROM changes WHERE seq = ? AND gone_at IS NULL`, item.seq);
          const replica = replicaOf(db, item.id);
          if (!replica || revision === 0) continue;
          if (!('fields' in item.doc)) continue;
          if (sentIn !== null && epoch !== sentIn) {
            noteAgain(db, item.id);
            continue;
          }
          const base: Base = {
            fields: { ...replica.base?.fields, ...item.doc.fields },
            cards: { ...replica.base?.cards, ...Object.fromEntries(item.doc.cards.map(({ id, hash }) => [id, hash])) },
            training: sentTraining(replica.base?.training ?? NO_TRAINING, item.doc.training ?? NOTHING_SENT),
          };
          for (const id of item.doc.cardsRemoved) delete base.cards[id];
          putReplica(db, item.id, { ...replica, base, revision, epoch });
        }
        // Who left, and has not come back since.
        for (const { item } of members)
          if ('leftAt' in item.doc && getMember(db, item.id)?.consents.acrossGyms === false)
            db.run('DELETE FROM replica WHERE member_id = ?', item.id);
      }),

    dropVisitors: (now) =>
      db.transaction(() => {
        const ids = db
          .all(
            `SELECT member_id AS id FROM replica WHERE visits_until < ?
               AND NOT EXISTS (${ON_A_BAY})`,
            now,
          )
          .map(({ id }) => id as string);
        for (const id of ids) dropVisitor(db, id);
        return ids;
      }),
  };
}

function followItem(db: Database, item: FeedItem, epoch: string, at: string, followed: Followed): void {
  if (item.kind === 'card-key') return; // kept in a file of its own
  const { id } = item;
  if (item.kind === 'member') {
    // A hub that was restored from a backup may have lost a deletion: it is sent again.
    if (db.run(`UPDATE changes SET is_sent = 0 WHERE kind = 'member' AND id = ? AND gone_at IS NOT NULL`, id) > 0) {
      followed.again.push(id);
      return;
    }
    const { isChanged, notTaken } = db.unnoted(() => followMember(db, item, epoch, at));
    if (isChanged) followed.changed.push(id);
    followed.notTaken.push(...notTaken);
  } else if (item.kind === 'gone') {
    if (!getMember(db, id) && !db.get('SELECT 1 FROM sets WHERE member_id = ?', id)) return;
    forgetMember(db, id, item.at, HUB);
    // It is remembered as if it had been begun here, and the hub knows it.
    db.run(`UPDATE changes SET is_sent = 1 WHERE kind = 'member' AND id = ?`, id);
    followed.gone.push(id);
  } else leave(db, id, at, followed);
}

/** They don't agree to be known in other gyms any more. */
function leave(db: Database, id: string, at: string, followed: Followed): void {
  const replica = replicaOf(db, id);
  if (!replica) return;
  const isWaiting = db.get(`SELECT 1 FROM changes WHERE kind = 'member' AND id = ? AND is_sent = 0`, id);
  if (replica.visitsUntil !== null) {
    db.run(`UPDATE sets SET member_id = NULL, session_id = NULL, note = '' WHERE member_id = ?`, id);
    db.run('UPDATE reps SET member_id = NULL WHERE member_id = ?', id);
    dropVisitor(db, id);
    followed.gone.push(id);
  } else if (!isWaiting) {
    db.unnoted(() => db.run('UPDATE members SET across_gyms = 0, revision = revision + 1 WHERE id = ?', id));
    db.run('DELETE FROM replica WHERE member_id = ?', id);
    record(db, { at, actor: HUB, kind: 'member-changed', memberId: id, after: { acrossGyms: false } });
    followed.changed.push(id);
  }
}

/** Their sets stay: the hub knows whose they are. */
function dropVisitor(db: Database, id: string): void {
  db.unnoted(() => db.run('DELETE FROM members WHERE id = ?', id));
  db.run(`DELETE FROM changes WHERE kind = 'member' AND id = ? AND gone_at IS NULL`, id);
}

/**
 * The feed was read from its beginning: the hub does not know members who were in none of its pages. The gym sends its own again; visitors go, but for
 * those who have just come.
 */
function sweep(db: Database, epoch: string, followed: Followed): void {
  // Acknowledged before any feed was read, by the hub that this feed is of: its first page may be older. Sent again whole, an edit of theirs elsewhere
  // would look like a conflict.
  db.run('UPDATE replica SET epoch = ? WHERE epoch IS NULL', epoch);
  const untold = db.all(
    `SELECT member_id AS id, visits_until FROM replica WHERE epoch IS NOT ? AND base_json IS NOT NULL
       AND NOT (visits_until IS NOT NULL AND (epoch = ? OR EXISTS (${ON_A_BAY})))`,
    epoch,
    NO_FEED,
  );
  for (const row of untold) {
    const id = row.id as string;
    if (row.visits_until !== null) {
      dropVisitor(db, id);
      followed.gone.push(id);
      continue;
    }
    noteAgain(db, id);
    followed.again.push(id);
  }
}

/** As if the hub had never heard of them. */
function noteAgain(db: Database, id: string): void {
  db.run('UPDATE replica SET base_json = NULL, hub_revision = 0 WHERE member_id = ?', id);
  db.run('UPDATE members SET revision = revision WHERE id = ?', id); // notes them
}

import { isoNow, systemClock } from '../../common/clock.ts';
import type { GoneDoc, SetDoc, SetItem, UplinkItem } from '../../contracts/uplink.ts';
import { bootId } from '../changes.ts';
import type { Database, Row } from '../database.ts';
import type { ChangesTable } from '../members-types.ts';
import { findSet } from '../sets.ts';
import { memberItem } from './person.ts';
import { checkLimit } from './rows.ts';
import type { Sync } from './sync.ts';

const MAX_AT_ONCE = 1000;
const WAITING = 'is_sent = 0 AND refused IS NULL';
/** What is gone is remembered for so long, for a hub that is restored from a backup. */
const GONE_KEPT_MS = 365 * 24 * 3_600_000;

const itemOf = (db: Database, row: Row): UplinkItem | null =>
  row.kind === 'member' ? memberItem(db, row) : setItem(db, row);

function setItem(db: Database, row: Row): SetItem | null {
  const common = { seq: row.seq as number, kind: 'set' as const, id: row.id as string, ...ageOf(row) };
  if (row.gone_revision !== null) {
    const doc: GoneDoc = {
      id: common.id,
      bay: row.gone_bay as string,
      revision: row.gone_revision as number,
      goneAt: row.gone_at as string,
    };
    return { ...common, revision: doc.revision, person: null, doc };
  }
  const found = findSet(db, common.id);
  if (!found) return null;
  const { site: _, memberId, sessionId, note, ...set } = found.set;
  const doc = { ...set, reps: found.reps.map(repDoc) } as SetDoc;
  const person = memberId !== null && trainsAcross(db, memberId) ? { memberId, sessionId, note } : null;
  return { ...common, revision: set.revision, person, doc };
}

function repDoc(rep: SetDoc['reps'][number]): SetDoc['reps'][number] {
  const shared = ['v', 'site', 'bay', 'memberId', 'source', 'exercise', 'setId', 'deletedAt'];
  return Object.fromEntries(Object.entries(rep).filter(([key]) => !shared.includes(key))) as typeof rep;
}

const trainsAcross = (db: Database, memberId: string): boolean =>
  db.get('SELECT 1 FROM members WHERE id = ? AND across_gyms = 1', memberId) !== undefined;

/** Another run of the computer had another monotonic clock. */
function ageOf({ stamp_boot_id, stamp_mono_ms, stamp_wall_ms }: Row): Pick<SetItem, 'ageMs' | 'saidAt'> {
  if (stamp_boot_id !== bootId()) return { ageMs: null, saidAt: null };
  return {
    ageMs: Math.max(0, Math.round(systemClock.monoMs() - (stamp_mono_ms as number))),
    saidAt: new Date(Math.round(stamp_wall_ms as number)).toISOString(),
  };
}

export function changesTable(db: Database): Sync<ChangesTable> {
  /** Newest first, whatever their number: one that is sent again has a higher one, and must hide nothing. */
  const fresh = (youngerThanMs: number, limit: number): Row[] =>
    db.all(
      `SELECT * FROM changes WHERE ${WAITING} AND boot_id = ? AND mono_ms >= ? ORDER BY mono_ms DESC LIMIT ?`,
      bootId(),
      systemClock.monoMs() - youngerThanMs,
      limit,
    );
  const backlog = (olderThanMs: number, limit: number): Row[] =>
    db.all(
      `SELECT * FROM changes WHERE ${WAITING} AND NOT (boot_id = ? AND mono_ms >= ?) ORDER BY seq LIMIT ?`,
      bootId(),
      systemClock.monoMs() - olderThanMs,
      limit,
    );

  return {
    next({ lane, ageMs, limit, maxBytes }) {
      checkLimit(limit, MAX_AT_ONCE);
      const items: UplinkItem[] = [];
      let bytes = 0;
      for (const row of (lane === 'fresh' ? fresh : backlog)(ageMs, limit)) {
        const item = itemOf(db, row);
        if (!item) {
          db.run('DELETE FROM changes WHERE seq = ?', row.seq as number);
          continue;
        }
        bytes += JSON.stringify(item).length;
        if (items.length > 0 && bytes > maxBytes) break;
        items.push(item);
      }
      return items;
    },

    acked: (seqs) =>
      db.hasty(() => {
        for (const seq of seqs) {
          db.run('DELETE FROM changes WHERE seq = ? AND gone_revision IS NULL', seq);
          db.run('UPDATE changes SET is_sent = 1 WHERE seq = ?', seq);
        }
        const before = new Date(systemClock.wallMs() - GONE_KEPT_MS).toISOString();
        db.run('DELETE FROM changes WHERE is_sent = 1 AND gone_at < ?', before);
      }),

    refused: (seq, why) => {
      db.run('UPDATE changes SET refused = ? WHERE seq = ?', why.slice(0, 500), seq);
    },

    refill: ({ since, after, limit }) =>
      db.transaction(() => {
        checkLimit(limit, MAX_AT_ONCE);
        const from = since ?? '';
        if (after === null)
          db.run(
            'UPDATE changes SET is_sent = 0, refused = NULL WHERE coalesce(gone_at, ?) >= ?',
            isoNow(systemClock),
            from,
          );
        const ids = db
          .all(
            'SELECT id FROM sets WHERE id > ? AND started_at >= ? AND ended_at IS NOT NULL ORDER BY id LIMIT ?',
            after ?? '',
            from,
            limit,
          )
          .map(({ id }) => id as string);
        for (const id of ids) {
          db.run(
            `INSERT INTO changes (seq, kind, id, boot_id, mono_ms, stamp_boot_id, stamp_mono_ms, stamp_wall_ms, is_sent)
               SELECT last_seq + 1, 'set', ?, '', 0, '', 0, 0, 0 FROM changes_state WHERE true ON CONFLICT DO NOTHING`,
            id,
          );
          db.run('UPDATE changes_state SET last_seq = last_seq + 1');
        }
        return ids.length < limit ? null : ids.at(-1)!;
      }),

    resent: (mark) => {
      db.run('UPDATE changes_state SET resent_mark = ?', mark);
    },

    state() {
      const waiting = db.number(`SELECT count(*) FROM changes WHERE ${WAITING}`);
      const refused = db.number('SELECT count(*) FROM changes WHERE refused IS NOT NULL');
      const mark = db.get('SELECT resent_mark FROM changes_state')?.resent_mark;
      const epoch = db.get('SELECT epoch FROM identity')?.epoch;
      return {
        waiting,
        refused,
        resentMark: (mark ?? null) as string | null,
        epoch: (epoch ?? null) as string | null,
      };
    },
  };
}

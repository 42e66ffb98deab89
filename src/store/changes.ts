/**
 * What a hub has yet to be sent. Triggers note it in the transaction of the thing itself, so that no way of writing a set can forget it. They are
 * temporary: a station without a hub has none, and pays for nothing.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemClock } from '../common/clock.ts';
import type { Database } from './database.ts';

const COLUMNS = `seq, kind, id, boot_id, mono_ms, stamp_boot_id, stamp_mono_ms, stamp_wall_ms,
  gone_revision, gone_bay, gone_at, is_sent, refused`;
const NOW = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
const UNKNOWN_STAMP = `'', 0, 0`;
const STILL_THERE = 'NULL, NULL, NULL';

/** @param rows what changed, as `id`; its stamp and, when it is gone, the rest */
function note(rows: string, stamp = UNKNOWN_STAMP, gone = STILL_THERE, kind: 'set' | 'member' = 'set'): string {
  const kept = ['boot_id', 'mono_ms', 'wall_ms'].map(
    (name) =>
      `stamp_${name} = CASE WHEN excluded.stamp_boot_id = '' THEN changes.stamp_${name} ELSE excluded.stamp_${name} END`,
  );
  return `
    INSERT INTO changes (${COLUMNS})
      SELECT s.last_seq + row_number() OVER (ORDER BY r.id), '${kind}', r.id, c.boot_id, c.mono_ms, ${stamp}, ${gone}, 0, NULL
        FROM (${rows}) r, changes_state s, clocks c WHERE true
      ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, boot_id = excluded.boot_id, mono_ms = excluded.mono_ms,
        ${kept.join(', ')}, gone_revision = excluded.gone_revision, gone_bay = excluded.gone_bay, gone_at = excluded.gone_at,
        is_sent = 0, refused = NULL;
    UPDATE changes_state SET last_seq = max(last_seq, (SELECT coalesce(max(seq), 0) FROM changes));`;
}

/** Times are those of this moment's wall clock, but for a set that an earlier run of the computer began. */
const CLOCKS = `CASE WHEN NEW.end_reason = 'interrupted' THEN '' ELSE c.boot_id END, c.mono_ms, c.wall_ms`;

const noteMember = (id: string, gone = STILL_THERE) =>
  note(`SELECT member_id AS id FROM replica WHERE member_id = ${id}`, UNKNOWN_STAMP, gone, 'member');
/** False while the hub itself is being followed. */
const IS_NOTING = '(SELECT is_noting FROM clocks) = 1';
const AGREES = 'INSERT INTO replica (member_id, hub_revision) SELECT';

/** Members who ever agreed to be known in other gyms: changes of them and of their training go to the hub. */
const MEMBER_TRIGGERS = `
  CREATE TEMP TRIGGER member_added AFTER INSERT ON main.members WHEN NEW.across_gyms = 1 AND ${IS_NOTING} BEGIN
    ${AGREES} NEW.id, 0 WHERE true ON CONFLICT DO NOTHING;
    ${noteMember('NEW.id')}
  END;
  CREATE TEMP TRIGGER member_changed AFTER UPDATE ON main.members WHEN ${IS_NOTING} BEGIN
    ${AGREES} NEW.id, 0 WHERE NEW.across_gyms = 1 AND OLD.across_gyms = 0 ON CONFLICT DO NOTHING;
    ${noteMember('NEW.id')}
  END;
  -- Before: with the member goes what is known of the hub.
  CREATE TEMP TRIGGER member_gone BEFORE DELETE ON main.members WHEN ${IS_NOTING} BEGIN
    ${noteMember('OLD.id', `1, '', ${NOW}`)}
  END;
  CREATE TEMP TRIGGER card_added AFTER INSERT ON main.cards WHEN ${IS_NOTING} BEGIN
    ${noteMember('NEW.member_id')}
  END;
  CREATE TEMP TRIGGER card_changed AFTER UPDATE ON main.cards WHEN ${IS_NOTING} BEGIN
    ${noteMember('NEW.member_id')}
  END;
  CREATE TEMP TRIGGER card_removed AFTER DELETE ON main.cards
    WHEN ${IS_NOTING} AND EXISTS (SELECT 1 FROM members WHERE id = OLD.member_id) BEGIN
    ${noteMember('OLD.member_id')}
  END;
  CREATE TEMP TRIGGER programme_added AFTER INSERT ON main.programmes WHEN ${IS_NOTING} BEGIN
    ${noteMember('NEW.member_id')}
  END;
  CREATE TEMP TRIGGER programme_removed AFTER DELETE ON main.programmes
    WHEN ${IS_NOTING} AND EXISTS (SELECT 1 FROM members WHERE id = OLD.member_id) BEGIN
    ${noteMember('OLD.member_id')}
  END;
  CREATE TEMP TRIGGER range_added AFTER INSERT ON main.learned_ranges WHEN ${IS_NOTING} BEGIN
    ${noteMember('NEW.member_id')}
  END;
  CREATE TEMP TRIGGER range_changed AFTER UPDATE ON main.learned_ranges WHEN ${IS_NOTING} BEGIN
    ${noteMember('NEW.member_id')}
  END;`;

/** As long as the connection is open. */
const TRIGGERS = `
  CREATE TEMP TABLE clocks (boot_id TEXT NOT NULL, mono_ms REAL NOT NULL, wall_ms REAL NOT NULL, is_noting INTEGER NOT NULL);
  INSERT INTO clocks VALUES ('', 0, 0, 1);
  CREATE TEMP TRIGGER set_added AFTER INSERT ON main.sets WHEN NEW.ended_at IS NOT NULL BEGIN
    ${note('SELECT NEW.id AS id', CLOCKS)}
  END;
  CREATE TEMP TRIGGER set_timed AFTER UPDATE ON main.sets
    WHEN NEW.ended_at IS NOT NULL AND (OLD.ended_at IS NULL OR OLD.started_at <> NEW.started_at) BEGIN
    ${note('SELECT NEW.id AS id', CLOCKS)}
  END;
  CREATE TEMP TRIGGER set_changed AFTER UPDATE ON main.sets
    WHEN OLD.ended_at IS NOT NULL AND NEW.ended_at IS NOT NULL AND OLD.started_at = NEW.started_at BEGIN
    ${note('SELECT NEW.id AS id')}
  END;
  CREATE TEMP TRIGGER set_gone AFTER DELETE ON main.sets WHEN OLD.ended_at IS NOT NULL BEGIN
    ${note('SELECT OLD.id AS id', UNKNOWN_STAMP, `OLD.revision + 1, OLD.bay, ${NOW}`)}
  END;
  CREATE TEMP TRIGGER rep_added AFTER INSERT ON main.reps BEGIN
    ${note('SELECT id FROM sets WHERE id = NEW.set_id AND ended_at IS NOT NULL')}
  END;
  CREATE TEMP TRIGGER rep_changed AFTER UPDATE ON main.reps BEGIN
    ${note('SELECT id FROM sets WHERE id = NEW.set_id AND ended_at IS NOT NULL')}
  END;
  CREATE TEMP TRIGGER consent_changed AFTER UPDATE OF across_gyms ON main.members WHEN OLD.across_gyms <> NEW.across_gyms BEGIN
    ${note('SELECT id FROM sets WHERE member_id = NEW.id AND ended_at IS NOT NULL')}
  END;
  ${MEMBER_TRIGGERS}`;

/** From now on every change of an ended set, its reps and its member's consent is noted. */
export function trackChanges(db: Database): void {
  db.exec(TRIGGERS);
  db.run('UPDATE clocks SET boot_id = ?', bootId());
  db.onNoting = (isNoting) => void db.run('UPDATE clocks SET is_noting = ?', Number(isNoting));
  db.onBegin = () =>
    void db.run('UPDATE clocks SET mono_ms = ?, wall_ms = ?', systemClock.monoMs(), systemClock.wallMs());
  noteUntold(db);
}

const UNTOLD = `FROM members m LEFT JOIN replica r ON r.member_id = m.id WHERE m.across_gyms = 1 AND r.base_json IS NULL`;

/** Those who agreed before there was a hub, and those whom it refused: what stood in the way may be gone. */
function noteUntold(db: Database): void {
  if (!db.get(`SELECT 1 ${UNTOLD} LIMIT 1`)) return; // a full disk must not keep the database closed
  db.transaction(() => {
    db.exec(`${AGREES} m.id, 0 ${UNTOLD} ON CONFLICT DO NOTHING`);
    db.exec(note(`SELECT m.id AS id ${UNTOLD}`, UNKNOWN_STAMP, STILL_THERE, 'member'));
  });
}

/** Of this run of the computer: its monotonic clock begins at 0 in the next one. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return (ownBootId ??= randomUUID());
  }
}
/** Where the system doesn't tell: of this process. */
let ownBootId: string | undefined;

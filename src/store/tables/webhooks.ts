import type { Webhook } from '../../contracts/access.ts';
import type { Alert, Rep, SetEvent } from '../../contracts/events.ts';
import type { Database, Row } from '../database.ts';
import type { WebhookDelivery, WebhooksTable } from '../members-types.ts';
import { record } from './audit.ts';
import type { Sync } from './sync.ts';

const SELECT = `SELECT w.*, (SELECT count(*) FROM webhook_outbox WHERE webhook_id = w.id) AS waiting FROM webhooks w`;

/** Before any ISO time: whatever the wall clock says. */
const DUE_NOW = '';

const rowToWebhook = (row: Row): Webhook => ({
  id: row.id as string,
  url: row.url as string,
  active: row.active === 1,
  alerts: row.alerts === 1,
  createdAt: row.created_at as string,
  lastDeliveredAt: row.last_delivered_at as string | null,
  lastError: row.last_error as string | null,
  waiting: row.waiting as number,
});

const rowToDelivery = (row: Row): WebhookDelivery => ({
  seq: row.seq as number,
  webhookId: row.webhook_id as string,
  url: row.url as string,
  secret: row.secret as string,
  body: row.body_json as string,
  tries: row.tries as number,
});

/**
 * Puts an ended set into the queue of each active webhook, inside a transaction. It takes the place of what waits of the same set, under a
 * new number: a delivery in progress must not remove the newer state.
 */
export function queueForWebhooks(db: Database, set: SetEvent, reps: readonly Rep[]): void {
  const webhooks = db.all('SELECT id FROM webhooks WHERE active = 1');
  if (webhooks.length === 0) return;
  const body = JSON.stringify(anonymise(db, set, reps));
  for (const { id } of webhooks) {
    db.run('DELETE FROM webhook_outbox WHERE webhook_id = ? AND set_id = ?', id as string, set.id);
    db.run(
      'INSERT INTO webhook_outbox (webhook_id, set_id, body_json, tries, next_try_at) VALUES (?, ?, ?, 0, ?)',
      id as string,
      set.id,
      body,
      DUE_NOW,
    );
  }
}

/** The same of an alert, for the webhooks that want them: nothing of a person is in it. */
export function queueAlertForWebhooks(db: Database, alert: Alert): void {
  const webhooks = db.all('SELECT id FROM webhooks WHERE active = 1 AND alerts = 1');
  for (const { id } of webhooks) {
    db.run('DELETE FROM webhook_outbox WHERE webhook_id = ? AND set_id = ?', id as string, alert.id);
    db.run(
      'INSERT INTO webhook_outbox (webhook_id, set_id, body_json, tries, next_try_at) VALUES (?, ?, ?, 0, ?)',
      id as string,
      alert.id,
      JSON.stringify({ alert: { ...alert, setId: null } }),
      DUE_NOW,
    );
  }
}

/** Whether the member agreed to be named with their sets. */
export const sharesSets = (db: Database, memberId: string | null): boolean =>
  db.get('SELECT 1 FROM members WHERE id = ? AND share_sets = 1', memberId) !== undefined;

/**
 * Who it was is left out unless they agreed to it; so is the session, which would tie the sets of one visit together. A note stays
 * between the member and their trainers.
 */
function anonymise(db: Database, set: SetEvent, reps: readonly Rep[]): { set: SetEvent; reps: readonly Rep[] } {
  if (sharesSets(db, set.memberId)) return { set: { ...set, note: '' }, reps };
  return {
    set: { ...set, memberId: null, sessionId: null, note: '' },
    reps: reps.map((rep) => ({ ...rep, memberId: null })),
  };
}

export function webhooksTable(db: Database): Sync<WebhooksTable> {
  return {
    add: ({ id, url, alerts, createdAt }, secret, actor) =>
      db.transaction(() => {
        db.run(
          'INSERT INTO webhooks (id, url, secret, active, alerts, created_at) VALUES (?, ?, ?, 1, ?, ?)',
          id,
          url,
          secret,
          Number(alerts ?? false),
          createdAt,
        );
        record(db, { at: createdAt, actor, kind: 'webhook-added', after: { url } });
        return rowToWebhook(db.get(`${SELECT} WHERE w.id = ?`, id)!);
      }),
    list: () => db.all(`${SELECT} ORDER BY w.created_at DESC, w.id DESC`).map(rowToWebhook),
    change: (id, patch, at, actor) =>
      db.transaction(() => {
        const row = db.get('SELECT url, active, alerts FROM webhooks WHERE id = ?', id);
        if (!row) return false;
        const before = { active: row.active === 1, alerts: row.alerts === 1 };
        const { active, alerts } = { ...before, ...patch };
        db.run('UPDATE webhooks SET active = ?, alerts = ? WHERE id = ?', Number(active), Number(alerts), id);
        record(db, { at, actor, kind: 'webhook-changed', before, after: { url: row.url, active, alerts } });
        return true;
      }),
    remove: (id, at, actor) =>
      db.transaction(() => {
        const row = db.get('SELECT url FROM webhooks WHERE id = ?', id);
        if (!row) return false;
        db.run('DELETE FROM webhooks WHERE id = ?', id);
        record(db, { at, actor, kind: 'webhook-removed', before: { url: row.url } });
        return true;
      }),

    due: (now, farthest) =>
      db
        .all(
          `SELECT o.seq, o.webhook_id, w.url, w.secret, o.body_json, o.tries FROM webhooks w
           JOIN webhook_outbox o ON o.seq = (SELECT min(seq) FROM webhook_outbox WHERE webhook_id = w.id AND (next_try_at <= ? OR next_try_at > ?))
           WHERE w.active = 1 ORDER BY o.seq`,
          now,
          farthest,
        )
        .map(rowToDelivery),
    delivered: (seq, at) =>
      db.transaction(() => {
        db.run(
          `UPDATE webhooks SET last_delivered_at = ?, last_error = NULL
           WHERE id = (SELECT webhook_id FROM webhook_outbox WHERE seq = ?)`,
          at,
          seq,
        );
        db.run('DELETE FROM webhook_outbox WHERE seq = ?', seq);
      }),
    failed: (seq, error, nextTryAt) =>
      db.transaction(() => {
        db.run(
          'UPDATE webhooks SET last_error = ? WHERE id = (SELECT webhook_id FROM webhook_outbox WHERE seq = ?)',
          error,
          seq,
        );
        db.run('UPDATE webhook_outbox SET tries = tries + 1, next_try_at = ? WHERE seq = ?', nextTryAt, seq);
      }),
  };
}

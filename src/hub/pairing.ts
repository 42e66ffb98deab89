/** Gyms and controllers: one-time codes, certificates, who may send. */
import { createHash, randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { v7 as newId } from 'uuid';
import type { Clock } from '../common/clock.ts';
import { type PairAnswer, type PairRequest, pairingCode } from '../contracts/uplink.ts';
import type { Authority } from './authority.ts';
import type { CardKeys } from './card-keys.ts';
import { FEED_CHANNEL, note } from './feed-notes.ts';
import { HubRefusal } from './refusal.ts';
import { inTransaction } from './schema.ts';
import { refusalOf } from './store-batch.ts';

export const CODE_VALID_MS = 3_600_000;
/** 80 bits: no one tries them through. */
const SECRET_BYTES = 10;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

interface PairingOptions {
  pool: Pool;
  authority: Authority;
  cardKeys: CardKeys;
  clock: Clock;
}

export class Pairing {
  readonly #pool: Pool;
  readonly #authority: Authority;
  readonly #cardKeys: CardKeys;
  readonly #clock: Clock;

  constructor({ pool, authority, cardKeys, clock }: PairingOptions) {
    this.#pool = pool;
    this.#authority = authority;
    this.#cardKeys = cardKeys;
    this.#clock = clock;
  }

  /** Known already: its name and zone are these from now on. */
  async addGym({ id, name, zone }: { id: string; name: string; zone: string }): Promise<void> {
    await this.#pool.query(
      'INSERT INTO gyms (id, name, zone) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET name = $2, zone = $3',
      [id, name, zone],
    );
  }

  /** @param accepts whether who pairs with it needs no admin any more */
  async invite(gymId: string, accepts: boolean): Promise<string> {
    const { rows } = await this.#pool.query('SELECT 1 FROM gyms WHERE id = $1', [gymId]);
    if (rows.length === 0) throw new Error(`There is no gym "${gymId}". Add it first: lockout hub gym ${gymId}`);
    const code = pairingCode(randomBytes(SECRET_BYTES), this.#authority.fingerprint);
    const until = new Date(this.#clock.wallMs() + CODE_VALID_MS);
    await this.#pool.query(
      'INSERT INTO pairing_codes (secret_hash, gym_id, accepts, expires_at) VALUES ($1, $2, $3, $4)',
      [hashOf(code.secret), gymId, accepts, until],
    );
    return code.text;
  }

  /** @throws HubRefusal; the code can be used again then */
  async pair({ code, controllerId, csr, bays, version }: PairRequest): Promise<PairAnswer> {
    return inTransaction(this.#pool, async (db) => {
      const { rows } = await db.query<{ gym_id: string; accepts: boolean; name: string; zone: string }>(
        `SELECT p.gym_id, p.accepts, g.name, g.zone FROM pairing_codes p JOIN gyms g ON g.id = p.gym_id
           WHERE p.secret_hash = $1 AND p.used_by IS NULL AND p.expires_at > $2 FOR UPDATE OF p`,
        [hashOf(code), new Date(this.#clock.wallMs())],
      );
      const [found] = rows;
      if (!found)
        throw new HubRefusal(
          403,
          'bad-code',
          'The pairing code is wrong, was used, or is older than an hour. Take a new one.',
        );
      await checkGym(db, controllerId, found.gym_id);
      await checkBays(db, controllerId, found.gym_id, bays);
      const issued = await this.#issue(controllerId, csr);
      const state = found.accepts ? 'accepted' : 'pending';
      await revokeSerials(db, controllerId);
      await db.query(
        `INSERT INTO controllers (id, gym_id, state, serials, certificate_until, version, resend_mark)
           VALUES ($1, $2, $3, ARRAY[$4], $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET gym_id = $2, state = $3, serials = ARRAY[$4], certificate_until = $5, version = $6,
           paired_at = now(), resend_mark = $7, resend_since = NULL, feed_n = NULL`,
        [controllerId, found.gym_id, state, issued.serial, issued.until, version, newId()],
      );
      await claim(db, controllerId, found.gym_id, bays);
      await db.query('UPDATE pairing_codes SET used_by = $1 WHERE secret_hash = $2', [controllerId, hashOf(code)]);
      const gym = { id: found.gym_id, name: found.name, zone: found.zone };
      const cardKeys = await this.#cardKeys.all(db);
      // A gym that is newer than a key has not received it yet.
      await note(
        db,
        cardKeys.map(({ kid }) => ({ gymId: gym.id, kind: 'card-key' as const, id: kid })),
      );
      return { certificate: issued.certificate, gym, state, cardKeys, serverTime: this.#now() };
    });
  }

  /** The old certificate counts until it ends, in case this answer is lost. */
  async renew(
    controllerId: string,
    serial: string,
    csr: string,
  ): Promise<Pick<PairAnswer, 'certificate' | 'serverTime'>> {
    return inTransaction(this.#pool, async (db) => {
      const { rows } = await db.query('SELECT state, serials FROM controllers WHERE id = $1 FOR NO KEY UPDATE', [
        controllerId,
      ]);
      const refusal = refusalOf(rows[0], serial);
      if (refusal) throw refusal;
      const { certificate, serial: next, until } = await this.#issue(controllerId, csr);
      await db.query('UPDATE controllers SET serials = ARRAY[$2, $3], certificate_until = $4 WHERE id = $1', [
        controllerId,
        serial,
        next,
        until,
      ]);
      return { certificate, serverTime: this.#now() };
    });
  }

  /** @throws Error when there is no such controller that waits */
  async accept(controllerId: string): Promise<void> {
    if (!(await this.accepts(controllerId))) throw new Error(`No controller "${controllerId}" waits to be accepted.`);
  }

  /** False: there is no such controller that waits. */
  async accepts(controllerId: string): Promise<boolean> {
    const { rows } = await this.#pool.query(
      `UPDATE controllers SET state = 'accepted' WHERE id = $1 AND state <> 'revoked' RETURNING pg_notify($2, gym_id)`,
      [controllerId, FEED_CHANNEL],
    );
    return rows.length !== 0;
  }

  /** From the next request on it is refused; what it sent stays. */
  async revoke(controllerId: string): Promise<void> {
    if (!(await this.revokes(controllerId))) throw new Error(`There is no controller "${controllerId}".`);
  }

  /** False: there is no such controller. */
  async revokes(controllerId: string): Promise<boolean> {
    return inTransaction(this.#pool, async (db) => {
      await revokeSerials(db, controllerId);
      const { rows } = await db.query(
        `UPDATE controllers SET state = 'revoked', serials = '{}' WHERE id = $1 RETURNING pg_notify($2, gym_id)`,
        [controllerId, FEED_CHANNEL],
      );
      // Another one may take its bays.
      await db.query('DELETE FROM bays WHERE controller_id = $1', [controllerId]);
      return rows.length !== 0;
    });
  }

  /** After this database was restored from a backup: every controller sends again what it has since then, and reads the feed from its beginning. */
  async resend(since: string | null): Promise<number> {
    return inTransaction(this.#pool, async (db) => {
      await db.query('UPDATE feed_epoch SET epoch = gen_random_uuid()');
      const { rowCount } = await db.query('UPDATE controllers SET resend_mark = $1, resend_since = $2, feed_n = NULL', [
        newId(),
        since,
      ]);
      await db.query('SELECT pg_notify($1, id) FROM gyms', [FEED_CHANNEL]);
      return rowCount ?? 0;
    });
  }

  /** PEM, for the broker. */
  async revocationList(): Promise<string> {
    const { rows } = await this.#pool.query<{ serial: string }>(
      'SELECT serial FROM revoked_certificates ORDER BY serial',
    );
    return this.#authority.revocationList(rows.map(({ serial }) => serial));
  }

  #now(): string {
    return new Date(this.#clock.wallMs()).toISOString();
  }

  async #issue(controllerId: string, csr: string) {
    try {
      return await this.#authority.controller(controllerId, csr);
    } catch (error) {
      throw new HubRefusal(
        422,
        'bad-csr',
        `The request for a certificate can't be signed: ${(error as Error).message}`,
      );
    }
  }
}

async function checkGym(db: PoolClient, controllerId: string, gymId: string): Promise<void> {
  const { rows } = await db.query('SELECT gym_id, state FROM controllers WHERE id = $1 FOR UPDATE', [controllerId]);
  if (rows[0] && rows[0].gym_id !== gymId && rows[0].state !== 'revoked')
    throw new HubRefusal(
      409,
      'other-gym',
      `Controller ${controllerId} belongs to gym "${rows[0].gym_id}". If it moved, revoke it at the hub first.`,
    );
}

async function checkBays(db: PoolClient, controllerId: string, gymId: string, bays: readonly string[]): Promise<void> {
  const { rows } = await db.query(
    'SELECT bay, controller_id FROM bays WHERE gym_id = $1 AND bay = ANY($2) AND controller_id <> $3 ORDER BY bay',
    [gymId, bays, controllerId],
  );
  if (rows.length > 0)
    throw new HubRefusal(
      409,
      'bay-taken',
      `Gym "${gymId}" has these bays already: ${rows.map(({ bay }) => bay).join(', ')}. Give yours other ids (bays[].id), then pair again.`,
    );
}

async function claim(db: PoolClient, controllerId: string, gymId: string, bays: readonly string[]): Promise<void> {
  await db.query(
    `INSERT INTO bays (gym_id, bay, controller_id, name, is_up, is_lifting)
       SELECT $1, bay, $2, bay, false, false FROM unnest($3::text[]) AS t (bay) ON CONFLICT DO NOTHING`,
    [gymId, controllerId, bays],
  );
}

async function revokeSerials(db: PoolClient, controllerId: string): Promise<void> {
  await db.query(
    `INSERT INTO revoked_certificates (serial, controller_id)
       SELECT unnest(serials), id FROM controllers WHERE id = $1 ON CONFLICT DO NOTHING`,
    [controllerId],
  );
}

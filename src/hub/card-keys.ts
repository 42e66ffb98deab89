/**
 * The organisation's keys for cards. Card numbers have so few values that all can be tried, so a key must not lie beside the hashes: in the database it is
 * sealed by the key of the authority, which is in no dump of it.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { OrganisationKey } from '../contracts/hub-people.ts';
import { note } from './feed-notes.ts';

const KEY_BYTES = 32;
const KID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';
/** Two that make a key at once take turns. */
const CARD_KEY_LOCK = 4_871_003;

export class CardKeys {
  readonly #sealing: Buffer;

  /** @param secret of the authority */
  constructor(secret: Uint8Array) {
    this.#sealing = Buffer.from(hkdfSync('sha256', secret, '', 'lockout card keys', KEY_BYTES));
  }

  /** Newest first; the first one is made when it is first asked for. */
  async all(db: PoolClient): Promise<OrganisationKey[]> {
    const keys = await this.#read(db);
    if (keys.length > 0) return keys;
    await db.query('SELECT pg_advisory_xact_lock($1)', [CARD_KEY_LOCK]);
    const [made] = await this.#read(db);
    return [made ?? (await this.#make(db, 1))];
  }

  /** From now on cards are stored by another key; those of before are found by theirs until they are held to a reader. */
  async rotate(db: PoolClient): Promise<OrganisationKey> {
    await db.query('SELECT pg_advisory_xact_lock($1)', [CARD_KEY_LOCK]);
    const [newest] = await this.#read(db);
    return this.#make(db, (newest?.n ?? 0) + 1);
  }

  async #make(db: PoolClient, n: number): Promise<OrganisationKey> {
    const made = { kid: randomBytes(KID_BYTES).toString('hex'), n, key: randomBytes(KEY_BYTES).toString('hex') };
    await db.query('INSERT INTO card_keys (n, kid, sealed) VALUES ($1, $2, $3)', [n, made.kid, this.#seal(made)]);
    const { rows } = await db.query<{ id: string }>('SELECT id FROM gyms');
    await note(
      db,
      rows.map(({ id }) => ({ gymId: id, kind: 'card-key' as const, id: made.kid })),
    );
    return made;
  }

  /** @throws Error when the folder of the authority is another one */
  async #read(db: PoolClient): Promise<OrganisationKey[]> {
    const { rows } = await db.query<{ n: number; kid: string; sealed: Buffer }>(
      'SELECT n, kid, sealed FROM card_keys ORDER BY n DESC',
    );
    return rows.map(({ n, kid, sealed }) => ({ n, kid, key: this.#open(kid, sealed) }));
  }

  #seal({ kid, key }: OrganisationKey): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#sealing, nonce).setAAD(Buffer.from(kid));
    const sealed = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  #open(kid: string, sealed: Buffer): string {
    const [nonce, tag] = [sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)];
    const cipher = createDecipheriv(CIPHER, this.#sealing, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(kid)).setAuthTag(tag);
    try {
      return Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]).toString('hex');
    } catch {
      throw new Error(
        `Card key ${kid} was sealed by another authority. Put the folder \`authority\` of this database back.`,
      );
    }
  }
}

/**
 * The keys by which cards are hashed, newest first: those of the organisation where there is a hub, and this station's own. A card is stored as `kid:hash`,
 * or as the hash alone by the station's own key; a hub may hand over another key at any time.
 */
import { createHmac } from 'node:crypto';
import { statSync } from 'node:fs';
import { hubCardKeysFile, readCardKey, readHubCardKeys } from '../../../store/index.ts';
import { dataFiles } from '../../storage/data-folder.ts';
import { isSystemError } from '../../storage/store-problems.ts';

interface Key {
  /** empty: this station's own */
  kid: string;
  key: Buffer;
}

export class CardKeys {
  readonly #dataDir: string;
  readonly #hubFile: string;
  #own: Key | null = null;
  #hub: Key[] = [];
  /** of the file that was read; null: there was none */
  #readAt: string | null = null;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#hubFile = hubCardKeysFile(dataDir);
  }

  /**
   * Of a card by every key, newest first. Card numbers have so few values that all can be tried, so a plain hash would hide nothing. With the database
   * alone, without the keys beside it, cards can't be identified.
   * @throws Error when a key can't be read
   */
  hashesOf(uidHex: string): [newest: string, ...older: string[]] {
    const own = (this.#own ??= { kid: '', key: readKey(this.#dataDir) });
    return [...this.#ofHub(), own].map((key) => hashBy(key, uidHex)) as [string, ...string[]];
  }

  #ofHub(): readonly Key[] {
    try {
      const stat = statSync(this.#hubFile, { throwIfNoEntry: false });
      const changedAt = stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : null;
      if (changedAt !== this.#readAt) {
        this.#hub = readHubCardKeys(this.#dataDir).map(({ kid, key }) => ({ kid, key: Buffer.from(key, 'hex') }));
        this.#readAt = changedAt;
      }
    } catch (error) {
      // While its disk is gone a tap still greets, by the keys that are known.
      if (!isSystemError(error)) throw error;
    }
    return this.#hub;
  }
}

function hashBy({ kid, key }: Key, uidHex: string): string {
  const hash = createHmac('sha256', key).update(uidHex).digest('hex');
  return kid === '' ? hash : `${kid}:${hash}`;
}

/** The database makes it. */
function readKey(dataDir: string): Buffer {
  const { keyFile } = dataFiles(dataDir);
  const key = readCardKey(keyFile);
  if (!key) throw new Error(`the key of the cards, ${keyFile}, is missing`);
  return key;
}

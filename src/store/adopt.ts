/** Makes database, key and identity file belong together. What can't be used without a part that is gone is deleted, and counted. */
import { existsSync, renameSync, statSync } from 'node:fs';
import { isoNow, systemClock } from '../common/clock.ts';
import type { Adopted, DataFiles } from './backup-types.ts';
import { cardKeyCheck, readCardKey } from './card-key.ts';
import { Database } from './database.ts';
import { newControllerId, readControllerId, writeControllerId } from './identity.ts';
import { Repository } from './repository.ts';
import { StoreError } from './store-error.ts';

/** @throws StoreError when there is no database */
export function adoptData(files: DataFiles): Adopted {
  const { file, keyFile, idFile } = files;
  if (!statSync(file, { throwIfNoEntry: false })?.size)
    throw new StoreError(
      'not-found',
      `There is no database ${file}. Restore a backup (npx lockout restore FILE), or begin a new gym (npx lockout data new).`,
    );
  new Repository(file).close(); // migrates it
  const db = new Database(file);
  const adopted = settle(db, files, usableKey(keyFile));
  db.close();
  writeControllerId(idFile, adopted.controllerId);
  return adopted;
}

/**
 * Gives a database its id, an epoch of its own at the next opening, and the key if its cards were stored with that.
 * @param key null: there is none
 */
export function settle(db: Database, { idFile }: Pick<DataFiles, 'idFile'>, key: Buffer | null): Adopted {
  const row = db.get('SELECT controller_id, card_key_check FROM identity');
  const controllerId = (row?.controller_id as string | undefined) ?? readControllerId(idFile) ?? newControllerId();
  const check = (row?.card_key_check ?? null) as string | null;
  const isRight = key !== null && (check === null || check === cardKeyCheck(key, controllerId));
  return db.transaction(() => {
    const cardsLost = isRight ? 0 : db.run(`DELETE FROM cards WHERE instr(hash, ':') = 0`); // not those of a hub's key
    db.run(
      `INSERT INTO identity (only_one, controller_id, card_key_check) VALUES (1, ?1, ?2)
         ON CONFLICT DO UPDATE SET controller_id = ?1, card_key_check = ?2, epoch = NULL`,
      controllerId,
      isRight ? cardKeyCheck(key, controllerId) : null,
    );
    return { controllerId, cardsLost };
  });
}

/** One that is damaged is set aside, and the next start makes another one. */
function usableKey(keyFile: string): Buffer | null {
  try {
    return readCardKey(keyFile);
  } catch {
    if (existsSync(keyFile)) renameSync(keyFile, `${keyFile}.before-adopt-${isoNow(systemClock).replaceAll(':', '-')}`);
    return null;
  }
}

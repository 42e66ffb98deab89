import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { openStore, type Store } from '../../store/index.ts';
import { recoverOpenSets } from './recovery.ts';

/** Opens the database of a station, and ends the sets that a power cut left open. @param announces false: MQTT is off */
export async function openDatabase(dataDir: string, announces: boolean, logger: Logger): Promise<Store> {
  mkdirSync(dataDir, { recursive: true });
  const store = await openStore({ file: join(dataDir, 'lockout.sqlite'), announces, logger });
  try {
    await recoverOpenSets(store, logger);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

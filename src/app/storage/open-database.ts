import type { Logger } from 'pino';
import type { Store } from '../../store/index.ts';
import type { LoadedConfig } from '../config/config.ts';
import { openData } from './data-folder.ts';
import { recoverOpenSets } from './recovery.ts';

/** Opens the database of a station, and ends the sets that a power cut left open. @param announces false: MQTT is off */
export async function openDatabase(loaded: LoadedConfig, announces: boolean, logger: Logger): Promise<Store> {
  const store = await openData(loaded, { announces, logger });
  try {
    await recoverOpenSets(store, logger);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

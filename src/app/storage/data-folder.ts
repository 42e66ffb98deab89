/**
 * The folder of the data: what lies in it, and how its database is opened so that a part that has vanished is noticed. Which station's
 * data was there last is also remembered beside the configuration, because a disk that is not mounted takes everything along.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import {
  checkDatabaseIsThere,
  type DataFiles,
  hasUnfinishedRestore,
  lockFolder,
  openStore,
  readControllerId,
  type Store,
  type StoreOptions,
} from '../../store/index.ts';
import type { LoadedConfig } from '../config/config.ts';

type Place = Pick<LoadedConfig, 'dataDir' | 'folder' | 'rememberData'>;
type Log = Pick<NonNullable<StoreOptions['logger']>, 'info'>;

const REMEMBERED = '.lockout-data.json';
const VALID_ID = /^[0-9a-f]{12}$/;

export const dataFiles = (dataDir: string): DataFiles => ({
  file: join(dataDir, 'lockout.sqlite'),
  keyFile: join(dataDir, 'card.key'),
  idFile: join(dataDir, 'controller.id'),
});

/**
 * @throws StoreError `mismatch` when a part of the data has vanished, or is that of another station; and those of `openStore`
 */
export async function openData(
  place: Place & Partial<Pick<LoadedConfig, 'config'>>,
  options: Pick<StoreOptions, 'announces' | 'logger'> = {},
): Promise<Store> {
  const { file, keyFile, idFile } = dataFiles(place.dataDir);
  if (hasUnfinishedRestore(place.dataDir)) lockFolder(place.dataDir)();
  const { id: lastId, file: lastIdFile, isSure } = lastStation(place);
  const store = await openStore({
    file,
    identity: { keyFile, idFile, lastId, lastIdFile },
    tracksChanges: Boolean(place.config?.hub.url),
    ...options,
  });
  if (store.controllerId !== lastId || !isSure) rememberStation(place, store.controllerId!, options.logger);
  return store;
}

/** @throws StoreError `mismatch` when there was a database, and it has vanished; it makes none */
export function checkDataIsThere(place: Place): void {
  const { file, keyFile, idFile } = dataFiles(place.dataDir);
  const { id: lastId, file: lastIdFile } = lastStation(place);
  checkDatabaseIsThere(file, { keyFile, idFile, lastId, lastIdFile });
}

/** Whether the folder holds nothing but the data: the folder of the configuration, or one above it, is also for other things. */
export const isOwnFolder = ({ folder, dataDir }: Pick<LoadedConfig, 'folder' | 'dataDir'>): boolean =>
  relative(dataDir, folder).startsWith('..') || isAbsolute(relative(dataDir, folder));

/** Until one of the two is found there: a restore that is interrupted leaves the old data, or the new. */
export function alsoExpectStation(place: Place, id: string): void {
  const { id: known } = lastStation(place);
  if (known !== null && known !== id) remember(place, [known, id]);
}

/** From now on the data of this station is expected there; null: none is. */
export function rememberStation(place: Place, id: string | null, log?: Log): void {
  remember(place, id, log);
}

function remember(place: Place, id: string | readonly string[] | null, log?: Log): void {
  if (!place.rememberData) return;
  const key = keyOf(place);
  let fault: Error | null = null;
  for (const file of filesOf(place)) {
    const { [key]: _, ...others } = read(file);
    const next = id === null ? others : { ...others, [key]: id };
    try {
      write(file, next);
      if (id !== null) return;
    } catch (error) {
      if (id !== null || read(file)[key] !== undefined) fault = error as Error;
    }
  }
  if (fault && id === null) throw new Error(`the last station can't be forgotten: ${fault.message}`);
  if (fault) log?.info(`a data disk that is not mounted would not be noticed: ${fault.message}`);
}

function lastStation(place: Place): { id: string | null; file: string | null; isSure: boolean } {
  for (const file of place.rememberData ? filesOf(place) : []) {
    const ids = [read(file)[keyOf(place)]]
      .flat()
      .filter((id) => typeof id === 'string' && VALID_ID.test(id)) as string[];
    const found = readControllerId(dataFiles(place.dataDir).idFile);
    const id = ids.find((one) => one === found) ?? ids[0];
    if (id !== undefined) return { id, file, isSure: ids.length === 1 };
  }
  return { id: null, file: null, isSure: false };
}

/** A service may not write beside its configuration, but has a folder for its state (systemd.exec(5)). */
function filesOf({ folder }: Place): string[] {
  const [state] = (process.env.STATE_DIRECTORY ?? '').split(':');
  return [folder, ...(state ? [state] : [])].map((path) => join(path, REMEMBERED));
}

/** A folder that is moved with its configuration stays the same one. */
function keyOf({ folder, dataDir }: Place): string {
  const path = relative(folder, dataDir);
  return path.startsWith('..') || isAbsolute(path) ? dataDir : path || '.';
}

function read(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function write(file: string, value: Record<string, unknown>): void {
  if (Object.keys(value).length === 0) {
    rmSync(file, { force: true });
    return;
  }
  const next = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(next, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}

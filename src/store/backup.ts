import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Adopted, BackupInfo, BackupReply, BackupTask, DataFiles, Prepared, Restored } from './backup-types.ts';
import { commitRestore, PREPARING } from './restore-swap.ts';
import { fromWire, StoreError, toStoreError } from './store-error.ts';

export type { Adopted, BackupInfo, DataFiles, Prepared } from './backup-types.ts';

/**
 * Makes one consistent file of everything: the database, and the key of the cards, so that cards go on working after a restore. The station may
 * run meanwhile; nothing waits for it. The file is a secret (names, hashes, the key, secrets of webhooks): it is made with mode 0600. Log-ins
 * of browsers are not part of it.
 * @param target must not exist yet
 * @throws StoreError
 */
export async function backUp(files: DataFiles, target: string, lockoutVersion: string): Promise<BackupInfo> {
  return run<BackupInfo>({ kind: 'make', files, target, lockoutVersion });
}

/**
 * Makes a copy of a backup, migrates it, and opens it as the station would.
 * @param files of the station that it would be restored to
 * @param folder for the temporary copy
 * @throws StoreError that says why it would not run
 */
export async function checkBackup(backup: string, files: DataFiles, folder: string): Promise<Prepared> {
  return inTemporary(folder, (copy) => run<Prepared>({ kind: 'prepare', files, backup, folder: copy }));
}

/**
 * Checks a backup, then puts it in the place of the database and what belongs to it. What was there stays beside it under another name.
 * The station must not run. Whatever interrupts it, the folder holds the old data or the new, and `lockFolder` finishes what was begun.
 * @param beforeSwap called with the id of the station whose data it will be, before anything changes
 * @throws StoreError; nothing has changed then
 */
export async function restore(
  backup: string,
  files: DataFiles,
  beforeSwap: (controllerId: string) => void = () => undefined,
): Promise<Restored> {
  const dataDir = dirname(files.file);
  return inTemporary(dataDir, async (copy) => {
    const prepared = await run<Prepared>({ kind: 'prepare', files, backup, folder: copy });
    beforeSwap(prepared.controllerId);
    return { ...prepared, keptOld: commitRestore(dataDir, copy) };
  });
}

/**
 * Takes the data as they are: database, key and identity file belong together from now on. The station must not run.
 * @throws StoreError
 */
export async function adopt(files: DataFiles): Promise<Adopted> {
  return run<Adopted>({ kind: 'adopt', files });
}

async function inTemporary<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(parent, PREPARING));
    return await work(folder);
  } catch (error) {
    throw toStoreError(error, parent);
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

function run<T>(task: BackupTask): Promise<T> {
  const folder = dirname(createRequire(import.meta.url).resolve('#worker/store'));
  const child = fork(join(folder, 'backup-worker.js'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (reply: BackupReply) => {
      if (reply.kind === 'failed') reject(fromWire(reply.error));
      else resolve(reply.result as T);
    });
    child.on('error', (error) => reject(toStoreError(error, task.files.file)));
    child.on('exit', (code, signal) => reject(endedEarly(task, signal ?? `code ${code}`)));
    child.send(task, (error) => {
      if (error) reject(toStoreError(error, task.files.file));
    });
  });
}

function endedEarly(task: BackupTask, how: string): StoreError {
  if (task.kind === 'prepare')
    return new StoreError(
      'corrupt',
      `${task.backup} is damaged: SQLite could not even look through it (${how}). Take another backup.`,
    );
  return new StoreError('internal', `The process that reads ${task.files.file} ended before its work (${how}).`);
}

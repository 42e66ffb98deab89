import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../common/message-of.ts';
import type { BackupInfo, BackupReply, BackupTask, DataFiles, Restored } from './backup-types.ts';
import { StoreError } from './store-error.ts';

export type { BackupInfo } from './backup-types.ts';

/**
 * Makes one consistent file of everything: the database, and the key of the cards, so that cards go on working after a restore. The station may
 * run meanwhile; nothing waits for it. The file is a secret (names, hashes, the key, secrets of webhooks): it is made with mode 0600. Log-ins
 * that are under way are not part of it.
 * @param target must not exist yet
 * @throws StoreError
 */
export async function backUp(files: DataFiles, target: string, lockoutVersion: string): Promise<BackupInfo> {
  const reply = await run({ kind: 'make', ...files, target, lockoutVersion });
  return (reply as Extract<BackupReply, { kind: 'info' }>).info;
}

/** Looks through a backup: whose it is, its schema, every page and every reference. @throws StoreError that says what is wrong */
export async function checkBackup(backup: string): Promise<BackupInfo> {
  const reply = await run({ kind: 'check', backup });
  return (reply as Extract<BackupReply, { kind: 'info' }>).info;
}

/**
 * Checks a backup, then puts it in the place of database and key. What was there stays beside it under another name. The station must not run.
 * @throws StoreError; nothing has changed then
 */
export async function restore(backup: string, files: DataFiles): Promise<Restored> {
  const reply = await run({ kind: 'restore', backup, ...files });
  return (reply as Extract<BackupReply, { kind: 'restored' }>).restored;
}

function run(task: BackupTask): Promise<BackupReply> {
  const folder = dirname(createRequire(import.meta.url).resolve('#worker/store'));
  const worker = new Worker(join(folder, 'backup-worker.js'), {
    workerData: task,
    name: 'lockout-backup',
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    worker.on('message', (reply: BackupReply) => {
      if (reply.kind === 'failed') reject(new StoreError(reply.error.code, reply.error.message));
      else resolve(reply);
    });
    const fail = (why: string) =>
      reject(new StoreError('internal', `The backup's thread ended before its work: ${why}.`));
    worker.on('error', (error) => fail(messageOf(error)));
    worker.on('exit', (code) => fail(`code ${code}`));
  });
}

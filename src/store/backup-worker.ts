/** Thread of one backup or restore: both keep the disk busy for seconds, and neither the store's thread nor a sample may wait. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkBackup, makeBackup, restoreBackup } from './backup-file.ts';
import type { BackupReply, BackupTask } from './backup-types.ts';
import { toStoreError } from './store-error.ts';

const task = workerData as BackupTask;

function work(): BackupReply {
  try {
    if (task.kind === 'make') return { kind: 'info', info: makeBackup(task) };
    if (task.kind === 'check') return { kind: 'info', info: checkBackup(task.backup) };
    return { kind: 'restored', restored: restoreBackup(task) };
  } catch (error) {
    const { code, message } = toStoreError(error, task.kind === 'make' ? task.file : task.backup);
    return { kind: 'failed', error: { code, message } };
  }
}

parentPort!.postMessage(work());

/**
 * Process of one backup, check or adoption: it keeps the disk busy for seconds, and a damaged file may end it, as libsql does at a text
 * that is not UTF-8.
 */
import { adoptData } from './adopt.ts';
import { faultOfBackup, prepareBackup } from './backup-check.ts';
import { makeBackup } from './backup-file.ts';
import type { BackupReply, BackupTask } from './backup-types.ts';
import { toStoreError, toWire } from './store-error.ts';

function work(task: BackupTask): unknown {
  switch (task.kind) {
    case 'make':
      return makeBackup(task.files, task.target, task.lockoutVersion);
    case 'prepare':
      return prepareBackup(task.backup, task.folder, task.files);
    case 'adopt':
      return adoptData(task.files);
  }
}

function reply(task: BackupTask): BackupReply {
  try {
    return { kind: 'done', result: work(task) };
  } catch (error) {
    const fault = task.kind === 'prepare' ? faultOfBackup(error, task.backup) : toStoreError(error, task.files.file);
    return { kind: 'failed', error: toWire(fault) };
  }
}

process.once('message', (task: BackupTask) => process.send!(reply(task), () => process.disconnect()));

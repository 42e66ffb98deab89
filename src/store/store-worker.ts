import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { checkDatabaseIsThere } from './identity.ts';
import { makePrivate } from './private-files.ts';
import { Repository } from './repository.ts';
import { StoreError, toStoreError, toWire } from './store-error.ts';
import {
  ERASING,
  isWriting,
  methodOf,
  type Reply,
  type Request,
  type StoreTask,
  WITH_WORDS,
} from './worker-protocol.ts';

const ERASE_RETRY_MS = 5000;
let openedInode = 0;
let eraseTimer: NodeJS.Timeout | undefined;

/** Thread of the store: opens the file, then answers one request after the other. */
const { file, announces, tracksChanges, identity, mustExist } = workerData as StoreTask;
const port = parentPort!;
const send = (reply: Reply) => port.postMessage(reply);
const wire = (error: unknown) => toWire(toStoreError(error, file));

/** libsql only says "unable to open"; the file system says why. */
function checkAccess(): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    accessSync(dirname(file), constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new StoreError(
      'no-access',
      `The database ${file} cannot be opened: ${messageOf(error)}. Give this user the right to write there, or set \`dataDir\` to another folder.`,
    );
  }
}

function open(): Repository | null {
  try {
    checkIsThere();
    checkAccess();
    const repository = new Repository(file, announces, identity, tracksChanges);
    openedInode = statSync(file).ino;
    makePrivate(file);
    send({ kind: 'ready', migrated: repository.migrated, controllerId: repository.controllerId });
    return repository;
  } catch (error) {
    send({ kind: 'failed', error: wire(error) });
    return null;
  }
}

/** To open a file that is missing makes it. */
function checkIsThere(): void {
  if (identity) checkDatabaseIsThere(file, identity);
  else if (mustExist && !statSync(file, { throwIfNoEntry: false })?.size)
    throw new StoreError('mismatch', `The database ${file} has vanished. Put it back, or mount its disk.`);
}

/** A file that was deleted or moved takes every write without an error and keeps none: the thread ends, and opens again. */
function checkPlace(): void {
  if (statSync(file, { throwIfNoEntry: false })?.ino !== openedInode)
    throw new StoreError('unavailable', `the file ${file} was deleted or moved`);
}

/** Of what was just deleted. Goes on trying while the database is being read. */
function eraseTraces(repository: Repository, hadWords: boolean): void {
  clearTimeout(eraseTimer);
  try {
    if (hadWords) repository.rewriteWords();
    const isCut = repository.cutLog();
    // What is written at the same moment, their sign-out for example, may name them: its deletion is in the log alone until it is cut again.
    if (isCut && !hadWords) return;
    hadWords = false;
  } catch {
    // the disk fails: what was deleted is deleted, and its traces go later
  }
  eraseTimer = setTimeout(() => eraseTraces(repository, hadWords), ERASE_RETRY_MS);
}

function answer(repository: Repository, { id, operation, args }: Request): void {
  if (isWriting(operation)) checkPlace();
  const startedMs = systemClock.monoMs();
  try {
    const value = methodOf(repository, operation)(...args);
    const durationMs = systemClock.monoMs() - startedMs;
    if (ERASING.has(operation)) eraseTraces(repository, WITH_WORDS.has(operation));
    send({ kind: 'result', id, value, durationMs });
  } catch (error) {
    send({ kind: 'error', id, error: wire(error) });
  }
  if (operation === 'close') {
    clearTimeout(eraseTimer);
    port.close();
  }
}

const repository = open();
if (repository) port.on('message', (request: Request) => answer(repository, request));

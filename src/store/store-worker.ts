import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../common/clock.ts';
import { messageOf } from '../common/message-of.ts';
import { Repository } from './repository.ts';
import { StoreError, toStoreError } from './store-error.ts';
import { isWriting, methodOf, type Reply, type Request, type WireError } from './worker-protocol.ts';

let openedInode = 0;

/** Thread of the store: opens the file, then answers one request after the other. */
const { file, announces } = workerData as { file: string; announces: boolean };
const port = parentPort!;
const send = (reply: Reply) => port.postMessage(reply);
const wire = (error: unknown): WireError => {
  const { code, message } = toStoreError(error, file);
  return { code, message };
};

/** libsql only says "unable to open"; the file system says why. */
function checkAccess(): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
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
    checkAccess();
    const repository = new Repository(file, announces);
    openedInode = statSync(file).ino;
    send({ kind: 'ready', migrated: repository.migrated });
    return repository;
  } catch (error) {
    send({ kind: 'failed', error: wire(error) });
    return null;
  }
}

/** A file that was deleted or moved takes every write without an error and keeps none: the thread ends, and opens anew. */
function checkPlace(): void {
  if (statSync(file, { throwIfNoEntry: false })?.ino !== openedInode)
    throw new StoreError('unavailable', `the file ${file} was deleted or moved`);
}

function answer(repository: Repository, { id, operation, args }: Request): void {
  if (isWriting(operation)) checkPlace();
  const startedMs = systemClock.monoMs();
  try {
    const value = methodOf(repository, operation)(...args);
    send({ kind: 'result', id, value, durationMs: systemClock.monoMs() - startedMs });
  } catch (error) {
    send({ kind: 'error', id, error: wire(error) });
  }
  if (operation === 'close') port.close();
}

const repository = open();
if (repository) port.on('message', (request: Request) => answer(repository, request));

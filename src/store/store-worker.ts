import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Repository } from './repository.ts';
import { StoreError, toStoreError } from './store-error.ts';
import type { Reply, Request, WireError } from './worker-protocol.ts';

/** Thread of the store: opens the file, then answers one request after the other. */
const { file } = workerData as { file: string };
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
      `The database ${file} cannot be opened: ${(error as Error).message}. Give this user the right to write there, or set \`dataDir\` to another folder.`,
    );
  }
}

function open(): Repository | null {
  try {
    checkAccess();
    const repository = new Repository(file);
    send({ kind: 'ready', migrated: repository.migrated });
    return repository;
  } catch (error) {
    send({ kind: 'failed', error: wire(error) });
    return null;
  }
}

function answer(repository: Repository, { id, operation, args }: Request): void {
  const startedMs = performance.now();
  try {
    const method = repository[operation] as (...args: unknown[]) => unknown;
    const value = method.apply(repository, args);
    send({ kind: 'result', id, value, durationMs: performance.now() - startedMs });
  } catch (error) {
    send({ kind: 'error', id, error: wire(error) });
  }
  if (operation === 'close') port.close();
}

const repository = open();
if (repository) port.on('message', (request: Request) => answer(repository, request));

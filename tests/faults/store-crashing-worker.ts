/** The store's real worker, which dies of an uncaught error when it is asked for the set `crash`: before it answers, as a real one would. */
import { parentPort } from 'node:worker_threads';
import type { Request } from '../../src/store/worker-protocol.ts';
import '../../src/store/store-worker.ts';

parentPort!.on('message', ({ operation, args }: Request) => {
  if (operation === 'getSet' && args[0] === 'crash') throw new Error('the worker was made to crash');
});

/** Child process of the durability test: writes reps without pause and names each on standard output once it is acknowledged. */
import { openStore } from '../../src/store/index.ts';
import { announce, newRep, newSet } from './store-samples.ts';

const store = await openStore({ file: process.argv[2]! });
const set = newSet({ endedAt: null, endReason: null });
await store.write({ sets: [set] });
for (;;) {
  const rep = newRep(set.id);
  await store.write({ reps: [rep], outbox: [announce(rep)] });
  process.stdout.write(`${set.id} ${rep.id}\n`);
}

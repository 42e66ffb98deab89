/** Child process: a station's store and publisher. Lifts `count` reps, a few milliseconds apart, names each once it is durable, and says when all is sent. */

import { exampleOf } from '../../src/contracts/common.ts';
import { State } from '../../src/contracts/events.ts';
import { BayPublisher } from '../../src/mqtt/index.ts';
import { openStore } from '../../src/store/index.ts';
import { announce, newRep, newSet } from './store-samples.ts';

const [url, file, count] = process.argv.slice(2) as [string, string, string];
const store = await openStore({ file });
const publisher = new BayPublisher({
  url,
  base: 'lockout',
  site: 'gym',
  bay: 'bay-1',
  controllerId: 'c1',
  outbox: store.outbox,
  onCommand: async () => undefined,
});
publisher.setState(exampleOf(State));
publisher.start();
const set = newSet({ endedAt: null, endReason: null });
await store.write({ sets: [set] });
for (let i = 0; i < Number(count); i++) {
  const rep = newRep(set.id);
  await store.write({ reps: [rep], outbox: [announce(rep)] });
  publisher.outboxChanged();
  process.stdout.write(`${rep.id}\n`);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
while ((await store.outbox.count()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
process.stdout.write('all sent\n');
setInterval(() => undefined, 1000);

/** A controller that lifts and sends until it is killed: `hub-controller-process.js FOLDER URL CONTROLLER-ID BAY SETS [PAUSE-MS]`. Prints each set that it has committed. */
import { join } from 'node:path';
import { pino } from 'pino';
import { readPaired } from '../../src/app/uplink/pairing-files.ts';
import { Uplink } from '../../src/app/uplink/uplink.ts';
import { systemClock } from '../../src/common/clock.ts';
import { bootId, openStore } from '../../src/store/index.ts';
import { newRep, newSet } from '../integration/store-samples.ts';

const [dataDir, url, controllerId, bay, count, pauseMs = '0'] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string?,
];
const identity = {
  keyFile: join(dataDir, 'card.key'),
  idFile: join(dataDir, 'controller.id'),
  lastId: null,
  lastIdFile: null,
};
const store = await openStore({ file: join(dataDir, 'lockout.sqlite'), identity, tracksChanges: true });
const uplink = new Uplink({
  paired: readPaired(dataDir, url),
  ...{ dataDir, controllerId, version: '1', bootId: bootId(), clock: systemClock },
  store: () => store,
  bays: () => [{ bay, name: bay, isUp: true, isLifting: false }],
  logger: pino({ level: 'silent' }),
});
uplink.start();
for (let n = 0; n < Number(count); n++) {
  const set = newSet({ bay });
  await store.write({ sets: [set], reps: [newRep(set.id, { bay }), newRep(set.id, { bay })] });
  console.log(`lifted ${set.id}`);
  uplink.wake();
  if (pauseMs !== '0') await new Promise((resolve) => setTimeout(resolve, Number(pauseMs)));
}
while ((await store.changes.state()).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50));
console.log('all sent');

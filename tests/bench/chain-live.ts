/** Live values of a whole chain while somebody looks at every gym; and what all of it sends while nobody does. */
import WebSocket from 'ws';
import { Follower } from '../../src/app/uplink/follower.ts';
import { LiveLink } from '../../src/app/uplink/live-link.ts';
import { LiveSender } from '../../src/app/uplink/live-sender.ts';
import { Uplink } from '../../src/app/uplink/uplink.ts';
import { systemClock } from '../../src/common/clock.ts';
import type { LivePost } from '../../src/contracts/hub-live.ts';
import type { LiveFrame, LiveMessage } from '../../src/contracts/live.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeFrame } from '../support/messages.ts';
import { until } from '../support/until.ts';
import type { Chain } from './chain.ts';
import { BAYS_EACH, type Controller, seeded, wait } from './chain-controllers.ts';
import { type Row, summary } from './report.ts';

/** As a station sends them when nothing happens (`src/app/uplink/live-sender.ts`). */
const POST_EVERY_MS = 1000;
/** 12 sets of 10 reps an hour and bay, each set with a start, an end, a rest and a message of its own beside its reps. */
const EVENTS_A_BAY_AND_S = (12 * 14) / 3600;
const LAST_MS = 3000;
const CONNECT_MS = 60_000;
/** `BENCH_LIVE_BAYS=1`: a message for each bay, as if it had a connection of its own; a controller puts all of its bays into one. */
const BAYS_A_MESSAGE = Number(process.env.BENCH_LIVE_BAYS ?? BAYS_EACH);
/** Within a heartbeat of the uplink, so that they stay spread out. */
const STARTED_WITHIN_MS = 26_000;

class Pages {
  readonly #sockets = new Set<WebSocket>();
  #isClosing = false;
  /** when it was due, by bay and time */
  readonly waiting = new Map<string, number>();
  readonly latencies: number[] = [];
  /** of which one has heard */
  readonly bays = new Set<string>();
  messages = 0;
  cutOff = 0;

  open(chain: Chain, gym: string): void {
    const { page, admin } = chain;
    const headers = { cookie: admin.cookie, origin: page };
    const socket = new WebSocket(`${page.replace('http', 'ws')}/api/v1/live?gym=${gym}`, { headers });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as LiveMessage;
      socket.send(JSON.stringify({ type: 'ack', seq: message.seq }));
      this.messages++;
      if (message.type === 'frames') for (const frame of message.frames) this.#take(frame);
      else if (message.type !== 'event')
        for (const { state, live } of message.bays) {
          this.bays.add(state.bay);
          if (live) this.#take(live);
        }
    });
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // it closes
    // The hub cuts off a page that does not answer for 5 s; as the real one does, it comes again.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.#isClosing) return;
      this.cutOff++;
      this.open(chain, gym);
    });
  }

  #take({ bay, at }: LiveFrame): void {
    const key = `${bay} ${at}`;
    const dueMs = this.waiting.get(key);
    if (dueMs === undefined) return;
    this.waiting.delete(key);
    this.latencies.push(Date.now() - dueMs);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    for (const socket of this.#sockets) socket.close();
    await until(() => this.#sockets.size === 0);
  }
}

export async function measureLive(chain: Chain): Promise<Row[]> {
  const { controllers, runS, used, broker } = chain;
  if (broker === null) return [['live: skipped', 'mosquitto is not installed (apt-get install mosquitto)']];
  const gyms = [...new Set(controllers.map(({ gym }) => gym))];
  const pages = new Pages();
  for (const gym of gyms) pages.open(chain, gym);
  const station = new FakeStation(Object.fromEntries(controllers.flatMap(({ bays }) => bays.map((bay) => [bay, bay]))));
  const shown = ({ bays }: Controller) => bays.map((bay) => station.bay(bay)!);
  const links = controllers.map((of) => {
    const { ca, cert, key } = of.tls;
    const logger = { info: () => undefined, warn: (text: string) => console.error(text) };
    const link: LiveLink = new LiveLink({
      ...{ controllerId: of.id, keys: () => ({ ca, cert, key }), logger },
      onAsked: () => void link.send({ bays: shown(of), frames: [] }),
    });
    return link;
  });
  for (let n = 0; n < links.length; n += 20) {
    const some = links.slice(n, n + 20);
    for (const link of some) link.open(broker.url);
    await until(() => some.every(({ isReady }) => isReady), CONNECT_MS);
  }
  // Each page has all the bays of its gym.
  await until(() => pages.bays.size === controllers.length * BAYS_EACH, CONNECT_MS);
  const random = seeded(4);
  const parts = BAYS_EACH / BAYS_A_MESSAGE;
  const total = Math.round((controllers.length * parts * runS * 1000) / POST_EVERY_MS);
  let events = 0;
  let notSent = 0;
  const ownBefore = process.cpuUsage();
  const cpu = await used('bay and second', async () => {
    const startMs = Date.now();
    for (let n = 0; n < total; n++) {
      const dueMs = startMs + (n * POST_EVERY_MS) / (controllers.length * parts);
      // More than one is due in a millisecond, the shortest wait.
      if (dueMs > Date.now()) await wait(dueMs - Date.now());
      const which = n % controllers.length;
      const part = Math.floor(n / controllers.length) % parts;
      const at = new Date(dueMs).toISOString();
      const body: Omit<LivePost, 'n'> = { bays: [], frames: [] };
      for (const bay of controllers[which]!.bays.slice(part * BAYS_A_MESSAGE, (part + 1) * BAYS_A_MESSAGE)) {
        const frame = makeFrame(bay, { at, heightMm: 100 + (n % 400) });
        pages.waiting.set(`${bay} ${at}`, dueMs);
        if (random() >= EVENTS_A_BAY_AND_S) body.frames.push(frame);
        else body.bays.push({ ...station.bay(bay)!, live: frame });
      }
      events += body.bays.length;
      if (!links[which]!.send(body)) notSent++;
    }
    await until(() => pages.waiting.size === 0, LAST_MS).catch(() => undefined);
    return total * BAYS_A_MESSAGE;
  });
  const own = process.cpuUsage(ownBefore);
  const lost = pages.waiting.size;
  await pages.close();
  await Promise.all(links.map((link) => link.stop()));
  const rate = Math.round((controllers.length * BAYS_EACH * 1000) / POST_EVERY_MS);
  return [
    [
      `live: ${rate} bays a second in ${Math.round(total / runS)} messages for ${runS} s to ${gyms.length} pages, ${events} of them events`,
      summary(pages.latencies, 'ms'),
    ],
    ['sent, seen on a page, lost', `${total * BAYS_A_MESSAGE}, ${pages.latencies.length}, ${lost}`],
    ['messages that the connection did not take', `${notSent}`],
    ['messages to pages; pages that were cut off', `${Math.round(pages.messages / runS)} a second; ${pages.cutOff}`],
    ['the same', cpu],
    ['controllers and pages of the bench', `${Math.round((own.user + own.system) / 10_000 / runS)} % of a core`],
  ];
}

/** The real uplink and the real follower of every controller, with nothing to say. */
export async function measureUnwatched(chain: Chain): Promise<Row[]> {
  const { controllers, runS, used, requests } = chain;
  // Theirs are connections of their own.
  for (const { agent } of controllers) agent.destroy();
  const idle = controllers.map((of) => idleController(chain, of));
  for (const { uplink } of idle) {
    uplink.start();
    await wait(STARTED_WITHIN_MS / idle.length);
  }
  let rate = 0;
  const cpu = await used('second', async () => {
    const before = await requests();
    await wait(1000 * runS);
    rate = ((await requests()) - before) / runS;
    return runS;
  });
  await Promise.all(idle.map(({ uplink }) => uplink.stop()));
  return [
    [`nobody looks: requests of ${controllers.length * BAYS_EACH} bays`, `${rate.toFixed(1)} a second`],
    ['the same', cpu],
  ];
}

function idleController({ url, folder }: Chain, { id, epoch, bays, tls }: Controller) {
  const known = { epoch: null as string | null, cursor: 0 };
  const nothing = { changed: [], gone: [], again: [], notTaken: [] };
  // Where its database would be.
  const store = () =>
    ({
      changes: {
        next: async () => [],
        state: async () => ({ waiting: 0, refused: 0, resentMark: null, epoch }),
      },
      replica: {
        state: async () => known,
        dropVisitors: async () => [],
        follow: async ({ epoch, next }: { epoch: string; next: number }) => {
          Object.assign(known, { epoch, cursor: next });
          return nothing;
        },
      },
    }) as never;
  const logger = { info: () => undefined, warn: () => undefined };
  const own = { dataDir: folder, store, clock: systemClock, logger };
  const status = bays.map((bay) => ({ bay, name: bay, isUp: true, isLifting: false }));
  const paired = { url, ...tls } as ConstructorParameters<typeof Uplink>[0]['paired'];
  const uplink = new Uplink({
    ...own,
    paired,
    controllerId: id,
    version: 'bench',
    bootId: 'bench',
    bays: () => status,
  });
  const live = new LiveSender({
    snapshots: () => [],
    subscribe: () => () => undefined,
    agrees: async () => false,
    link: () => new LiveLink({ controllerId: id, keys: () => tls, onAsked: () => undefined, logger }),
    clock: systemClock,
  });
  const commands = { run: async () => false, report: async () => undefined };
  uplink.accompany(
    new Follower({ ...own, paired: () => paired, onFollowed: async () => undefined, beside: { live, commands } }),
  );
  return { uplink };
}

import { batch, computed, signal } from '@preact/signals';
import type { LiveMessage } from '../../../src/contracts/live.ts';
import { route } from '../router.ts';
import { BayStore } from './bay-store.ts';
import { type Link, LiveConnection } from './connection.ts';
import { keepBays, keptBays } from './kept-bays.ts';

/** Every bay of the station; null before the first message. */
export const bays = signal<ReadonlyMap<string, BayStore> | null>(null);

export const link = signal<Link>({ kind: 'connecting' });

/** Whether this device has a network at all. */
export const isOnline = signal(navigator.onLine);

/** The station may answer any moment: what this screen knew last would be gone before it is read. */
export const isStarting = signal(true);
const START_PATIENCE_MS = 1500;

/** A clock for texts such as "12 s ago"; ticks once a second. */
export const nowMs = signal(Date.now());
/** When the day of this screen began; changes once a day, so that what lists a day is drawn again only then. */
export const midnightMs = computed(() => new Date(nowMs.value).setHours(0, 0, 0, 0));

/** A screen that loses its power remembers what it showed up to this long before. */
const KEEP_PERIOD_MS = 30_000;
let connection: LiveConnection | null = null;
let serverVersion: string | null = null;

export function takeMessage(message: LiveMessage): void {
  if (message.type === 'hello') {
    // A new version of the station has a new version of this page.
    if (serverVersion !== null && serverVersion !== message.serverVersion) location.reload();
    serverVersion = message.serverVersion;
    const known = bays.peek();
    const stores = message.bays.map((snapshot) => {
      const store = known?.get(snapshot.state.bay) ?? new BayStore(snapshot);
      store.replace(snapshot);
      return store;
    });
    bays.value = new Map(stores.map((store) => [store.id, store]));
    for (const store of stores) paint(store);
  } else if (message.type === 'event') {
    bays.peek()?.get(message.event.payload.bay)?.takeEvent(message.event);
  } else if (message.type === 'bays') {
    for (const snapshot of message.bays) {
      const store = bays.peek()?.get(snapshot.state.bay);
      store?.replace(snapshot);
      paint(store);
    }
  } else {
    batch(() => {
      for (const frame of message.frames) bays.peek()?.get(frame.bay)?.takeFrame(frame);
    });
    for (const { bay } of message.frames) paint(bays.peek()?.get(bay));
  }
}

function paint(store: BayStore | undefined): void {
  if (store?.frame) for (const painter of store.painters) painter(store.frame);
}

/** Connects to the station and stays connected; until then the page shows what it last knew. Call once. */
export function startLive(): void {
  const kept = keptBays();
  if (kept) bays.value = new Map(kept.bays.map((snapshot) => [snapshot.state.bay, new BayStore(snapshot)]));
  const onLink = (next: Link) => {
    if (next.kind === 'lost') keepNow();
    isStarting.value = false;
    link.value = next.kind === 'lost' ? { ...next, lastHeardMs: next.lastHeardMs ?? kept?.atMs ?? null } : next;
  };
  const shownBay = () => {
    const where = route.peek();
    const isOnly = where.page === 'home' && bays.peek()?.size === 1;
    return where.page === 'bay' ? where.bay : isOnly ? [...bays.peek()!.keys()][0]! : null;
  };
  connection = new LiveConnection({ take: takeMessage, onLink, shownBay });
  connection.start();
  setTimeout(() => (isStarting.value = false), START_PATIENCE_MS);
  addEventListener('pagehide', keepNow);
  setInterval(keepNow, KEEP_PERIOD_MS);
  startClock();
}

/** The clock of this screen, and whether it has a network. Call once. */
export function startClock(): void {
  for (const change of ['online', 'offline']) addEventListener(change, () => (isOnline.value = navigator.onLine));
  setInterval(() => (nowMs.value = Date.now()), 1000);
}

/** Someone logged in, whom the station lets listen. */
export const retryLive = () => connection?.retryNow();

function keepNow(): void {
  const stores = bays.peek();
  if (stores && link.peek().kind === 'open') keepBays([...stores.values()].map((store) => store.snapshot()));
}

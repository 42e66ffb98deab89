import { batch, signal } from '@preact/signals';
import type { LiveMessage } from '../../../src/contracts/live.ts';
import { BayStore } from './bay-store.ts';
import { LiveConnection } from './connection.ts';

/** Every bay the station told of; null before it told anything. */
export const bays = signal<ReadonlyMap<string, BayStore> | null>(null);

export type Link = { kind: 'connecting' } | { kind: 'open' } | { kind: 'lost'; lastHeardMs: number | null };
export const link = signal<Link>({ kind: 'connecting' });

/** A clock for texts such as "12 s ago"; ticks once a second. */
export const nowMs = signal(Date.now());

let serverVersion: string | null = null;
const moved = new Set<BayStore>();

function take(message: LiveMessage): void {
  if (message.type === 'hello') {
    // A new version of the station has a new version of this page.
    if (serverVersion !== null && serverVersion !== message.serverVersion) location.reload();
    serverVersion = message.serverVersion;
    const known = bays.peek();
    const stores = message.bays.map((snapshot) => {
      const store = known?.get(snapshot.state.bay) ?? new BayStore(snapshot);
      store.replace(snapshot);
      moved.add(store);
      return store;
    });
    bays.value = new Map(stores.map((store) => [store.id, store]));
  } else if (message.type === 'event') {
    bays.peek()?.get(message.event.payload.bay)?.takeEvent(message.event);
  } else {
    batch(() => {
      for (const frame of message.frames) {
        const store = bays.peek()?.get(frame.bay);
        store?.takeFrame(frame);
        if (store) moved.add(store);
      }
    });
  }
}

function paint(): void {
  for (const { frame, painters } of moved) if (frame) for (const painter of painters) painter(frame);
  moved.clear();
}

/** Connects to the station and stays connected; call once. */
export function startLive(): void {
  const connection = new LiveConnection({ take, paint, onLink: (next) => (link.value = next) });
  connection.start();
  setInterval(() => (nowMs.value = Date.now()), 1000);
}

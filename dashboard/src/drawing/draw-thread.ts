/**
 * A worker thread for drawings that move. It draws without the page's thread, which then has nothing to draw while no text changes.
 * Eight bays at 60 frames a second are too much for the page's thread on a slow tablet, while other cores are idle.
 */
import { setDrawsElsewhere } from '../live/when-shown.ts';
import type { DrawingName, Frame, Surface } from './renderer.ts';

/** A message to the thread; `id` identifies the canvas. */
export type Order = { readonly id: number } & (
  | { readonly kind: 'put'; readonly canvas: OffscreenCanvas; readonly drawing: DrawingName }
  | { readonly kind: 'fit'; readonly surface: Surface }
  | { readonly kind: 'show'; readonly frame: Frame }
  | { readonly kind: 'end' }
);

/** A renderer on the other thread. */
export interface RemoteRenderer {
  fit(surface: Surface): void;
  show(frame: Frame): void;
  end(): void;
}

class DrawThread {
  readonly #worker: Worker;
  #orders: Order[] = [];
  #isPostDue = false;
  #rendererCount = 0;
  #lastId = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Transfers the canvas to the thread for good. */
  put(canvas: HTMLCanvasElement, drawing: DrawingName): RemoteRenderer {
    this.#lastId += 1;
    const id = this.#lastId;
    const offscreen = canvas.transferControlToOffscreen();
    this.#worker.postMessage([{ id, kind: 'put', canvas: offscreen, drawing } satisfies Order], [offscreen]);
    this.#count(+1);
    return {
      fit: (surface) => this.#order({ id, kind: 'fit', surface }),
      show: (frame) => this.#order({ id, kind: 'show', frame }),
      end: () => {
        this.#order({ id, kind: 'end' });
        this.#count(-1);
      },
    };
  }

  #count(change: number): void {
    this.#rendererCount += change;
    setDrawsElsewhere(this.#rendererCount > 0);
  }

  #order(order: Order): void {
    this.#orders.push(order);
    // All changes from one message of the station go to the thread in one message.
    if (this.#isPostDue) return;
    this.#isPostDue = true;
    queueMicrotask(() => {
      this.#isPostDue = false;
      this.#worker.postMessage(this.#orders.splice(0));
    });
  }
}

let thread: Promise<DrawThread | null> | null = null;

/** Starts the thread on first use. Null: this browser can't draw in a worker, so the page draws. */
export function drawThread(): Promise<DrawThread | null> {
  thread ??= new Promise((resolve) => {
    if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return resolve(null);
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = () => resolve(null);
    worker.onmessage = () => resolve(new DrawThread(worker));
  });
  return thread;
}

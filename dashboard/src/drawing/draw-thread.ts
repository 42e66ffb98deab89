/**
 * A thread of its own for pictures that move: what it draws reaches the screen without the page's thread, which then draws nothing at all
 * while no word changes. Eight bays at 60 frames a second are too much for that thread on a slow tablet, while other cores have nothing to do.
 */
import { setDrawsElsewhere } from '../live/when-shown.ts';
import type { Look, Paper, PictureName } from './easel.ts';

/** What the page asks of the thread; `id` tells the canvases apart. */
export type Order = { readonly id: number } & (
  | { readonly kind: 'put'; readonly canvas: OffscreenCanvas; readonly picture: PictureName }
  | { readonly kind: 'fit'; readonly paper: Paper }
  | { readonly kind: 'show'; readonly look: Look }
  | { readonly kind: 'end' }
);

/** An easel on the other thread. */
export interface FarEasel {
  fit(paper: Paper): void;
  show(look: Look): void;
  end(): void;
}

class DrawThread {
  readonly #worker: Worker;
  #orders: Order[] = [];
  #isPostDue = false;
  #easelCount = 0;
  #lastId = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** The canvas is the thread's from now on, for ever. */
  put(canvas: HTMLCanvasElement, picture: PictureName): FarEasel {
    this.#lastId += 1;
    const id = this.#lastId;
    const offscreen = canvas.transferControlToOffscreen();
    this.#worker.postMessage([{ id, kind: 'put', canvas: offscreen, picture } satisfies Order], [offscreen]);
    this.#count(+1);
    return {
      fit: (paper) => this.#order({ id, kind: 'fit', paper }),
      show: (look) => this.#order({ id, kind: 'show', look }),
      end: () => {
        this.#order({ id, kind: 'end' });
        this.#count(-1);
      },
    };
  }

  #count(change: number): void {
    this.#easelCount += change;
    setDrawsElsewhere(this.#easelCount > 0);
  }

  #order(order: Order): void {
    this.#orders.push(order);
    // All that one message of the station changes goes in one message to the thread.
    if (this.#isPostDue) return;
    this.#isPostDue = true;
    queueMicrotask(() => {
      this.#isPostDue = false;
      this.#worker.postMessage(this.#orders.splice(0));
    });
  }
}

let thread: Promise<DrawThread | null> | null = null;

/** The thread, started when it is first asked for; null where the browser has none that draws: the page then draws by itself. */
export function drawThread(): Promise<DrawThread | null> {
  thread ??= new Promise((resolve) => {
    if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return resolve(null);
    const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = () => resolve(null);
    worker.onmessage = () => resolve(new DrawThread(worker));
  });
  return thread;
}

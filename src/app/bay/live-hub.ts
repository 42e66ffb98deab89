/** Passes live values and events to listeners in the order in which they happened. */
import type { LiveEvent, LiveFrame } from '../../contracts/live.ts';

interface LiveListener {
  frame(frame: LiveFrame): void;
  event(bay: string, event: LiveEvent): void;
}

export class LiveHub {
  readonly #listeners = new Set<LiveListener>();

  subscribe(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  frame(frame: LiveFrame): void {
    for (const listener of this.#listeners) listener.frame(frame);
  }

  event(bay: string, event: LiveEvent): void {
    for (const listener of this.#listeners) listener.event(bay, event);
  }
}

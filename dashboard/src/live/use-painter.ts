import { useLayoutEffect } from 'preact/hooks';
import type { BayStore, Painter } from './bay-store.ts';

/** Runs `painter` for each new frame of the bay, and once at the start. It writes into elements; it renders nothing. */
export function usePainter(bay: BayStore, painter: Painter): void {
  useLayoutEffect(() => {
    bay.painters.add(painter);
    if (bay.frame) painter(bay.frame);
    return () => {
      bay.painters.delete(painter);
    };
  });
}

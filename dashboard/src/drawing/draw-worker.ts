/** The drawing thread. `draw-thread.ts` starts it and sends its orders. */
import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import type { Order } from './draw-thread.ts';
import { rail, ring } from './drawings.ts';
import { type Drawing, type DrawingName, type Frame, Renderer, type Surface } from './renderer.ts';

// The page's types don't include a worker's, so the part that is used is declared here.
declare const self: { readonly fonts: FontFaceSet };

/** The sender pairs each drawing name with its own frame type. */
const drawings: Record<DrawingName, Drawing<never>> = { rail, ring };

interface Pending {
  readonly renderer: Renderer<Frame>;
  /** Applied at the next animation frame; a later order replaces an earlier one. */
  surface: Surface | null;
  frame: Frame | null;
}
const renderers = new Map<number, Pending>();
let isFrameDue = false;

addEventListener('message', ({ data }: MessageEvent<readonly Order[]>) => {
  for (const order of data) take(order);
  if (isFrameDue) return;
  isFrameDue = true;
  requestAnimationFrame(drawAll);
});

function take(order: Order): void {
  const pending = renderers.get(order.id);
  if (order.kind === 'put') {
    const renderer = new Renderer<Frame>(order.canvas, drawings[order.drawing] as Drawing<Frame>);
    renderers.set(order.id, { renderer, surface: null, frame: null });
  } else if (order.kind === 'end') renderers.delete(order.id);
  else if (pending && order.kind === 'fit') pending.surface = order.surface;
  else if (pending && order.kind === 'show') pending.frame = order.frame;
}

function drawAll(): void {
  isFrameDue = false;
  for (const pending of renderers.values()) {
    const { renderer, surface, frame } = pending;
    if (surface) renderer.fit(surface);
    if (frame) renderer.show(frame);
    pending.surface = null;
    pending.frame = null;
  }
}

// A worker has its own fonts and no styles; tabular figures match those of `body`. If the font fails to load, a fallback is used.
const face = new FontFace('Inter', `url(${font})`, { weight: '100 900', featureSettings: '"tnum"' });
self.fonts.add(face);
const ready = () => postMessage('ready');
face.load().then(ready, ready);

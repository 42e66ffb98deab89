/** The thread that draws: see draw-thread.ts, which starts it and gives it its orders. */
import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import type { Order } from './draw-thread.ts';
import { Easel, type Look, type Paper, type Picture, type PictureName } from './easel.ts';
import { rail, ring } from './pictures.ts';

// The page's own types have no room for a worker's, so what is used of them stands here.
declare const self: { readonly fonts: FontFaceSet };

/** Whoever names a picture gives it the looks that it knows. */
const pictures: Record<PictureName, Picture<never>> = { rail, ring };

interface Easeled {
  readonly easel: Easel<Look>;
  /** What is to be done at the next frame; of two orders the later one counts. */
  paper: Paper | null;
  look: Look | null;
}
const easels = new Map<number, Easeled>();
let isFrameDue = false;

addEventListener('message', ({ data }: MessageEvent<readonly Order[]>) => {
  for (const order of data) take(order);
  if (isFrameDue) return;
  isFrameDue = true;
  requestAnimationFrame(drawAll);
});

function take(order: Order): void {
  const easeled = easels.get(order.id);
  if (order.kind === 'put') {
    const easel = new Easel<Look>(order.canvas, pictures[order.picture] as Picture<Look>);
    easels.set(order.id, { easel, paper: null, look: null });
  } else if (order.kind === 'end') easels.delete(order.id);
  else if (easeled && order.kind === 'fit') easeled.paper = order.paper;
  else if (easeled && order.kind === 'show') easeled.look = order.look;
}

function drawAll(): void {
  isFrameDue = false;
  for (const easeled of easels.values()) {
    const { easel, paper, look } = easeled;
    if (paper) easel.fit(paper);
    if (look) easel.show(look);
    easeled.paper = null;
    easeled.look = null;
  }
}

// A thread has fonts of its own, and no styles: its figures are as wide as those of `body`. Without it they are drawn in another font.
const face = new FontFace('Inter', `url(${font})`, { weight: '100 900', featureSettings: '"tnum"' });
self.fonts.add(face);
const ready = () => postMessage('ready');
face.load().then(ready, ready);

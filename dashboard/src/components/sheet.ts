import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import { drawThread, type FarEasel } from '../drawing/draw-thread.ts';
import { Easel, type Look, type Paper, type Picture, TOKENS } from '../drawing/easel.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { settings } from '../settings.ts';

/**
 * A canvas that shows the newest frame of the bay (null: none yet). `look` says what a frame looks like, in pixels; only when that has changed, or
 * the size or the colours, the picture is drawn anew: one that has a name by the thread for it, any other by the page. Moving elements would
 * cost the browser a look at styles and layers at each frame.
 */
export function useSheet<L extends Look>(
  bay: BayStore,
  look: (frame: LiveFrame | null, paper: Paper) => L,
  picture: Picture<L>,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const easel = useRef<Easel<L> | FarEasel | null>(null);
  const paper = useRef<Paper | null>(null);
  const fitted = useRef<Paper | null>(null);
  const shown = useRef<L | null>(null);
  const { scheme, contrast } = settings.value;

  const paint = (frame: LiveFrame | null) => {
    const on = paper.current;
    if (!easel.current || !on || on.width === 0) return;
    if (fitted.current !== on) {
      easel.current.fit(on);
      fitted.current = on;
      shown.current = null;
    }
    const next = look(frame, on);
    if (shown.current && next.every((value, index) => value === shown.current?.[index])) return;
    shown.current = next;
    easel.current.show(next);
  };
  const latest = useRef(paint);
  latest.current = paint;

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const chosen = easelFor(element, picture);
    void chosen.then((one) => {
      easel.current = one;
      latest.current(bay.frame);
    });
    return () => chosen.then((one) => 'end' in one && one.end());
  }, []);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(
      TOKENS.map((token) => [token, style.getPropertyValue(token).trim()]),
    ) as Paper['colours'];
    // Its size is asked for when it changes, not at each frame: the answer may cost a layout.
    const measure = () => {
      const ratio = devicePixelRatio;
      const [width, height] = [element.clientWidth, element.clientHeight].map((px) => Math.round(px * ratio));
      paper.current = { width: width ?? 0, height: height ?? 0, ratio, colours };
      latest.current(bay.frame);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    void document.fonts.ready.then(measure);
    return () => observer.disconnect();
  }, [bay, scheme, contrast]);
  usePainter(bay, paint);
  useLayoutEffect(() => paint(bay.frame));
  return canvas;
}

async function easelFor<L extends Look>(canvas: HTMLCanvasElement, picture: Picture<L>): Promise<Easel<L> | FarEasel> {
  const thread = picture.name && (await drawThread());
  return thread ? thread.put(canvas, picture.name) : new Easel(canvas, picture);
}

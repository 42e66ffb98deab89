import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import { drawThread, type RemoteRenderer } from '../drawing/draw-thread.ts';
import { type Drawing, type Frame, Renderer, type Surface, TOKENS } from '../drawing/renderer.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { settings } from '../settings.ts';

/**
 * A canvas that shows the newest frame of the bay (null: none yet). `frameOf` turns a live frame into pixels. The canvas is redrawn only when
 * those, the size or the colours change: a named drawing by the drawing thread, any other by the page. Moving elements instead would
 * make the browser recompute styles and layers at each frame.
 */
export function useDrawing<L extends Frame>(
  bay: BayStore,
  frameOf: (frame: LiveFrame | null, surface: Surface) => L,
  drawing: Drawing<L>,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<Renderer<L> | RemoteRenderer | null>(null);
  const surface = useRef<Surface | null>(null);
  const fitted = useRef<Surface | null>(null);
  const shown = useRef<L | null>(null);
  const { scheme, contrast } = settings.value;

  const paint = (frame: LiveFrame | null) => {
    const on = surface.current;
    if (!renderer.current || !on || on.width === 0) return;
    if (fitted.current !== on) {
      renderer.current.fit(on);
      fitted.current = on;
      shown.current = null;
    }
    const next = frameOf(frame, on);
    if (shown.current && next.every((value, index) => value === shown.current?.[index])) return;
    shown.current = next;
    renderer.current.show(next);
  };
  const latest = useRef(paint);
  latest.current = paint;

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const chosen = rendererFor(element, drawing);
    void chosen.then((one) => {
      renderer.current = one;
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
    ) as Surface['colours'];
    // Read the size when it changes, not at each frame: reading it may force a layout.
    const measure = () => {
      const ratio = devicePixelRatio;
      const [width, height] = [element.clientWidth, element.clientHeight].map((px) => Math.round(px * ratio));
      surface.current = { width: width ?? 0, height: height ?? 0, ratio, colours };
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

async function rendererFor<L extends Frame>(
  canvas: HTMLCanvasElement,
  drawing: Drawing<L>,
): Promise<Renderer<L> | RemoteRenderer> {
  const thread = drawing.name && (await drawThread());
  return thread ? thread.put(canvas, drawing.name) : new Renderer(canvas, drawing);
}

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contracts/live.ts';
import type { BayStore } from '../live/bay-store.ts';
import { usePainter } from '../live/use-painter.ts';
import { settings } from '../settings.ts';

/** The colours that are drawn with: a pen knows no custom properties. */
const TOKENS = ['--move', '--hold-fill', '--met', '--edge', '--line', '--ink', '--ink-soft'] as const;
export type Token = (typeof TOKENS)[number];

export interface Sheet {
  readonly pen: CanvasRenderingContext2D;
  /** Size in pixels of the screen, and how many of them a CSS pixel has. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly colours: Readonly<Record<Token, string>>;
}

/** All that a picture depends on: the same values, the same picture. */
export type Look = readonly (number | string | null)[];

/**
 * A canvas that shows the newest frame of the bay (null: none yet). `look` says what a frame looks like, in pixels; only when that has changed, or
 * the size or the colours, `draw` draws it anew. Moving elements would cost the browser a look at styles and layers at each frame:
 * eight bays on canvases take half of the time.
 */
export function useSheet<L extends Look>(
  bay: BayStore,
  look: (frame: LiveFrame | null, sheet: Sheet) => L,
  draw: (sheet: Sheet, look: L) => void,
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sheet = useRef<Sheet | null>(null);
  const shown = useRef<L | null>(null);
  const { scheme, contrast } = settings.value;

  const paint = (frame: LiveFrame | null) => {
    const on = sheet.current;
    if (!on || on.width === 0) return;
    const next = look(frame, on);
    if (shown.current && next.every((value, index) => value === shown.current?.[index])) return;
    shown.current = next;
    on.pen.clearRect(0, 0, on.width, on.height);
    draw(on, next);
  };
  const latest = useRef(paint);
  latest.current = paint;

  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(token).trim()]));
    const paintAnew = () => {
      shown.current = null;
      latest.current(bay.frame);
    };
    // Its size is asked for when it changes, not at each frame: the answer may cost a layout.
    const observer = new ResizeObserver(() => {
      const ratio = devicePixelRatio;
      element.width = Math.round(element.clientWidth * ratio);
      element.height = Math.round(element.clientHeight * ratio);
      const { width, height } = element;
      sheet.current = { pen, width, height, ratio, colours: colours as Sheet['colours'] };
      paintAnew();
    });
    observer.observe(element);
    document.fonts.ready.then(paintAnew);
    return () => observer.disconnect();
  }, [bay, scheme, contrast]);
  usePainter(bay, paint);
  useLayoutEffect(() => paint(bay.frame));
  return canvas;
}

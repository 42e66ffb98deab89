/** The colours of the drawings: a canvas can't read custom properties. */
export const TOKENS = ['--move', '--hold-fill', '--met', '--edge', '--line', '--ink', '--ink-soft'] as const;
export type Token = (typeof TOKENS)[number];

/** Size in device pixels, and device pixels per CSS pixel. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly colours: Readonly<Record<Token, string>>;
}

export interface DrawingContext extends Surface {
  readonly pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
}

/** Everything that a drawing depends on: equal values draw equal pixels. */
export type Frame = readonly (number | string | null)[];
export interface Drawing<L extends Frame> {
  /** Its name in the drawing thread; a drawing without one is drawn by the page. */
  readonly name?: DrawingName;
  readonly draw: (context: DrawingContext, frame: L) => void;
}
export type DrawingName = 'rail' | 'ring';

/** Draws one frame after another on a canvas of this thread. */
export class Renderer<L extends Frame> {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly #drawing: Drawing<L>;
  #context: DrawingContext | null = null;

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, drawing: Drawing<L>) {
    this.#canvas = canvas;
    this.#drawing = drawing;
  }

  /** Sets size and colours; clears the canvas. */
  fit(surface: Surface): void {
    this.#canvas.width = surface.width;
    this.#canvas.height = surface.height;
    const pen = this.#canvas.getContext('2d') as DrawingContext['pen'] | null;
    this.#context = pen && { ...surface, pen };
  }

  show(frame: L): void {
    const context = this.#context;
    if (!context) return;
    context.pen.clearRect(0, 0, context.width, context.height);
    this.#drawing.draw(context, frame);
  }
}

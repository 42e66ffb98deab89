/** The colours that are drawn with: a pen knows no custom properties. */
export const TOKENS = ['--move', '--hold-fill', '--met', '--edge', '--line', '--ink', '--ink-soft'] as const;
export type Token = (typeof TOKENS)[number];

/** What is drawn on: its size in pixels of the screen, and how many of them a CSS pixel has. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly colours: Readonly<Record<Token, string>>;
}

export interface Sheet extends Paper {
  readonly pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
}

/** All that a picture depends on: the same values, the same picture. */
export type Look = readonly (number | string | null)[];
export interface Picture<L extends Look> {
  /** By which the thread that draws knows it; a picture without one is drawn by the page. */
  readonly name?: PictureName;
  readonly draw: (sheet: Sheet, look: L) => void;
}
export type PictureName = 'rail' | 'ring';

/** Shows one picture after the other on a canvas of this thread. */
export class Easel<L extends Look> {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly #picture: Picture<L>;
  #sheet: Sheet | null = null;

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, picture: Picture<L>) {
    this.#canvas = canvas;
    this.#picture = picture;
  }

  /** A new size, or other colours; the canvas is empty then. */
  fit(paper: Paper): void {
    this.#canvas.width = paper.width;
    this.#canvas.height = paper.height;
    const pen = this.#canvas.getContext('2d') as Sheet['pen'] | null;
    this.#sheet = pen && { ...paper, pen };
  }

  show(look: L): void {
    const sheet = this.#sheet;
    if (!sheet) return;
    sheet.pen.clearRect(0, 0, sheet.width, sheet.height);
    this.#picture.draw(sheet, look);
  }
}

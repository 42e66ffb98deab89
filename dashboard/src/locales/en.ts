import { first } from './en-first.ts';
import { later } from './en-later.ts';

/** English, and the shape of every other language: a text that one of them lacks doesn't compile. */
export const en = { ...first, ...later };

export type Texts = typeof en;

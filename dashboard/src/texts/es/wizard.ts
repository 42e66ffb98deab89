import type { Texts } from '../en.ts';

export const wizard: Texts['wizard'] = {};

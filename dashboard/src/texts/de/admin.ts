import type { Texts } from '../en.ts';

export const admin: Texts['admin'] = {};

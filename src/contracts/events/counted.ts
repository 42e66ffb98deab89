import type { Rep } from './rep.ts';

/** Whether a movement counts: by its verdict, unless a person said otherwise. */
export const isCounted = ({ verdict, correction }: Pick<Rep, 'verdict' | 'correction'>): boolean =>
  correction === null ? verdict === 'counted' : correction === 'restored';

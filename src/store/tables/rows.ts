/** What the tables of members share: how words are compared, and how a page is cut. */

import { folded } from '../../contracts/plain-text.ts';
import type { Page } from '../common-types.ts';
import { StoreError } from '../store-error.ts';

/** For ordering and searching: without accents too, so that "Ärmel" stands beside "Arno" and is found as "armel". */
export const plain = (text: string): string => folded(text.normalize('NFKD').replace(/\p{M}/gu, ''));

/** @throws StoreError `invalid` */
export function checkLimit(limit: number, most: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw new StoreError('invalid', `The limit must be a whole number from 1 to ${most}, not ${limit}.`);
}

/** `rows` holds one more than asked for when there is a next page. */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (item: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? cursorOf(items.at(-1)!) : null };
}

import type { PageQuery } from './page-query.ts';

const DEFAULT_LIMIT = 50;

/** The words of a query as numbers. */
export const pageOf = ({ limit, before }: { limit?: string; before?: string }): PageQuery => ({
  limit: Number(limit ?? DEFAULT_LIMIT),
  ...(before !== undefined && { before }),
});

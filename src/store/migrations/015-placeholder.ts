import type { Migration } from '../migrate.ts';

/** Stands for 015 until that is merged. */
export const placeholder: Migration = { version: 15, name: 'placeholder', sql: 'SELECT 1' };

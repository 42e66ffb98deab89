import type { Migration } from '../migrate.ts';

/** A number whose change came to nothing: numbers have no gap. */
export const reserved = (version: number): Migration => ({ version, name: 'reserved', sql: 'SELECT 1' });

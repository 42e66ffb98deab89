import { parse } from 'csv-parse/sync';

/** By a reader of RFC 4180 that others wrote and many use: the apps that import such a file have theirs. */
export const readCsv = (bytes: Buffer, separator = ','): string[][] =>
  parse(bytes, { delimiter: separator, relax_column_count: false, record_delimiter: '\r\n' });

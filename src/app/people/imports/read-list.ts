/** The text of a list of members as rows of cells: whichever program wrote it, and wherever it separates them. */
import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { Pause } from '../../../common/slices.ts';
import { MAX_IMPORT_ROWS } from '../../../contracts/member-import.ts';
import type { FileRow } from '../../../members/member-import.ts';
import { ProblemError } from '../../../web/index.ts';

const SEPARATORS = [';', ',', '\t'] as const;
const MAX_ROW_CHARS = 4000;
/** Read at once: some milliseconds on a Pi. */
export const SLICE_BYTES = 16_384;

/** Spreadsheets write UTF-8, UTF-16 with a mark, or the letters of Windows. */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The one that stands most often in the first line, outside of quotes. */
function separatorOf(text: string): string {
  const line = /\S[^\r\n]*/.exec(text)?.[0] ?? '';
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** @throws ProblemError 422 that names the line */
export async function readList(text: string, pause: Pause): Promise<{ heading: string[]; rows: FileRow[] }> {
  const found = await rowsOf(text, pause);
  const [heading, ...rows] = found;
  if (!heading || rows.length === 0) throw new ProblemError('empty-list', {});
  if (rows.length > MAX_IMPORT_ROWS) throw new ProblemError('long-list', { most: MAX_IMPORT_ROWS });
  return { heading: [...heading.cells], rows };
}

/** The parser's own messages quote the file, which may be anything. */
const FAULTS: Partial<Record<string, 'quote-open' | 'quote-inside'>> = {
  CSV_QUOTE_NOT_CLOSED: 'quote-open',
  INVALID_OPENING_QUOTE: 'quote-inside',
  CSV_INVALID_CLOSING_QUOTE: 'quote-inside',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'quote-inside',
};

async function rowsOf(text: string, pause: Pause): Promise<FileRow[]> {
  const rows: FileRow[] = [];
  // A quoted cell may hold line breaks: a row begins behind the end of the one before.
  let line = 1;
  const parser = parse({
    bom: true,
    delimiter: separatorOf(text.replace(/^\uFEFF/, '')),
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_CHARS,
    to: MAX_IMPORT_ROWS + 2,
    on_record: (record: string[], info) => {
      const cells = record.map((cell) => cell.trim());
      if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
      line = info.lines + 1;
      return null;
    },
  });
  const over = finished(parser.resume()).then(
    () => null,
    (error: Error) => error,
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && parser.writable; at += SLICE_BYTES) {
    parser.write(bytes.subarray(at, at + SLICE_BYTES));
    await pause();
  }
  if (parser.writable) parser.end();
  const error = await over;
  if (error === null) return rows;
  if (!(error instanceof CsvError)) throw error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') throw new ProblemError('row-too-long', { line, most: MAX_ROW_CHARS });
  throw new ProblemError(FAULTS[error.code] ?? 'not-csv', { line });
}

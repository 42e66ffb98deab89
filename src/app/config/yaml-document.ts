/** YAML read within limits: its parser takes time by the square of some texts, and its stack, or the whole process, ends by others. */
import { isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import type { ConfigFaultCode } from '../../contracts/config-faults.ts';

/** A file that spells every value of 16 bays out has half of it. */
const MAX_CHARS = 256 * 1024;
const MAX_PARTS = 12_000;
/** The configuration has six levels. */
const MAX_DEPTH = 32;

/** A key that its group has already. */
interface TwiceGiven {
  key: string;
  at: number;
}

export type YamlRead =
  | { ok: true; document: ReturnType<typeof parseDocument>; lines: LineCounter; twice: TwiceGiven[] }
  | { ok: false; fault: ConfigFaultCode };

export function readYaml(text: string): YamlRead {
  const fault = beyondLimits(text);
  if (fault !== null) return { ok: false, fault };
  const lines = new LineCounter();
  // Merge keys (`<<`), because several bays are mostly alike; they belong to YAML 1.1 and must be asked for.
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    logLevel: 'error',
    // It compares each key with every other one.
    uniqueKeys: false,
  });
  return { ok: true, document, lines, twice: keysGivenTwice(document) };
}

function keysGivenTwice(document: ReturnType<typeof parseDocument>): TwiceGiven[] {
  const found: TwiceGiven[] = [];
  visit(document, {
    Map(_, { items }) {
      const known = new Set<string>();
      for (const { key } of items as Pair[]) {
        if (!isScalar(key) || key.value === '<<') continue;
        const word = String(key.value);
        if (known.has(word)) found.push({ key: word, at: key.range?.[0] ?? 0 });
        known.add(word);
      }
    },
  });
  return found;
}

/**
 * In one go over the text, which is taken for denser than it is: brackets in quotes and comments count, too.
 * @returns null when it may be parsed
 */
function beyondLimits(text: string): ConfigFaultCode | null {
  if (text.length > MAX_CHARS) return { kind: 'too-long', params: { chars: text.length, most: MAX_CHARS } };
  let parts = 0;
  let depth = 0;
  /** Signs that open a level each, such as `- - -`, at the beginning of the line. */
  let leading = 0;
  let isLeading = true;
  for (const char of text) {
    if (char === '\n') {
      [parts, leading, isLeading] = [parts + 1, 0, true];
    } else if (char === '[' || char === '{') {
      [parts, depth] = [parts + 1, depth + 1];
    } else if (char === ']' || char === '}') {
      depth = Math.max(0, depth - 1);
    } else if (char === ',' || char === ':' || char === '&' || char === '*' || char === '!' || char === '?') {
      parts += 1;
    }
    if (isLeading && (char === '-' || char === '?' || char === ':')) leading += 1;
    else if (char !== ' ' && char !== '\t' && char !== '\n') isLeading = false;
    if (depth > MAX_DEPTH || leading > MAX_DEPTH) return { kind: 'too-deep', params: { most: MAX_DEPTH } };
    if (parts > MAX_PARTS) return { kind: 'too-many-parts', params: { most: MAX_PARTS } };
  }
  return null;
}

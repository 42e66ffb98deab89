/** What a controller sends, judged: whether it can be stored, what it is worth the same as, and when it was. Pure. */
import { createHash } from 'node:crypto';
import { Compile } from 'typebox/compile';
import { type GoneDoc, MemberItem, type SetDoc, SetItem, type UplinkItem, UplinkRequest } from '../contracts/uplink.ts';

const checks = { set: Compile(SetItem), member: Compile(MemberItem) };
const requestCheck = Compile(UplinkRequest);

/** Null when it is a request; its items are judged one by one. */
export function requestFault(body: unknown): string | null {
  if (requestCheck.Check(body)) return null;
  const [fault] = requestCheck.Errors(body);
  return fault ? `${fault.instancePath || 'the body'} ${fault.message}` : null;
}

/** A set as it is stored: made once, since all of it is read for that. */
export interface SetTexts {
  doc: string;
  reps: string;
  hash: Buffer;
}
type Judged = { fault: string } | { item: MemberItem } | { item: SetItem; texts: SetTexts };

/** What to store of an item, or why it can never be stored. */
export function judge(given: unknown): Judged {
  try {
    return judged(given);
  } catch (error) {
    if (error instanceof RangeError) return { fault: 'it is nested too deeply' };
    throw error;
  }
}

function judged(given: unknown): Judged {
  const check = checks[(given as { kind?: unknown } | null)?.kind === 'member' ? 'member' : 'set'];
  if (!check.Check(given)) {
    const [fault] = check.Errors(given);
    return { fault: `${fault?.instancePath || 'it'} ${fault?.message}` };
  }
  const item = given as UplinkItem;
  if (item.kind === 'member') return isStorable(JSON.stringify(item)) ? { item } : UNSTORABLE;
  const { id, revision, doc, person } = item;
  if (doc.id !== id || doc.revision !== revision)
    return { fault: 'id or revision of the document are not those of the change' };
  const [set, reps] = isGone(doc)
    ? ['{}', '[]']
    : [JSON.stringify({ ...doc, reps: undefined }), JSON.stringify(doc.reps)];
  if (!isStorable(set) || !isStorable(reps) || (person && !isStorable(JSON.stringify(person)))) return UNSTORABLE;
  return { item, texts: { doc: set, reps, hash: hashOf(isGone(doc) ? { gone: id } : doc) } };
}

const UNSTORABLE = { fault: 'a text holds a character that cannot be stored' };
/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair (https://www.postgresql.org/docs/15/datatype-json.html), as JSON escapes them. */
const isStorable = (json: string): boolean =>
  !json.includes('\\u') || !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(json);

export const isGone = (doc: SetDoc | GoneDoc): doc is GoneDoc => 'goneAt' in doc;

/** What changes without a new revision, or says only how the message is made. */
const NOT_CONTENT = new Set(['v', 'hasRecording', 'goneAt']);

/**
 * Equal for equal content. Values that say nothing are left out, so that a field which a newer controller adds makes no other content of what it
 * measured before.
 */
export const hashOf = (doc: object): Buffer => createHash('sha256').update(canonical(doc)).digest();

/** Real ones have four levels. PostgreSQL refuses what is nested by thousands, and with it the whole batch. */
const MAX_DEPTH = 100;

/** As JSON, with its keys in order. By hand, because it was most of what a set cost here. */
function canonical(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join(',')}]`;
  let text = '';
  for (const key of contentKeys(value)) {
    const of = (value as Record<string, unknown>)[key];
    if (!saysNothing(of)) text += `${text && ','}${JSON.stringify(key)}:${canonical(of, depth + 1)}`;
  }
  return `{${text}}`;
}

/** By the keys as they come: all reps of all sets have the same ones. What is stored has no NUL in a key. */
const ordered = new Map<string, string[]>();
const MAX_ORDERED = 1000;
/** Longer ones are of no controller of ours. */
const MAX_NAME_CHARS = 4000;

function contentKeys(value: object): string[] {
  const keys = Object.keys(value);
  const name = `${keys.length} ${keys.join('\0')}`;
  const known = ordered.get(name);
  if (known) return known;
  const sorted = keys.filter((key) => !NOT_CONTENT.has(key)).sort();
  if (name.length > MAX_NAME_CHARS) return sorted;
  if (ordered.size >= MAX_ORDERED) ordered.clear();
  ordered.set(name, sorted);
  return sorted;
}

const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

/** A clock that is farther off makes wrong days. */
const CLOCK_TOLERANCE_MS = 120_000;

interface Shift {
  shiftMs: number;
  clock: 'ok' | 'corrected' | 'unknown';
}

/** How much to add to its times: by the age that the monotonic clock tells, whatever the wall clock did then or since. */
export function shiftOf({ ageMs, saidAt }: Pick<SetItem, 'ageMs' | 'saidAt'>, nowMs: number): Shift {
  if (ageMs === null || saidAt === null) return { shiftMs: 0, clock: 'unknown' };
  const shiftMs = Math.round(nowMs - ageMs - Date.parse(saidAt));
  return Math.abs(shiftMs) <= CLOCK_TOLERANCE_MS ? { shiftMs: 0, clock: 'ok' } : { shiftMs, clock: 'corrected' };
}

/** What a controller sends, judged: whether it can be stored, what it is worth the same as, and when it was. Pure. */
import { createHash } from 'node:crypto';
import { Compile } from 'typebox/compile';
import { type GoneDoc, MemberItem, type SetDoc, SetItem, type UplinkItem, UplinkRequest } from '../contracts/uplink.ts';

const checks = { set: Compile(SetItem), member: Compile(MemberItem) };
const requestCheck = Compile(UplinkRequest);

/** Null when it is a request; its items are judged one by one. */
export function requestFault(body: unknown): string | null {
  const [fault] = requestCheck.Errors(body);
  return fault ? `${fault.instancePath || 'the body'} ${fault.message}` : null;
}

/** Why an item can never be stored; null when it can. */
export function itemFault(item: unknown): string | null {
  const isMember = (item as { kind?: unknown } | null)?.kind === 'member';
  const [fault] = checks[isMember ? 'member' : 'set'].Errors(item);
  if (fault) return `${fault.instancePath || 'it'} ${fault.message}`;
  const change = item as UplinkItem;
  if (change.kind === 'set' && (change.doc.id !== change.id || change.doc.revision !== change.revision))
    return 'id or revision of the document are not those of the change';
  // PostgreSQL's jsonb takes neither (https://www.postgresql.org/docs/15/datatype-json.html).
  const text = JSON.stringify(item);
  return UNSTORABLE.test(text) ? 'a text holds a character that cannot be stored' : null;
}

/** NUL, or half of a surrogate pair, as JSON escapes them. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

export const isGone = (doc: SetDoc | GoneDoc): doc is GoneDoc => 'goneAt' in doc;

/** What changes without a new revision, or says only how the message is made. */
const NOT_CONTENT = new Set(['v', 'hasRecording', 'goneAt']);

/**
 * Equal for equal content. Values that say nothing are left out, so that a field which a newer controller adds makes no other content of what it
 * measured before.
 */
export function hashOf(doc: object): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(plain(doc)))
    .digest();
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => plain(each) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !NOT_CONTENT.has(key))
    .map(([key, of]) => [key, plain(of)] as const)
    .filter(([, of]) => !saysNothing(of));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
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

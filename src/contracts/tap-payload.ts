/** The card number in what other systems send: ESPHome, Home Assistant, or plain text. Pure. */
import { type CardUid, parseUid } from './card-uid.ts';

/** Names under which a number comes, also within `data` or `event`: `tag_id` is Home Assistant's, `uid` ESPHome's and ours. */
const NAMES = ['uid', 'tag_id', 'tag', 'card'];
const WRAPPERS = ['data', 'event'];
const LONGEST_CHARS = 2_000;

/**
 * @param payload JSON such as `{"uid":"74-10-37-94"}`, a `tag_scanned` event of Home Assistant, or the number alone
 * @returns the card, or the refusal with its reason; it never throws
 */
export function parseTapPayload(payload: string): CardUid {
  if (payload.length > LONGEST_CHARS) return parseUid('too long');
  return parseUid(numberIn(jsonOf(payload), 0) ?? '');
}

/** JSON, or the text itself: a bare `0123456789` is no JSON, and a bare `74103794` must keep its digits as they are. */
function jsonOf(payload: string): unknown {
  const text = payload.trim();
  if (!/^[{["]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function numberIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > WRAPPERS.length) return null;
  const fields = new Map(Object.entries(value));
  for (const name of NAMES) {
    const found = fields.get(name);
    if (typeof found === 'string') return found;
  }
  for (const name of WRAPPERS) {
    const inner = fields.get(name);
    const found = typeof inner === 'object' ? numberIn(inner, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

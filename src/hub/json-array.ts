/** An array of JSON as PostgreSQL itself writes it: as text, each sign of each document would be looked at again on both sides. */
const JSONB_OID = 3802;
const JSONB_VERSION = Buffer.of(1);

/** For a parameter of type `jsonb[]`. */
export function jsonbArray(texts: readonly string[]): Buffer {
  const bytes = texts.map((text) => JSONB_VERSION.length + Buffer.byteLength(text));
  const out = Buffer.allocUnsafe(20 + bytes.reduce((sum, size) => sum + 4 + size, 0));
  let at = 0;
  // One dimension, no nulls, of this type, so many from 1 on.
  for (const head of [1, 0, JSONB_OID, texts.length, 1]) at = out.writeInt32BE(head, at);
  for (const [n, text] of texts.entries()) {
    at = out.writeInt32BE(bytes[n]!, at);
    at += JSONB_VERSION.copy(out, at);
    at += out.write(text, at);
  }
  return out;
}

/**
 * Signatures in the format of minisign: what this program signs the program minisign verifies, and the other way round. Ed25519
 * over the BLAKE2b-512 of the file, and once more over that signature with its trusted comment.
 * Source: https://jedisct1.github.io/minisign/ (signature and key format).
 */

import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ProblemError } from '../../web/index.ts';

/** Ed25519 of a hash of the file ("ED"); of the file itself ("Ed") is the older way, which is not taken. */
const ALGORITHM = 'ED';
const KEY_ALGORITHM = 'Ed';
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ID_BYTES = 8;
/** Of an Ed25519 key in DER, before its 32 bytes. Source: RFC 8410. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

interface PublicKey {
  /** As minisign shows it. */
  id: string;
  key: KeyObject;
}

/** Reads a public key: a comment and a line of base64, or that line alone. @throws Error that says what would be right */
export function readPublicKey(text: string): PublicKey {
  const line = text.trim().split('\n').at(-1) ?? '';
  const bytes = Buffer.from(line, 'base64');
  if (bytes.length !== 2 + ID_BYTES + KEY_BYTES || bytes.subarray(0, 2).toString() !== KEY_ALGORITHM)
    throw new Error('this is no public key of minisign: a comment, then a line of 56 characters that begins with RW');
  const key = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, bytes.subarray(2 + ID_BYTES)]),
    format: 'der',
    type: 'spki',
  });
  return { id: idText(bytes.subarray(2, 2 + ID_BYTES)), key };
}

/** The public half of a private key, as the file that readPublicKey takes. */
export function publicKeyText(privateKey: KeyObject): string {
  const raw = rawPublic(privateKey);
  const id = idOf(raw);
  return `untrusted comment: minisign public key ${idText(id)}\n${Buffer.concat([Buffer.from(KEY_ALGORITHM), id, raw]).toString('base64')}\n`;
}

/** @param comment is signed too; one line */
export function signFile(content: Uint8Array, privateKey: KeyObject, comment: string): string {
  const signature = sign(null, hashOf(content), privateKey);
  const signed = Buffer.concat([Buffer.from(ALGORITHM), idOf(rawPublic(privateKey)), signature]);
  const whole = sign(null, Buffer.concat([signature, Buffer.from(comment)]), privateKey);
  return [
    'untrusted comment: signature of a Lockout release',
    signed.toString('base64'),
    `trusted comment: ${comment}`,
    whole.toString('base64'),
    '',
  ].join('\n');
}

/** @returns the trusted comment. @throws ProblemError that says why the file is not to be trusted */
export const verifyFile = (content: Uint8Array, signatureText: string, key: PublicKey): string =>
  verifyHash(hashOf(content), signatureText, key);

/** @param hash BLAKE2b of the file. @returns the trusted comment. @throws ProblemError that says why the file is not to be trusted */
export function verifyHash(hash: Uint8Array, signatureText: string, { id, key }: PublicKey): string {
  const [, signedLine = '', commentLine = '', wholeLine = ''] = signatureText.split('\n');
  const signed = Buffer.from(signedLine, 'base64');
  if (signed.length !== 2 + ID_BYTES + SIGNATURE_BYTES || !commentLine.startsWith('trusted comment: '))
    throw new ProblemError('package-signature-damaged', {});
  if (signed.subarray(0, 2).toString() !== ALGORITHM) throw new ProblemError('package-signature-old', {});
  const signer = idText(signed.subarray(2, 2 + ID_BYTES));
  if (signer !== id) throw new ProblemError('package-other-key', { signer, trusted: id });
  const signature = signed.subarray(2 + ID_BYTES);
  if (!verify(null, hash, key, signature)) throw new ProblemError('package-forged', {});
  const comment = commentLine.slice('trusted comment: '.length);
  const whole = Buffer.from(wholeLine, 'base64');
  if (whole.length !== SIGNATURE_BYTES || !verify(null, Buffer.concat([signature, Buffer.from(comment)]), key, whole))
    throw new ProblemError('package-comment-forged', {});
  return comment;
}

const hashOf = (content: Uint8Array) => createHash('blake2b512').update(content).digest();
const rawPublic = (key: KeyObject) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);
/** Ours follows from the key: the same key gives the same bytes in every build. */
const idOf = (raw: Uint8Array) => hashOf(raw).subarray(0, ID_BYTES);
/** A little-endian number, as minisign prints it. */
const idText = (id: Uint8Array) => Buffer.from(id).reverse().toString('hex').toUpperCase();

/** PINs and passwords as scrypt hashes, in the PHC string format: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { ProblemError } from '../problems.ts';

/** The least memory that OWASP's password storage cheat sheet lists for scrypt (32 MiB), with its p = 3: a Pi has no more to spare. */
const LOG2_N = 15;
const BLOCK_SIZE = 8;
const PARALLEL = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Hashes at a time: they run in Node's four threads, which also read files. */
const AT_ONCE = 2;
/** Further ones that wait; a flood of log-ins is rejected before it fills the memory. */
const MAX_WAITING = 16;
let running = 0;
const waiting: (() => void)[] = [];

/** @throws ProblemError 429 when too many log-ins are being checked already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new ProblemError('too-many-log-ins', {}, { retryAfterS: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve)); // the next one takes the place
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(secret: string, salt: Buffer, bytes: number, options: { N: number; r: number; p: number }) {
  return inTurn(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        const maxmem = 128 * options.N * options.r * 2;
        // The same letters typed on another keyboard may be other code points.
        scrypt(secret.normalize('NFKC'), salt, bytes, { ...options, maxmem }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}

export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(secret, salt, HASH_BYTES, { N: 2 ** LOG2_N, r: BLOCK_SIZE, p: PARALLEL });
  return phc(salt, key);
}

const phc = (salt: Buffer, key: Buffer) =>
  `$scrypt$ln=${LOG2_N},r=${BLOCK_SIZE},p=${PARALLEL}$${salt.toString('base64')}$${key.toString('base64')}`;

/** A hash that nothing matches: checking against it takes as long as against a real one. */
const NOBODYS_HASH = phc(Buffer.alloc(SALT_BYTES), Buffer.alloc(HASH_BYTES));

/** `hash` null: there is no such log-in; false then, after the same time. */
export async function verifySecret(secret: string, hash: string | null): Promise<boolean> {
  const [, ln, r, p, salt, key] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash ?? NOBODYS_HASH) ?? [];
  if (!salt || !key) throw new Error('a stored secret has no known format');
  const expected = Buffer.from(key, 'base64');
  const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
  const derived = await derive(secret, Buffer.from(salt, 'base64'), expected.length, options);
  return timingSafeEqual(derived, expected) && hash !== null;
}

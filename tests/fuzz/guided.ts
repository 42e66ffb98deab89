/** Bytes that are guided by what they reach: an input that ran a branch which none before did is kept, and changed further. */
import { Session } from 'node:inspector/promises';
import type { Door } from './doors.ts';
import { type Random, seeded } from './random.ts';

export interface Outcome {
  bytes: number;
  inputs: number;
  /** Branches of the door's modules that were reached, and inputs that reached one first. */
  branches: number;
  kept: number;
}

const LONGEST_INPUT_BYTES = 4096;
/** To ask for the coverage costs more than to run an input. */
const INPUTS_PER_LOOK = 25;
const MAX_KEPT = 500;

/** @throws Error with the input, in hexadecimal digits, that did what must never happen */
export async function fuzz(door: Door, { bytes: wanted, seed }: { bytes: number; seed: number }): Promise<Outcome> {
  const random = seeded(seed);
  const coverage = await watchCoverage(door.modules);
  const corpus = [...door.seeds];
  const outcome: Outcome = { bytes: 0, inputs: 0, branches: 0, kept: 0 };
  try {
    while (outcome.bytes < wanted) {
      const batch = Array.from({ length: INPUTS_PER_LOOK }, () => mutated(corpus, random));
      for (const input of batch) run(door, input, random);
      outcome.inputs += batch.length;
      outcome.bytes += batch.reduce((sum, input) => sum + input.length, 0);
      if ((await coverage.news()) === 0) continue;
      outcome.kept += 1;
      // Which of them it was does not matter: all are near the branch.
      corpus.push(...batch.slice(0, Math.max(0, MAX_KEPT - corpus.length)));
    }
    outcome.branches = coverage.reached();
    return outcome;
  } finally {
    coverage.stop();
  }
}

/** In pieces of any size, as a wire cuts them. */
export function run(door: Door, input: Uint8Array, random: Random): void {
  const push = door.open();
  try {
    for (let at = 0; at < input.length; ) {
      const length = random.below(4) === 0 ? 1 + random.below(8) : input.length;
      push(input.subarray(at, at + length));
      at += length;
    }
  } catch (error) {
    throw new Error(`${door.name}: ${(error as Error).stack}\ninput: ${Buffer.from(input).toString('hex')}`);
  }
}

const INTERESTING = [
  0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x5b, 0x5d, 0x7b, 0x7d, 0x2d, 0x3a, 0xf0, 0xf7,
];

/** One of the corpus, changed in some places: bits, bytes, pieces doubled, joined, cut out, or repeated many times. */
export function mutated(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const pick = () => corpus[random.below(corpus.length)] ?? new Uint8Array();
  let bytes = Buffer.from(pick());
  for (let n = 1 + random.below(6); n > 0; n--) {
    const at = random.below(bytes.length + 1);
    const length = random.below(Math.min(64, bytes.length - at + 1));
    const piece = bytes.subarray(at, at + length);
    const change = random.below(7);
    if (change === 0 && at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    else if (change === 1 && at < bytes.length) bytes[at] = INTERESTING[random.below(INTERESTING.length)] as number;
    else if (change === 2) bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    else if (change === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (change === 4) bytes = Buffer.concat([bytes.subarray(0, at), pick(), bytes.subarray(at)]);
    else if (change === 5) {
      const repeated = Array.from({ length: 1 + random.below(200) }, () => piece);
      bytes = Buffer.concat([bytes.subarray(0, at), ...repeated, bytes.subarray(at)]);
    } else bytes = Buffer.concat([bytes, Buffer.from(Array.from({ length }, () => random.below(256)))]);
  }
  return bytes.subarray(0, LONGEST_INPUT_BYTES);
}

/** V8 counts which blocks of the modules ran. */
async function watchCoverage(modules: readonly string[]) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const known = new Set<string>();
  return {
    /** How many branches ran for the first time since the last look. */
    async news(): Promise<number> {
      const before = known.size;
      const { result } = await session.post('Profiler.takePreciseCoverage');
      for (const { url, functions } of result) {
        if (!modules.some((part) => url.includes(part))) continue;
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges)
            if (count > 0) known.add(`${url} ${startOffset} ${endOffset}`);
      }
      return known.size - before;
    },
    reached: () => known.size,
    stop: () => session.disconnect(),
  };
}

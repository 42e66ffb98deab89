/** A seeded stream of random numbers: same seed, same numbers, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  between(low: number, high: number): number;
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
}

/** FNV-1a: two streams with the same seed and different names are independent. */
function hash(seed: number, name: string): number {
  let h = 0x811c9dc5 ^ Math.trunc(seed);
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** `name` separates the streams of one seed, so that a change to one sensor leaves the others as they were. */
export function createRandom(seed: number, name: string): Random {
  // splitmix32 (Steele et al. 2014, 32-bit form): one word of state, passes the tests that a noise model needs.
  let state = hash(seed, name);
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 0x1_0000_0000;
  };
  // Box-Muller; 1 - next() is never 0, so the logarithm is finite.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    between: (low, high) => low + (high - low) * next(),
    integer: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
  };
}

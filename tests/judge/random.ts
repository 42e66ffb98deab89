/** Seeded randomness (sfc32): the same axis and seed give the same scenario on every machine. */
export interface Random {
  next(): number;
  range(low: number, high: number): number;
  int(low: number, high: number): number;
  normal(sd?: number): number;
  pick<T>(list: readonly T[]): T;
  chance(share: number): boolean;
}

function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}

export function seeded(seed: number, salt: string): Random {
  let a = hash(salt);
  let b = (seed * 2654435761) >>> 0;
  let c = (hash(`${salt}/${seed}`) ^ 0x9e3779b9) >>> 0;
  let d = 1;
  const next = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i += 1) next();
  const range = (low: number, high: number): number => low + (high - low) * next();
  return {
    next,
    range,
    int: (low, high) => Math.min(high, Math.floor(range(low, high + 1))),
    normal: (sd = 1) => sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (list) => list[Math.min(list.length - 1, Math.floor(next() * list.length))]!,
    chance: (share) => next() < share,
  };
}

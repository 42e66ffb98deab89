/** Seeded dice (xorshift128 fed by splitmix32): the same axis and seed give the same scenario everywhere. */
export interface Dice {
  /** Uniform in [0, 1). */
  roll(): number;
  from(low: number, high: number): number;
  whole(low: number, high: number): number;
  gauss(sd?: number): number;
  either(share: number): boolean;
  one<T>(list: readonly T[]): T;
}

export function diceOf(text: string): Dice {
  let mix = 0x6d2b79f5;
  for (const char of text) mix = Math.imul(mix ^ char.charCodeAt(0), 0x01000193) >>> 0;
  const splitmix = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const s = [splitmix(), splitmix(), splitmix(), splitmix() | 1];
  const roll = (): number => {
    let t = s[3]!;
    const first = s[0]!;
    s[3] = s[2]!;
    s[2] = s[1]!;
    s[1] = first;
    t ^= t << 11;
    t ^= t >>> 8;
    s[0] = (t ^ first ^ (first >>> 19)) >>> 0;
    return s[0]! / 4294967296;
  };
  const from = (low: number, high: number): number => low + (high - low) * roll();
  return {
    roll,
    from,
    whole: (low, high) => Math.min(high, low + Math.floor(roll() * (high - low + 1))),
    gauss: (sd = 1) => {
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += roll();
      return sd * sum;
    },
    either: (share) => roll() < share,
    one: (list) => list[Math.min(list.length - 1, Math.floor(roll() * list.length))]!,
  };
}

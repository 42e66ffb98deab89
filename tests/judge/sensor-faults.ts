/** What goes wrong with readings, each as a function from readings to readings. */
import type { Random } from './random.ts';
import type { ForceReading, HeightReading } from './scenario.ts';

export const OUT_OF_RANGE = 16;
export const FIRST_AFTER_GAP = 32;
export const DESYNC = 4;

export type Fault<R> = (readings: R[], random: Random) => R[];

/** `hard`: off by 300 to 800 mm; `impossible`: metres off; `small`: 40 to 120 mm; `near`: "valid" at 22 mm before the sensor. */
export type SpikeKind = 'hard' | 'impossible' | 'small' | 'near';

function spiked(random: Random, kind: SpikeKind, heightMm: number): number {
  const sign = random.chance(0.5) ? 1 : -1;
  if (kind === 'impossible') return heightMm + sign * Math.round(random.range(1500, 6000));
  if (kind === 'small') return heightMm + sign * Math.round(random.range(40, 120));
  return heightMm + sign * Math.round(random.range(300, 800));
}

/** Runs of wrong readings that call themselves valid; never two runs in touch. */
export function spikes(share: number, kind: SpikeKind, run: [number, number] = [1, 1]): Fault<HeightReading> {
  return (readings, random) => {
    const out = [...readings];
    const mean = (run[0] + run[1]) / 2;
    // The cover glass reflects: a distance of 22 mm, wherever the sensor's own zero is.
    const nearMm = Math.round(random.range(-900, 22));
    for (let i = 3; i < out.length - 3; i += 1) {
      if (!random.chance(share / mean)) continue;
      const length = random.int(run[0], run[1]);
      // Within a burst the wrong target is the same one.
      const byMm = spiked(random, kind, 0);
      for (let k = i; k < Math.min(out.length, i + length); k += 1) {
        const wrongMm =
          kind === 'near' ? nearMm + random.int(-4, 4) : out[k]!.heightMm + byMm + Math.round(random.normal(4));
        out[k] = { ...out[k]!, heightMm: wrongMm };
      }
      i += length + 2;
    }
    return out;
  };
}

/** A second reflection at a constant distance, from a cover, a bolt or a bench: this share of the readings shows it, one at a time. */
export function ghosts(share: number, ghostMm: number): Fault<HeightReading> {
  return (readings, random) =>
    readings.map((each) =>
      random.chance(share) ? { ...each, heightMm: Math.round(ghostMm + random.normal(4)) } : each,
    );
}

/** A cell mounted upside down, or with its wires swapped. */
export const turned: Fault<ForceReading> = (readings) => readings.map((each) => ({ ...each, forceN: -each.forceN }));

/** A given number of pairs of lone spikes, each pair some 0.3 to 1.4 s apart. */
export function spikePairs(pairs: number): Fault<HeightReading> {
  return (readings, random) => {
    const out = [...readings];
    const rate = out.length / Math.max(1, out.at(-1)!.atS);
    for (let pair = 0; pair < pairs; pair += 1) {
      const first = random.int(20, out.length - 100);
      for (const at of [first, first + Math.round(rate * random.range(0.3, 1.4))]) {
        const each = out[at];
        if (each) out[at] = { ...each, heightMm: spiked(random, 'hard', each.heightMm) };
      }
    }
    return out;
  };
}

/** Readings that the sensor itself doubts. Their value is a constant, or the sensor's best guess. */
export function doubted(share: number, kind: 'single' | 'burst', value: 'constant' | 'guess'): Fault<HeightReading> {
  return (readings, random) => {
    const constant = random.pick([8190, 8191, 0]);
    let untilS = -1;
    let nextS = random.range(0, 1);
    const burstS = 0.5;
    return readings.map((each) => {
      let bad: boolean;
      if (kind === 'single') bad = random.chance(share);
      else {
        if (each.atS >= nextS) {
          untilS = nextS + burstS * random.range(0.7, 1.3);
          nextS = untilS + burstS * (1 / share - 1) * random.range(0.6, 1.4);
        }
        bad = each.atS < untilS;
      }
      if (!bad) return each;
      const heightMm = value === 'constant' ? constant : Math.round(each.heightMm + random.normal(40));
      return { ...each, heightMm, flags: OUT_OF_RANGE };
    });
  };
}

/** Nothing arrives between these times. */
export function holes<R extends { atS: number; flags: number }>(
  list: readonly (readonly [number, number])[],
): Fault<R> {
  return (readings) => {
    let gone = false;
    const out: R[] = [];
    for (const each of readings) {
      const inside = list.some(([from, to]) => each.atS >= from && each.atS < to);
      if (!inside) out.push(gone ? { ...each, flags: each.flags | FIRST_AFTER_GAP } : each);
      gone = inside;
    }
    return out;
  };
}

/** The sensor starts again: a hole, then a first reading that is garbage. */
export function restarted(atS: number, gapS: number): Fault<HeightReading> {
  return (readings, random) => {
    const out = holes<HeightReading>([[atS, atS + gapS]])(readings, random);
    const first = out.findIndex((each) => each.atS >= atS + gapS);
    if (first >= 0) out[first] = { ...out[first]!, heightMm: random.pick([0, 8191, 12, 2400]) };
    return out;
  };
}

/** A share of the readings never arrives: lone ones, and now and then a stretch of `stretchS`. */
export function missing<R extends { atS: number; flags: number }>(share: number, stretchS: number): Fault<R> {
  return (readings, random) => {
    let untilS = -1;
    return readings.filter((each) => {
      if (each.atS < untilS) return false;
      if (stretchS > 0 && random.chance(0.002)) untilS = each.atS + stretchS * random.range(0.5, 1);
      return !random.chance(share);
    });
  };
}

/** Force readings that are garbage: single ones, some of them flagged by the firmware (desync). */
export function garbage(share: number): Fault<ForceReading> {
  return (readings, random) =>
    readings.map((each) => {
      if (!random.chance(share)) return each;
      const forceN = random.pick([0, -each.forceN, random.range(-20000, 20000), 83886, each.forceN * 2]);
      return { ...each, forceN: Math.round(forceN), flags: random.chance(0.3) ? DESYNC : 0 };
    });
}

/** A cell whose wire has come off: the same count for ever. */
export function stuck(forceN: number): Fault<ForceReading> {
  return (readings) => readings.map((each) => ({ ...each, forceN }));
}

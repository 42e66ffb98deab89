/** Load cells and their amplifiers. */
import type { ForceMount, ForceReading } from '../judge/scenario.ts';
import type { Bar } from './bar.ts';
import type { Dice } from './dice.ts';
import { G } from './strokes.ts';

export interface Cell {
  hz: number;
  /** Conversions that a reading settles over. */
  settle: number;
  noiseN: number;
  gain: number;
  zeroN: number;
  fullN: number;
}

export const hx711 = (hz = 80): Cell => ({
  hz,
  settle: 4,
  noiseN: hz > 20 ? 0.5 : 0.2,
  gain: 1,
  zeroN: 0,
  fullN: 4000,
});
export const nau7802 = (): Cell => ({ hz: 320, settle: 4, noiseN: 0.6, gain: 1, zeroN: 0, fullN: 4000 });

/** What the mount feels, in N, at 1 kHz. `plus`: forces that come and go with the height (bands, chains, friction). */
export function feltN(bar: Bar, mount: ForceMount, unrestMm: Float64Array, plus?: (i: number) => number): Float64Array {
  const h = bar.h;
  const out = new Float64Array(h.length);
  const at = (i: number): number =>
    h[Math.min(h.length - 1, Math.max(0, i))]! + (unrestMm[Math.min(h.length - 1, Math.max(0, i))] ?? 0);
  for (let i = 0; i < h.length; i += 1) {
    // Steel, padding and plates are no stiffer than about 25 Hz.
    const a = (at(i + 6) - 2 * at(i) + at(i - 6)) / 0.036;
    const share = bar.share[i]!;
    const lifted = share * bar.kg[i]! * Math.max(0, G + (share > 0.5 ? a : 0)) + (share > 0.5 && plus ? plus(i) : 0);
    if (mount === 'bar') out[i] = Math.max(0, lifted);
    else if (mount === 'platform') out[i] = lifted + bar.body[i]! * 70 * (0.55 * G + (share > 0.5 ? 0.35 * a : 0));
    else if (mount === 'hooks') out[i] = (1 - share) * bar.kg[i]! * G;
  }
  return out;
}

export function weigh(dice: Dice, of: Cell, felt: Float64Array): ForceReading[] {
  const out: ForceReading[] = [];
  const phase = dice.from(0, 1 / of.hz);
  // Each conversion averages; the filter is a triangle over the settling time. The stamp is its middle.
  const half = Math.round(((of.settle / of.hz) * 1000) / 2);
  for (let k = 0; ; k += 1) {
    const atS = phase + k / of.hz;
    const mid = Math.round(atS * 1000);
    if (mid + half >= felt.length) break;
    if (mid < half) continue;
    let [sum, weight] = [0, 0];
    const step = Math.max(1, Math.floor(half / 20));
    for (let i = -half; i <= half; i += step) {
      const w = half + 1 - Math.abs(i);
      sum += w * felt[mid + i]!;
      weight += w;
    }
    const forceN = of.gain * (sum / weight) + of.zeroN + dice.gauss(of.noiseN);
    const clipped = Math.abs(forceN) > of.fullN;
    out.push({
      atS,
      forceN: clipped ? Math.sign(forceN) * of.fullN : Math.round(forceN * 100) / 100,
      flags: clipped ? 1 : 0,
    });
  }
  return out;
}

/** Distance sensors by their data sheets. The stamp is the middle of the time that a reading averages over. */
import type { HeightReading } from '../judge/scenario.ts';
import type { Dice } from './dice.ts';

export interface Eye {
  name: string;
  hz: number;
  /** Averaged over. */
  windowS: number;
  /** Of the frame's time, standard deviation. */
  jitterS: number;
  stepMm: number;
  nearMm: number;
  farMm: number;
  /** What is read beyond, with the flag. */
  beyondMm: number;
  sigmaMm(mm: number): number;
  scale: number;
}

const eye = (over: Partial<Eye> & Pick<Eye, 'name' | 'hz' | 'sigmaMm'>): Eye => ({
  windowS: 0.8 / over.hz,
  jitterS: 0.0004,
  stepMm: 1,
  nearMm: 40,
  farMm: 1300,
  beyondMm: 8190,
  scale: 1,
  ...over,
});

/** Short mode, 20 ms budget, white target. */
export const vl53l1x = (hz = 50): Eye =>
  eye({
    name: 'vl53l1x',
    hz,
    windowS: Math.min(0.033, 0.85 / hz),
    sigmaMm: (mm) => Math.max(0.9, 1.4 * (mm / 500) ** 1.4),
  });
/** Default mode: 30 ms, about 4 % at worst; mm, 8190 when nothing is seen. */
export const vl53l0x = (): Eye =>
  eye({ name: 'vl53l0x', hz: 30, windowS: 0.03, farMm: 1200, sigmaMm: (mm) => 2.2 + 3.2 * (mm / 600) ** 1.5 });
/** 16 pings a second, 3 mm. A ping takes an instant. */
export const hcsr04 = (hz = 16): Eye =>
  eye({
    name: 'hc-sr04',
    hz,
    windowS: 0.003,
    jitterS: 0.001,
    stepMm: 3,
    nearMm: 20,
    farMm: 4000,
    beyondMm: 0,
    sigmaMm: () => 1.2,
  });
/** 100 Hz, whole centimetres, repeatable within 2 cm (2 sigma). */
export const tfLuna = (stepMm = 10): Eye =>
  eye({ name: 'tf-luna', hz: 100, windowS: 0.01, stepMm, nearMm: 200, farMm: 8000, beyondMm: 0, sigmaMm: () => 5 });
/** 10 Hz, 1 mm. */
export const mb1013 = (): Eye =>
  eye({ name: 'mb1013', hz: 10, windowS: 0.005, nearMm: 300, farMm: 5000, beyondMm: 5000, sigmaMm: () => 0.8 });
/** 100 Hz, 0.5 mm. */
export const drawWire = (hz = 100, stepMm = 0.5): Eye =>
  eye({ name: 'draw-wire', hz, windowS: 0.001, jitterS: 0.0001, stepMm, nearMm: 0, farMm: 2000, sigmaMm: () => 0.15 });

export function look(dice: Dice, of: Eye, h: ArrayLike<number>): HeightReading[] {
  const out: HeightReading[] = [];
  const half = Math.max(0, Math.round((of.windowS * 1000) / 2));
  const phase = dice.from(0, 1 / of.hz);
  for (let k = 0; ; k += 1) {
    const atS = phase + k / of.hz + dice.gauss(of.jitterS);
    const mid = Math.round(atS * 1000);
    if (mid + half >= h.length) break;
    if (mid - half < 0 || atS < 0) continue;
    let sum = 0;
    for (let i = mid - half; i <= mid + half; i += 1) sum += h[i]!;
    const trueMm = (sum / (2 * half + 1)) * of.scale;
    const mm = trueMm + dice.gauss(of.sigmaMm(trueMm));
    const rounded = Math.round(mm / of.stepMm) * of.stepMm;
    if (trueMm > of.farMm) out.push({ atS, heightMm: of.beyondMm, flags: 16 });
    else out.push({ atS, heightMm: Math.max(of.nearMm, rounded), flags: 0 });
  }
  return out;
}

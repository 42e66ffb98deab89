/** The bar at 1 kHz: height at the plate that the sensor looks at, mass on it, and the share of its weight that the lifter carries. */
import type { Dice } from './dice.ts';

export class Bar {
  readonly h: number[] = [];
  readonly kg: number[] = [];
  readonly share: number[] = [];
  /** Share of the lifter's body that a platform carries. */
  readonly body: number[] = [];
  mm: number;
  massKg: number;
  carried = 0;
  onPlatform = 0;

  constructor(mm: number, massKg: number) {
    this.mm = mm;
    this.massKg = massKg;
  }

  get i(): number {
    return this.h.length;
  }

  get atS(): number {
    return this.h.length / 1000;
  }

  push(mm: number, carried = this.carried): void {
    this.mm = mm;
    this.carried = carried;
    this.h.push(mm);
    this.kg.push(this.massKg);
    this.share.push(carried);
    this.body.push(this.onPlatform);
  }

  stay(seconds: number, sinkMm = 0): void {
    const n = Math.round(seconds * 1000);
    const fromMm = this.mm;
    for (let i = 1; i <= n; i += 1) this.push(fromMm - sinkMm * (i / n) ** 1.5);
  }

  /** From where it is, by the offsets. */
  along(offsets: readonly number[]): void {
    const fromMm = this.mm;
    for (const each of offsets) this.push(fromMm + each);
  }

  /** Smoothly (raised cosine) to a height, as handling does. */
  glide(toMm: number, seconds: number): void {
    const fromMm = this.mm;
    const n = Math.max(1, Math.round(seconds * 1000));
    for (let i = 1; i <= n; i += 1) this.push(fromMm + (toMm - fromMm) * (0.5 - 0.5 * Math.cos((Math.PI * i) / n)));
  }

  /** The lifter takes or gives weight while the bar stays. */
  carry(to: number, seconds: number): void {
    const from = this.carried;
    const n = Math.max(1, Math.round(seconds * 1000));
    for (let i = 1; i <= n; i += 1) this.push(this.mm, from + (to - from) * (0.5 - 0.5 * Math.cos((Math.PI * i) / n)));
  }

  /** Rubber on a floor: hops of falling height, the floor carrying or the bar flying. */
  bounce(firstMm: number): void {
    const floorMm = this.mm;
    for (let hop = firstMm; hop > 0.6; hop *= 0.22) {
      const flightS = 2 * Math.sqrt((2 * hop) / 9806.65);
      const n = Math.max(2, Math.round(flightS * 1000));
      for (let i = 1; i <= n; i += 1) this.push(floorMm + 4 * hop * (i / n) * (1 - i / n), 0);
    }
    this.mm = floorMm;
  }
}

/** What a body adds to a carried bar: tremor of 8 to 11 Hz, breath and sway. Not in the truth. */
export function unrest(dice: Dice, bar: Bar, tremorMm: number, swayMm: number): Float64Array {
  const out = new Float64Array(bar.i);
  const tremorHz = dice.from(8, 11);
  const swayHz = dice.from(0.2, 0.4);
  let phase = dice.from(0, 6.28);
  let size = 0;
  for (let i = 0; i < out.length; i += 1) {
    size += ((bar.share[i]! > 0.6 ? 1 : 0) - size) / 150;
    phase += (2 * Math.PI * tremorHz * (1 + 0.15 * Math.sin(i / 700))) / 1000;
    out[i] = size * (tremorMm * Math.sin(phase) + swayMm * Math.sin((2 * Math.PI * swayHz * i) / 1000));
  }
  return out;
}

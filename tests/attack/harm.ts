/** What goes wrong with readings. Each returns what is left of them. */
import type { ForceReading, HeightReading } from '../judge/scenario.ts';
import type { Dice } from './dice.ts';

type Reading = HeightReading | ForceReading;

export const dropped =
  (dice: Dice, share: number) =>
  <T extends Reading>(list: T[]): T[] =>
    list.filter(() => !dice.either(share));

/** Frames lost in runs. */
export const dropouts =
  (dice: Dice, everyS: number, lostS: readonly [number, number]) =>
  <T extends Reading>(list: T[]): T[] => {
    let next = dice.from(0, 2 * everyS);
    let until = 0;
    return list.filter(({ atS }) => {
      if (atS >= next) {
        until = atS + dice.from(...lostS);
        next = until + dice.from(0, 2 * everyS);
      }
      return atS >= until;
    });
  };

/** The board asks oftener than the sensor answers. */
export const asked =
  (hz: number) =>
  (list: HeightReading[]): HeightReading[] => {
    const out: HeightReading[] = [];
    let k = 0;
    for (let atS = list[0]?.atS ?? 0; k < list.length; atS += 1 / hz) {
      while (k + 1 < list.length && list[k + 1]!.atS <= atS) k += 1;
      if (k + 1 >= list.length) break;
      out.push({ ...list[k]!, atS });
    }
    return out;
  };

export const spikes =
  (dice: Dice, share: number, size: (value: number) => number) =>
  (list: HeightReading[]): HeightReading[] => {
    for (const each of list) if (dice.either(share)) each.heightMm = Math.max(0, Math.round(size(each.heightMm)));
    return list;
  };

export const forceSpikes =
  (dice: Dice, share: number, sizeN: number) =>
  (list: ForceReading[]): ForceReading[] => {
    for (const each of list) if (dice.either(share)) each.forceN += dice.gauss(sizeN);
    return list;
  };

/** Between two times. */
export const during =
  <T extends Reading>(fromS: number, toS: number, change: (each: T) => void) =>
  (list: T[]): T[] => {
    for (const each of list) if (each.atS >= fromS && each.atS <= toS) change(each);
    return list;
  };

/** The same value again, a few times a minute. */
export const stuck =
  (dice: Dice, everyS: number, forS: readonly [number, number]) =>
  (list: HeightReading[]): HeightReading[] => {
    let next = dice.from(0, 2 * everyS);
    let until = 0;
    let at = 0;
    for (const each of list) {
      if (each.atS >= next) {
        at = each.heightMm;
        until = each.atS + dice.from(...forS);
        next = until + dice.from(0.5 * everyS, 1.5 * everyS);
      }
      if (each.atS < until) each.heightMm = at;
    }
    return list;
  };

/** Something in the beam: nearer than the bar, moving a little. */
export const inBeam =
  (dice: Dice, fromS: number, toS: number, mm: number, wanders = 15) =>
  (list: HeightReading[]): HeightReading[] => {
    let at = mm;
    for (const each of list) {
      if (each.atS < fromS || each.atS > toS) continue;
      at += dice.gauss(wanders / 5) + 0.02 * (mm - at);
      if (at < each.heightMm) each.heightMm = Math.max(40, Math.round(at + dice.gauss(2)));
    }
    return list;
  };

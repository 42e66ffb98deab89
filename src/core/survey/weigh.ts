import { heightAt, type Smoothed } from '../metrics/smoothed.ts';
import type { Stretch } from '../metrics/trace.ts';

/** An outlier may lie anywhere in a sensor's range. */
const OUTLIER_RANGE_MM = 1500;
const FIRST_OUTLIER_SHARE = 0.02;

/** Nearer than this an outlier has no odds: less than a thousandth. */
const SURE_SIGMAS = 2;

/**
 * Weighs each height by what the smoothed movement says of it, in the mixture (1 - e) Normal + e Uniform: the probability that it shows the bar.
 * `sigmas`: how far the smoothed movement itself may be off, in units of the noise.
 */
export function weighHeights({ trace, first, end }: Stretch, bar: Smoothed, noiseMm: number, sigmas: number): void {
  const spreadMm = noiseMm * sigmas;
  const odds =
    (FIRST_OUTLIER_SHARE / (1 - FIRST_OUTLIER_SHARE)) * ((spreadMm * Math.sqrt(2 * Math.PI)) / OUTLIER_RANGE_MM);
  const sureMm = SURE_SIGMAS * spreadMm;
  let cursor = 0;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 0 || trace.weight[index]! === 0) continue;
    while (cursor < bar.count - 1 && bar.atUs[cursor + 1]! <= trace.atUs[index]!) cursor += 1;
    const offMm = Math.abs(trace.value[index]! - heightAt(bar, cursor, trace.atUs[index]!));
    trace.weight[index] = offMm < sureMm ? 1 : 1 / (1 + odds * Math.exp((0.5 * offMm * offMm) / (spreadMm * spreadMm)));
  }
}

/** How far the furthest height lies from the path. */
export function furthestMm({ trace, first, end }: Stretch, bar: Smoothed): number {
  let cursor = 0;
  let mostMm = 0;
  for (let index = first; index < end; index++) {
    if (trace.isHeight[index] === 0) continue;
    while (cursor < bar.count - 1 && bar.atUs[cursor + 1]! <= trace.atUs[index]!) cursor += 1;
    mostMm = Math.max(mostMm, Math.abs(trace.value[index]! - heightAt(bar, cursor, trace.atUs[index]!)));
  }
  return mostMm;
}

/** How far the distance sensor's millimetres are from true ones, from two heights whose difference is known. */
export type ScaleResult =
  | { readonly ok: true; readonly scale: number }
  | { readonly ok: false; readonly why: 'out-of-range'; readonly measuredMm: number };

/** Beyond this the two heights or the target are wrong. The margin is for 1.1 - 1, which is a hair above 0.1. */
const MAX_OFF = 0.1 + 1e-9;

/**
 * @param knownMm difference of the two heights along the vertical; which of them is higher doesn't matter.
 * @param railAngleDeg angle of the beam from the vertical.
 */
export function judgeScale(
  firstReadingMm: number,
  secondReadingMm: number,
  knownMm: number,
  railAngleDeg: number,
): ScaleResult {
  const measuredMm = Math.abs(secondReadingMm - firstReadingMm) * Math.cos((railAngleDeg * Math.PI) / 180);
  const scale = Math.round((1e4 * knownMm) / measuredMm) / 1e4;
  return Math.abs(scale - 1) <= MAX_OFF ? { ok: true, scale } : { ok: false, why: 'out-of-range', measuredMm };
}

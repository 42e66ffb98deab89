/** How the bar travels before the distance sensor, from its reading at the racked height and at the top. */
export interface Travel {
  /** `up`: the sensor lies below the bar, so its reading grows as the bar rises. */
  readonly looks: 'up' | 'down';
  /** Height of the top above the racked height, along the vertical. */
  readonly topMm: number;
}

export type TravelResult =
  | { readonly ok: true; readonly travel: Travel }
  | { readonly ok: false; readonly why: 'too-short' | 'too-long'; readonly travelMm: number };

/** Less than this could be a bar that only rocked on its hooks. */
const MIN_TRAVEL_MM = 80;
/** No exercise of this station moves a bar further. */
const MAX_TRAVEL_MM = 2500;

/**
 * @param railAngleDeg angle of the rail, and of the beam along it, from the vertical.
 * @param scale true millimetres for one of the sensor's.
 */
export function judgeTravel(rackedMm: number, topReadingMm: number, railAngleDeg: number, scale = 1): TravelResult {
  const alongBeamMm = Math.abs(topReadingMm - rackedMm);
  if (alongBeamMm < MIN_TRAVEL_MM) return { ok: false, why: 'too-short', travelMm: alongBeamMm };
  if (alongBeamMm > MAX_TRAVEL_MM) return { ok: false, why: 'too-long', travelMm: alongBeamMm };
  const looks = topReadingMm > rackedMm ? 'up' : 'down';
  return { ok: true, travel: { looks, topMm: scale * alongBeamMm * Math.cos((railAngleDeg * Math.PI) / 180) } };
}

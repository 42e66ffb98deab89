import { edgeUs, levelMm } from './edges.ts';
import { firstAfter, firstFrom, type Smoothed } from './smoothed.ts';
import { MARGIN_US } from './trace.ts';
import type { WayUp } from './way-up.ts';

/** The eccentric phase: from the level that the bar left to the one where it came to stand. */
export interface WayDown {
  readonly leaveUs: number;
  readonly endUs: number;
  /** Height where it came to stand. */
  readonly endMm: number;
}

const EDGE_SHARE = 0.25;
/** The level that it leaves is that of its last moments there: a hold may have sunk. */
const LEVEL_US = 250_000;
/** With more noise a level needs more readings: so long for each millimetre that a smoothed height is off by. */
const LEVEL_US_PER_MM = 250_000;
const MOST_LEVEL_US = 900_000;
/** A hold may sink by 20 mm in 3 s; a slow eccentric phase begins little faster. */
const LEAVING_MMPS = 10;
const SLOW_START_MM = 9;
const BEFORE_US = 350_000;
const STOOD_US = 400_000;
const SUNK_MM = 1.5;
const LEAVING_SIGMAS = 2;
/** One that is as quick as most may sink before it by as much as a slow one begins with: by its own pace it hasn't left yet. */
const LEAVING_SHARE = 0.1;
const MOST_LEAVING_MMPS = 30;
const STANDS_MM = 6;
const STANDS_SIGMAS = 3;

/** `noiseMmps`: of a velocity of `bar`; `seenEndUs`: when it was about down. Null where no eccentric phase shows. */
export function wayDown(bar: Smoothed, up: WayUp, noiseMmps: number, seenEndUs: number): WayDown | null {
  const { atUs, heightMm, velocityMmps, count } = bar;
  const lastFrom = (us: number): number => Math.min(count, firstAfter(bar, us)) - 1;
  const end = lastFrom(seenEndUs + MARGIN_US);
  // By then it may be on its way up again.
  const about = lastFrom(seenEndUs);
  const top = Math.min(about, firstFrom(bar, up.firstTopUs));
  const halfMm = (up.topMm + heightMm[lowestAfter(bar, top, about)]!) / 2;
  let half = about;
  while (half > 0 && atUs[half]! > up.firstTopUs && heightMm[half]! <= halfMm) half -= 1;
  if (atUs[half]! <= up.firstTopUs || half === about) return null;
  const nearMm = Math.max(STANDS_MM, STANDS_SIGMAS * up.noiseMm);

  let leave = half;
  while (leave > 0 && heightMm[leave]! < up.topMm - EDGE_SHARE * up.romMm) leave -= 1;
  const leavingMmps = Math.max(
    Math.min(up.stillMmps, Math.max(LEAVING_MMPS, LEAVING_SIGMAS * noiseMmps)),
    Math.min(MOST_LEAVING_MMPS, LEAVING_SHARE * quickestMmps(bar, leave, about)),
  );
  while (leave > 0 && velocityMmps[leave]! < -leavingMmps && atUs[leave]! > up.firstTopUs) leave -= 1;
  const lastsUs = Math.min(MOST_LEVEL_US, Math.max(LEVEL_US, LEVEL_US_PER_MM * up.noiseMm));
  const fromUs = Math.max(up.lockoutUs, atUs[leave]! - lastsUs);
  const localMm = levelMm(bar, fromUs, atUs[leave]!, heightMm[leave]!, nearMm) ?? heightMm[leave]!;
  const leftMm = stoodMm(bar, up.lockoutUs, atUs[leave]!, localMm);
  const leaveUs = edgeUs(bar, half, -1, leftMm, up.romMm, up.noiseMm) ?? atUs[leave]!;

  let down = half;
  const lowest = lowestAfter(bar, half, Math.min(count - 1, end + 1));
  const lowMm = heightMm[lowest]!;
  const wayMm = leftMm - lowMm;
  while (down < lowest && heightMm[down]! > lowMm + EDGE_SHARE * wayMm) down += 1;
  while (down < lowest && velocityMmps[down]! < -up.stillMmps) down += 1;
  const endMm = levelMm(bar, atUs[down]!, atUs[down]! + LEVEL_US, heightMm[down]!, nearMm) ?? heightMm[down]!;
  const endUs = edgeUs(bar, half, 1, endMm, wayMm, up.noiseMm) ?? atUs[down]!;
  return { leaveUs: Math.max(up.lockoutUs, leaveUs), endUs: Math.max(endUs, leaveUs), endMm };
}

/**
 * The level that it left: its last, `localMm`, unless that is some millimetres below where it stood just before, without having sunk there: then a slow
 * eccentric phase has begun already.
 */
function stoodMm(bar: Smoothed, lockoutUs: number, leaveUs: number, localMm: number): number {
  const beforeUs = leaveUs - BEFORE_US;
  const midUs = beforeUs - STOOD_US;
  if (midUs < lockoutUs) return localMm;
  const any = Number.POSITIVE_INFINITY;
  const lateMm = levelMm(bar, midUs, beforeUs, localMm, any);
  const earlyMm = levelMm(bar, Math.max(lockoutUs, midUs - STOOD_US), midUs, localMm, any);
  if (lateMm === null || earlyMm === null || Math.abs(earlyMm - lateMm) > SUNK_MM) return localMm;
  return lateMm > localMm && lateMm - localMm < SLOW_START_MM ? lateMm : localMm;
}

/** How fast it comes down at most between two instants. */
function quickestMmps({ velocityMmps }: Smoothed, from: number, last: number): number {
  let mostMmps = 0;
  for (let index = from; index <= last; index++) mostMmps = Math.max(mostMmps, -velocityMmps[index]!);
  return mostMmps;
}

function lowestAfter({ heightMm }: Smoothed, from: number, last: number): number {
  let at = from;
  for (let index = from; index <= last; index++) if (heightMm[index]! < heightMm[at]!) at = index;
  return at;
}

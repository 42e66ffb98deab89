import { bare } from '../reasons.ts';
import type { Movement } from '../types.ts';

/** When it is known to have left its top, or to have been under way. */
const leftUs = ({ startUs, lockoutUs, holdS }: Movement): number =>
  lockoutUs === null ? startUs : lockoutUs + 1e6 * (holdS ?? 0);

/**
 * One bar is in one movement at a time. Each movement is measured with some readings before and after it, and by the force alone in a hole, so that the
 * end of one may lie after the beginning of the next: then the first ends where the next begins, and the next begins after the hold of the first.
 * `movements`: in order of their starts.
 */
export function apart(movements: readonly Movement[]): readonly Movement[] {
  const all = [...movements];
  for (let index = 1; index < all.length; index++) {
    const before = all[index - 1]!;
    const beginUs = Math.max(all[index]!.startUs, leftUs(before));
    if (before.endUs !== null && before.endUs > beginUs) all[index - 1] = endedAt(before, beginUs);
    if (beginUs > all[index]!.startUs) all[index] = begunAt(all[index]!, beginUs);
  }
  return all;
}

function endedAt(movement: Movement, endUs: number): Movement {
  const { eccentricS } = movement;
  return { ...movement, endUs, eccentricS: eccentricS === null ? null : (endUs - leftUs(movement)) / 1e6 };
}

/** What is left of it is less than so much of its concentric phase: the rest belongs to the one before. */
const LEAST_LEFT_SHARE = 0.5;

function begunAt(movement: Movement, startUs: number): Movement {
  const { lockoutUs, endUs, holdS, concentricS } = movement;
  const lateUs = startUs - movement.startUs;
  const reachedUs = lockoutUs === null ? null : Math.max(lockoutUs, startUs);
  const isHardlySeen = lockoutUs !== null && startUs > lockoutUs - LEAST_LEFT_SHARE * (lockoutUs - movement.startUs);
  const isRefused = isHardlySeen && movement.verdict === 'counted';
  const lostS = lockoutUs === null ? 0 : (reachedUs! - lockoutUs) / 1e6;
  return {
    ...movement,
    ...(isRefused ? { n: null, verdict: 'doubtful', reasons: [bare('hardly-seen')] } : {}),
    startUs,
    lockoutUs: reachedUs,
    endUs: endUs === null ? null : Math.max(endUs, startUs),
    holdS: holdS === null ? null : Math.max(0, holdS - lostS),
    concentricS: concentricS === null ? null : Math.max(0, concentricS - lateUs / 1e6),
  };
}

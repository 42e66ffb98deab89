/** Codes for the QR code on a bay screen: each is good for one tap, at one bay, for a minute. Pure: codes and times are handed in. */

/** The screen shows a new one before the old one is over; a phone may still be opening the page of the old one. */
export const CLAIM_CODE_MS = 60_000;
/** No screen renews faster than it can be scanned. */
const MAX_PER_BAY = 4;

interface ClaimCodes {
  readonly issued: readonly { readonly code: string; readonly bay: string; readonly untilMs: number }[];
}

export const NO_CLAIM_CODES: ClaimCodes = { issued: [] };

/** @param code random, not to be guessed within its minute */
export function issueClaimCode({ issued }: ClaimCodes, bay: string, code: string, atMs: number): ClaimCodes {
  const valid = issued.filter(({ untilMs }) => atMs < untilMs);
  const others = valid.filter((entry) => entry.bay !== bay);
  const latest = valid.filter((entry) => entry.bay === bay).slice(1 - MAX_PER_BAY);
  return { issued: [...others, ...latest, { code, bay, untilMs: atMs + CLAIM_CODE_MS }] };
}

/** @returns the bay that showed it, and the codes without it; null: no such code, it is over, or it was used */
export function useClaimCode(
  { issued }: ClaimCodes,
  code: string,
  atMs: number,
): { bay: string; codes: ClaimCodes } | null {
  const found = issued.find((entry) => entry.code === code && atMs < entry.untilMs);
  return found ? { bay: found.bay, codes: { issued: issued.filter((entry) => entry !== found) } } : null;
}

/**
 * A visitor whose card could not be looked up, because the hub was away: the sets that follow their tap are remembered by the card, until someone
 * else comes to the bay.
 */
import { type Clock, isoNow, isoShifted } from '../../../common/clock.ts';
import type { CardClaim } from '../../../contracts/hub-people.ts';

/** Neither a tap nor a set for so long: they have gone. */
const HELD_MS = 5 * 60_000;
/** A gym of theirs may be offline itself, and tell the hub of the card later. */
const VALID_MS = 14 * 24 * 3_600_000;

interface Claim {
  hashes: readonly string[];
  tappedAt: string;
  atMs: number;
}

export class CardClaims {
  readonly #claims = new Map<string, Claim>();
  readonly #sets = new Map<string, Claim & { setId: string }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A card that no one here knows, and the hub could not be asked about. @returns whether its owner can be found later */
  tapped(bay: string, hashes: readonly string[]): boolean {
    for (const [other, { hashes: known }] of this.#claims) if (known[0] === hashes[0]) this.#claims.delete(other);
    const shared = hashes.filter((hash) => hash.includes(':'));
    if (shared.length === 0) return false;
    this.#claims.set(bay, { hashes: shared, tappedAt: isoNow(this.#clock), atMs: this.#clock.monoMs() });
    return true;
  }

  /** Someone else is there. */
  over(bay: string): void {
    this.#claims.delete(bay);
  }

  setBegan(bay: string, setId: string): void {
    const claim = this.#claims.get(bay);
    this.#sets.delete(bay);
    if (claim && this.#clock.monoMs() - claim.atMs <= HELD_MS) this.#sets.set(bay, { ...claim, setId });
    else this.over(bay);
  }

  /** @returns what to remember of the set; null: nothing */
  setEnded(bay: string, setId: string): CardClaim | null {
    const begun = this.#sets.get(bay);
    this.#sets.delete(bay);
    if (begun?.setId !== setId) return null;
    const claim = this.#claims.get(bay);
    if (claim) claim.atMs = this.#clock.monoMs();
    const { hashes, tappedAt } = begun;
    return { setId, hashes: [...hashes], tappedAt, expiresAt: isoShifted(isoNow(this.#clock), VALID_MS) };
  }
}

/** Codes that make a browser the screen of a bay: each for ten minutes, once. Kept in memory: a restart ends them. */
import { type Clock, wallMsAt } from '../../../common/clock.ts';
import type { NewPairing, NewToken, PairingCode, Token, TokenMade } from '../../../contracts/access.ts';
import type { Actor } from '../../../web/index.ts';
import { newTypedCode, typedCodeHash } from './credentials.ts';

const LIFE_MS = 10 * 60_000;
/** Codes that wait at once; beyond, the oldest is void. A station has 16 bays. */
export const MAX_CODES = 64;

interface Waiting extends NewPairing {
  readonly admin: Actor;
  /** on the monotonic axis */
  readonly untilMs: number;
}

export class ScreenPairings {
  readonly #waiting = new Map<string, Waiting>();
  readonly #createToken: (token: NewToken, admin: Actor) => Promise<TokenMade>;

  readonly #clock: Clock;

  constructor(createToken: (token: NewToken, admin: Actor) => Promise<TokenMade>, clock: Clock) {
    this.#createToken = createToken;
    this.#clock = clock;
  }

  /** The code before it for the same bay is void. */
  begin({ name, bay }: NewPairing, admin: Actor): PairingCode {
    const nowMs = this.#clock.monoMs();
    for (const [hash, other] of this.#waiting) if (other.bay === bay) this.#waiting.delete(hash);
    if (this.#waiting.size >= MAX_CODES) this.#waiting.delete(this.#waiting.keys().next().value as string);
    const code = newTypedCode();
    const untilMs = nowMs + LIFE_MS;
    this.#waiting.set(typedCodeHash(code), { name, bay, admin, untilMs });
    return { code, expiresAt: new Date(wallMsAt(this.#clock, untilMs)).toISOString() };
  }

  /** A token in the name of the admin who made the code. @returns null: no such code, or it is over, or used */
  async redeem(code: string): Promise<Token | null> {
    const hash = typedCodeHash(code);
    const found = this.#waiting.get(hash);
    if (!found || found.untilMs <= this.#clock.monoMs()) return null;
    this.#waiting.delete(hash);
    try {
      return (await this.#createToken({ name: found.name, scopes: ['screen'], bay: found.bay }, found.admin)).token;
    } catch (error) {
      this.#waiting.set(hash, found); // the station could not: the code is still good
      throw error;
    }
  }
}

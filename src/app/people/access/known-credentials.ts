/**
 * The log-ins and tokens seen lately, so that a request needs no database, and a logged-in user stays logged in while it is
 * away. This process alone ends them, so what stands here is right.
 */
import type { Clock } from '../../../common/clock.ts';
import type { Identity } from '../../../web/index.ts';

interface Known {
  identity: Identity;
  memberId: string | null;
  tokenId: string | null;
}

const MAX_KNOWN = 2000;
/** How fresh "last used" is; each request would be a write otherwise. */
const TOUCH_MS = 10 * 60_000;

interface KnownOptions {
  clock: Clock;
  onEnded: (credentialId: string) => void;
  onFault: (what: string, error: Error) => void;
}

export class KnownCredentials {
  readonly #options: KnownOptions;
  readonly #known = new Map<string, Known & { touchedMs: number }>();
  /** Raised by whatever ends: an answer of the database that was asked before doesn't count any more. */
  #epoch = 0;

  constructor(options: KnownOptions) {
    this.#options = options;
  }

  /** Who the credential with this hash stands for; `load` asks the database, `touch` notes that it was used. */
  async find(
    hash: string,
    load: () => Promise<Known | null>,
    touch: (identity: Identity) => Promise<void>,
  ): Promise<Identity | null> {
    const { clock } = this.#options;
    let known = this.#known.get(hash);
    if (!known) {
      const epoch = this.#epoch;
      const loaded = await load();
      if (!loaded) return null;
      if (epoch !== this.#epoch) return this.find(hash, load, touch);
      known = { ...loaded, touchedMs: Number.NEGATIVE_INFINITY };
      this.#known.set(hash, known);
      if (this.#known.size > MAX_KNOWN) this.#known.delete(this.#known.keys().next().value as string);
    }
    const { expiresAtMs } = known.identity;
    if (expiresAtMs !== null && expiresAtMs <= clock.wallMs()) {
      this.#known.delete(hash);
      return null;
    }
    const nowMs = clock.monoMs();
    if (nowMs - known.touchedMs > TOUCH_MS) {
      known.touchedMs = nowMs;
      touch(known.identity).catch((error: Error) => this.#options.onFault('when it was last used is not kept', error));
    }
    return known.identity;
  }

  /** They are over: whatever streams to them must end. */
  end(which: (known: Known) => boolean): void {
    for (const { identity } of this.forget(which))
      if (identity.credentialId !== null) this.#options.onEnded(identity.credentialId);
  }

  /** They are looked up again. */
  forget(which: (known: Known) => boolean): Known[] {
    this.#epoch += 1;
    const found = [...this.#known].filter(([, known]) => which(known));
    for (const [hash] of found) this.#known.delete(hash);
    return found.map(([, known]) => known);
  }
}

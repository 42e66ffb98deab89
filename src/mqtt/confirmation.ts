const WITHIN_MS = 5000;
/** A broker that doesn't send it back is asked again after this. */
const AGAIN_MS = 30_000;

interface ConfirmationOptions {
  /** our own `availability` */
  topic: string;
  withinMs?: number;
  /** Publishes it once more. */
  ask(): void;
  onConfirmed(): void;
  /** Reported once, until it is confirmed. */
  onMissing(trouble: string): void;
}

/**
 * MQTT 3.1.1 has no way to say that a message was refused: it is acknowledged and gone. Whether ours are published we know by our own
 * `availability`, which comes back to us.
 */
export class Confirmation {
  readonly #options: ConfirmationOptions;
  #timer: NodeJS.Timeout | undefined;
  /** What is wrong; empty: nothing is, or it isn't known yet. */
  trouble = '';

  constructor(options: ConfirmationOptions) {
    this.#options = options;
  }

  /** It was published. */
  begin(): void {
    this.#wait(this.#options.withinMs ?? WITHIN_MS);
  }

  /** It came back. */
  heard(): void {
    if (!this.#timer) return;
    this.reset();
    this.#options.onConfirmed();
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.trouble = '';
  }

  #wait(forMs: number): void {
    this.#timer = setTimeout(() => {
      const isNew = this.trouble === '';
      this.trouble = `the broker does not send back what we publish on ${this.#options.topic}: its ACL denies us to publish or to read it. Allow both, or use a broker of MQTT 5`;
      if (isNew) this.#options.onMissing(this.trouble);
      this.#options.ask();
      this.#wait(AGAIN_MS);
    }, forMs);
  }
}

/** The latest message of one retained topic. Only the latest counts: what it replaces before it could be sent is never sent. */
export class RetainedTopic {
  readonly #publish: (payload: string) => Promise<void>;
  #payload: string | null = null;
  #isDue = false;
  #isBusy = false;
  #isUp = false;
  published = 0;

  /** @param publish resolves on the broker's acknowledgement; rejects when the connection is lost */
  constructor(publish: (payload: string) => Promise<void>) {
    this.#publish = publish;
  }

  set(payload: string): void {
    this.#payload = payload;
    this.#isDue = true;
    this.#flush();
  }

  /** A broker may have lost what it retained: it is told again on each connection. */
  connected(): void {
    this.#isUp = true;
    this.#isBusy = false;
    this.#isDue = this.#payload !== null;
    this.#flush();
  }

  disconnected(): void {
    this.#isUp = false;
  }

  #flush(): void {
    if (!this.#isUp || this.#isBusy || !this.#isDue || this.#payload === null) return;
    this.#isBusy = true;
    this.#isDue = false;
    this.#publish(this.#payload).then(
      () => {
        this.published++;
        this.#isBusy = false;
        this.#flush();
      },
      () => {
        // The connection is gone, and `connected` sends it again; a broker that refuses it gets the next one.
        this.#isBusy = false;
      },
    );
  }
}

/** A database that takes longer than this to be read says so by itself. */
const LONGEST_MS = 5000;

/**
 * What is asked while the station starts waits here until it was read what is kept, or could not be. A page that comes back asks
 * once: an answer without the database would stand on it until the next set.
 */
export class StartGate {
  readonly opened: Promise<void>;
  open = () => {};

  constructor() {
    this.opened = new Promise((resolve) => {
      this.open = resolve;
      setTimeout(resolve, LONGEST_MS).unref();
    });
  }
}

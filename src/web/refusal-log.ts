/** Who was refused what, in the log: a known user who tries more than their rights is seen. A flood leaves its number, not its lines. */
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../common/clock.ts';

const WINDOW_MS = 60_000;
const LINES_A_WINDOW = 30;

export class RefusalLog {
  readonly #clock: Pick<Clock, 'monoMs'>;
  #sinceMs = 0;
  #lines = 0;
  #left = 0;

  constructor(clock: Pick<Clock, 'monoMs'>) {
    this.#clock = clock;
  }

  /** @param why as in `lockout_web_refused_total` */
  note({ identity, ip, log, method, routeOptions }: FastifyRequest, why: string): void {
    // A visitor without a log-in exceeds no rights: each page that was left open overnight asks once.
    if (identity?.via === 'nothing') return;
    const nowMs = this.#clock.monoMs();
    if (nowMs - this.#sinceMs > WINDOW_MS) {
      if (this.#left > 0) log.warn({ refusals: this.#left }, 'further requests were refused within a minute');
      this.#sinceMs = nowMs;
      this.#lines = this.#left = 0;
    }
    this.#lines++;
    if (this.#lines > LINES_A_WINDOW) this.#left++;
    else {
      const who = identity ? { role: identity.role, via: identity.via, memberId: identity.memberId } : { via: 'token' };
      // The pattern of the route: what was put into the address is not ours to keep.
      log.warn({ ...who, address: ip, method, route: routeOptions.url, why }, 'a request was refused');
    }
  }
}

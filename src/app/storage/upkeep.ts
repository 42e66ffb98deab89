/** What is kept only for a while goes: sets and recordings after the gym's own time, log-ins and keys that are over. At the start, then daily. */
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../../common/clock.ts';
import { messageOf } from '../../common/message-of.ts';
import type { Store } from '../../store/index.ts';
import { type ClockStep, durationText } from '../clock-watch.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** While the database is unavailable, or a start is still busy. */
const RETRY_MS = 60_000;
/** While nothing may be deleted. */
const REFUSED_RETRY_MS = HOUR_MS;
/** Small batches, so that a rep counted at the same time doesn't wait. */
const SETS_AT_ONCE = 100;
/** Sets dated in the future: the clock is wrong now, or was wrong then. */
const FUTURE_MS = HOUR_MS;
/** A gym that was closed for longer waits for its first set; a clock that is years ahead is not believed. */
const STALE_MS = 14 * DAY_MS;
/** After a day without a station as many days go at once as it was off. More than half of all, and more than a few, is no daily job. */
const MOST = 0.5;
const FEW_SETS = 20;
/** For this long after a step, either time may be right. */
const STEP_DISTRUST_MS = HOUR_MS;
const SMALL_STEP_MS = 60_000;
/** No clock is slewed faster than that in the time of a run. */
const RUN_STEP_MS = 5000;

export interface UpkeepOptions {
  /** null: sets are kept for good */
  retentionDays: number | null;
  /** A person has said that the clock is right, though nothing confirms it. */
  trustsClock?: boolean;
  /** A person has said that most of the sets may go. */
  mayDeleteMost?: boolean;
  /** @throws Error while the database is unavailable */
  store: () => Pick<Store, 'upkeep'>;
  clock?: Clock;
  /** Whether the operating system reports a synchronised clock; null: unknown. */
  isSynchronized?: () => Promise<boolean | null>;
  lastStep?: () => ClockStep | null;
  logger: Logger;
}

export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Why no old set is deleted now, in words; empty when that is not so. */
  refusal = '';
  /** Since the start. */
  readonly counts = {
    setsExpired: 0,
    deletedSetsRemoved: 0,
    logInRowsRemoved: 0,
    logInsEnded: 0,
    keysForgotten: 0,
    failures: 0,
    refusals: 0,
  };

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Never rejects: failures are logged, counted and retried. @returns in how many ms the next run is */
  async start(): Promise<number> {
    let nextMs = DAY_MS;
    try {
      await this.run();
      if (this.refusal !== '') nextMs = REFUSED_RETRY_MS;
    } catch (error) {
      this.counts.failures++;
      this.#options.logger.warn(
        `old sets and log-ins could not be deleted: ${messageOf(error)}; tried again in a minute`,
      );
      nextMs = RETRY_MS;
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.start(), nextMs);
    return nextMs;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async run(): Promise<void> {
    const { retentionDays, store, logger } = this.#options;
    const { upkeep } = store();
    const startedMs = this.#clock.monoMs();
    const nowMs = this.#clock.wallMs();
    const now = isoOf(nowMs);
    const { sessions, keys } = await upkeep.tidy(now);
    this.counts.logInsEnded += sessions;
    this.counts.keysForgotten += keys;

    const before = isoOf(retentionDays === null ? 0 : nowMs - retentionDays * DAY_MS);
    const refusal = await this.#refusal(nowMs, before);
    this.#refused(refusal);
    if (refusal !== '') return;
    const { sets, logIns } = await upkeep.removeDeleted(now);
    this.counts.deletedSetsRemoved += sets;
    this.counts.logInRowsRemoved += logIns;
    if (retentionDays === null) return;
    let expired = 0;
    for (let some = -1; some !== 0 && !this.#isStopped; expired += some) {
      const passedMs = this.#clock.monoMs() - startedMs;
      const driftMs = this.#clock.wallMs() - nowMs - passedMs;
      if (Math.abs(driftMs) > RUN_STEP_MS) {
        this.#refused(`the clock was set by ${durationText(driftMs)} in the meantime`);
        break;
      }
      some = await upkeep.expireSets(before, SETS_AT_ONCE, now);
    }
    this.counts.setsExpired += expired;
    if (expired > 0) logger.info(`${expired} sets from before ${before} were deleted, as members.retentionDays says`);
  }

  /** What is deleted never comes back: why nothing may be deleted by the clock as it is now; empty when it may. */
  async #refusal(nowMs: number, before: string): Promise<string> {
    const { store, isSynchronized, lastStep, mayDeleteMost = false, retentionDays } = this.#options;
    const { trustsClock = false } = this.#options;
    const { newestAt, sets, expiring } = await store().upkeep.survey(before);
    if (newestAt === null) return '';
    const isRight = (await isSynchronized?.()) ?? null;
    if (isRight === false && !trustsClock)
      return 'the clock is not synchronized. Connect the controller to a network with time, or set members.retentionTrustsClock to true if it is right';
    const aheadMs = Date.parse(newestAt) - nowMs;
    const clocks = `the clock says ${isoOf(nowMs)}, and the newest set is of ${newestAt}`;
    if (aheadMs > FUTURE_MS && !trustsClock)
      return `${clocks}: later than now. Check the clock; if it is right, set members.retentionTrustsClock to true`;
    if (aheadMs < -STALE_MS) return `${clocks}. Check the clock; the next set that is lifted shows that it is right`;
    const step = lastStep?.() ?? null;
    const isFresh = step !== null && this.#clock.monoMs() - step.seenMs < STEP_DISTRUST_MS;
    if (isRight === null && !trustsClock && isFresh && Math.abs(step.byMs) > SMALL_STEP_MS)
      return `the clock was set by ${durationText(step.byMs)} within the last hour`;
    if (retentionDays !== null && !mayDeleteMost && expiring > FEW_SETS && expiring > MOST * sets)
      return `${expiring} of ${sets} sets would go at once. If that is right, set members.retentionDeletesMost to true until it is done`;
    return '';
  }

  #refused(refusal: string): void {
    if (refusal !== '') this.counts.refusals++;
    if (refusal === this.refusal) return;
    this.refusal = refusal;
    if (refusal !== '') this.#options.logger.warn(`no old sets are deleted: ${refusal}`);
    else this.#options.logger.info('old sets are deleted again when their time is over');
  }
}

const isoOf = (ms: number) => new Date(ms).toISOString();

/** What stands before every log-in: how often it may be tried, from which device, and the record of what became of it. */
import { type Clock, isoNow } from '../../../common/clock.ts';
import type { Store } from '../../../store/index.ts';
import { type Actor, type Client, LogInThrottle, tooManyTries } from '../../../web/index.ts';
import { recordAuditEvent } from '../audit-event.ts';
import { knownDevice, withDevice } from './known-devices.ts';
import { LogInRecord } from './log-in-record.ts';

export interface GateOptions {
  store: () => Store;
  onFault: (what: string, error: Error) => void;
  /** Key that signs the cookies of known devices. @throws Error when it is unavailable; then every device is unknown */
  deviceKey: () => Buffer;
  /** A sentence while too many log-ins fail; null when that is over. */
  onAlarm?: (text: string | null) => void;
  clock: Clock;
}

/** How often it is looked whether an alarm is over. */
const ALARM_PERIOD_MS = 60_000;
const STRANGER: Actor = { id: null, role: 'visitor' };

export class LogInGate {
  readonly #options: GateOptions;
  readonly #throttle = new LogInThrottle();
  readonly #record: LogInRecord;
  #alarmTimer: NodeJS.Timeout | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#record = new LogInRecord({
      audit: (row) => recordAuditEvent(options.store, isoNow(options.clock), row),
      alarm: (text) => this.#alarm(text),
      onFault: options.onFault,
    });
  }

  get counts(): Readonly<Record<string, number>> {
    return { ...this.#record.counts, forgotten: this.#throttle.dropped };
  }

  /** A code, or who is signed in (`device`), is tried. @throws ProblemError 429 */
  begin(name: string | null, { address }: Client, device: string | null = null) {
    const attempt = this.#throttle.begin(name, { address, device }, this.#options.clock.monoMs());
    if (attempt.kind === 'wait') throw tooManyTries(attempt.waitS);
    return attempt;
  }

  /** A name and a secret are tried. @throws ProblemError 429 */
  async beginLogIn(key: string, client: Client) {
    try {
      return this.begin(
        key,
        client,
        this.#withKey((signing) => knownDevice(signing, client.device, key)),
      );
    } catch (error) {
      const isAudited = this.#record.hasRoom('throttled', STRANGER.role, this.#options.clock.monoMs());
      const tried = isAudited ? await this.#credentials(key) : null;
      await this.#note('throttled', STRANGER, tried?.member.id ?? null, client);
      throw error;
    }
  }

  /** @param memberId owner of the account that was tried; null: no such account. @param actor who was signed in while trying */
  failed(client: Client, memberId: string | null = null, actor: Actor = STRANGER): Promise<void> {
    return this.#note('failed', actor, memberId, client);
  }

  succeeded(client: Client, member: Actor): Promise<void> {
    return this.#note('succeeded', member, member.id, client);
  }

  /** What the device cookie holds after this log-in. */
  deviceOf(key: string, client: Client): { device?: string } {
    const device = this.#withKey((signing) => withDevice(signing, client.device, key));
    return device === null ? {} : { device };
  }

  forgetName(key: string): void {
    this.#throttle.forgetName(key);
  }

  #note(result: 'succeeded' | 'failed' | 'throttled', { id, role }: Actor, memberId: string | null, client: Client) {
    return this.#record.note(
      { result, actor: { id, role }, memberId, address: client.address },
      this.#options.clock.monoMs(),
    );
  }

  /** While the database is unavailable, the owner of a login name is unknown. */
  async #credentials(key: string) {
    try {
      return await this.#options.store().access.credentials(key);
    } catch {
      return null;
    }
  }

  #withKey<T>(work: (signing: Buffer) => T): T | null {
    try {
      return work(this.#options.deviceKey());
    } catch (error) {
      this.#options.onFault('known devices can’t be recognised', error as Error);
      return null;
    }
  }

  #alarm(text: string | null): void {
    clearInterval(this.#alarmTimer);
    if (text !== null)
      this.#alarmTimer = setInterval(() => this.#record.tick(this.#options.clock.monoMs()), ALARM_PERIOD_MS).unref();
    this.#options.onAlarm?.(text);
  }
}

/** Sends alerts by e-mail: each one once, also over restarts, several in one message; an unavailable mail server is retried. */
import type { Transporter } from 'nodemailer';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../../../common/clock.ts';
import type { PastAlert } from '../../../contracts/alert-log.ts';
import type { Config } from '../../../contracts/config.ts';
import type { Store } from '../../../store/index.ts';
import { mailFault } from './mail-fault.ts';

/** Looked up this often. */
const PERIOD_MS = 2_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const MOST_AT_ONCE = 50;
/** An alert that could not be sent for so long is out of date. */
const OLDEST_MS = 24 * 3_600_000;
const ANSWER_MS = 20_000;

const RANK = { info: 1, warning: 2, error: 3 } as const;

export type MailConfig = Config['mail'];

interface AlertMailOptions {
  mail: MailConfig;
  /** Of a bay, what people call it. */
  nameOf: (bay: string) => string;
  site: string;
  /** @throws Error while the database is unavailable */
  store: () => Pick<Store, 'alerts'>;
  clock?: Clock;
  logger: Logger;
  periodMs?: number;
  pauseMs?: number;
}

export class AlertMail {
  readonly #options: AlertMailOptions;
  readonly #clock: Clock;
  /** Made for the first message: most stations send none, and need not load it. */
  #transport: Transporter | null = null;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | null = null;
  #untilMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  /** Why the latest try failed; empty when it did not. */
  trouble = '';
  /** Since the start. `sent`: messages; `alerts`: reported in them. */
  readonly counts = { sent: 0, alerts: 0, failed: 0 };

  constructor(options: AlertMailOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Without a mail server nothing is done. */
  start(): void {
    if (this.#options.mail.host !== '')
      this.#timer = setInterval(() => this.#wake(), this.#options.periodMs ?? PERIOD_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#transport?.close();
    await this.#running;
  }

  #wake(): void {
    if (this.#clock.monoMs() < this.#untilMs) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { store, mail, logger, pauseMs = FIRST_PAUSE_MS } = this.#options;
    try {
      const { alerts } = store();
      const unmailed = await alerts.unmailed(MOST_AT_ONCE);
      if (unmailed.length === 0) return;
      const nowMs = this.#clock.wallMs();
      const due = unmailed.filter(
        ({ severity, startedAt }) =>
          RANK[severity] >= RANK[mail.leastSeverity] && nowMs - Date.parse(startedAt) < OLDEST_MS,
      );
      if (due.length > 0) {
        await this.#send(due);
        this.counts.sent++;
        this.counts.alerts += due.length;
      }
      await alerts.mailed(
        unmailed.map(({ id }) => id),
        new Date(nowMs).toISOString(),
      );
      if (this.trouble !== '') logger.info('alerts are sent by e-mail again');
      this.trouble = '';
      this.#failures = 0;
    } catch (error) {
      const waitMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** Math.min(this.#failures++, 20));
      this.#untilMs = this.#clock.monoMs() + waitMs;
      this.counts.failed++;
      const trouble = mailFault(error);
      if (trouble !== this.trouble) logger.warn(`alerts cannot be sent by e-mail: ${trouble}; tried again`);
      this.trouble = trouble;
    }
  }

  async #send(alerts: readonly PastAlert[]): Promise<void> {
    const { mail, nameOf, site, logger } = this.#options;
    const [first] = alerts;
    const more = alerts.length === 1 ? '' : ` and ${alerts.length - 1} more`;
    const lines = alerts.map(
      ({ bay, severity, startedAt, endedAt, text }) =>
        `${nameOf(bay)}, ${severity}, since ${startedAt}${endedAt === null ? '' : `, over since ${endedAt}`}\n${text}\n`,
    );
    this.#transport ??= await openTransport(mail);
    const { rejected = [] } = await this.#transport.sendMail({
      from: mail.from,
      to: mail.to,
      subject: `Lockout ${site}: ${nameOf(first!.bay)}: ${first!.kind}${more}`,
      text: lines.join('\n'),
      // No answer to a machine is wanted (RFC 3834, section 5).
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    const refused = rejected.map((address) => mail.to.indexOf(address));
    if (refused.length > 0)
      logger.warn(
        `the mail server takes nothing for ${refused.map((index) => `mail.to.${index}`).join(', ')}; the others got it`,
      );
  }
}

async function openTransport({ host, port, tls, username, password }: MailConfig): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host,
    port,
    secure: tls === 'always',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'never',
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(username !== '' && { auth: { user: username, pass: password } }),
  });
}

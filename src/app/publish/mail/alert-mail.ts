/** Sends alerts by e-mail. */
import type { Transporter } from 'nodemailer';
import type { PastAlert } from '../../../contracts/alert-log.ts';
import type { Config } from '../../../contracts/config.ts';
import type { SendingReason } from '../../../contracts/sending-reasons.ts';
import { AlertSender, type AlertSenderOptions } from '../alert-sender.ts';
import { headOf, linesOf } from '../alert-text.ts';
import { mailFault } from './mail-fault.ts';

const ANSWER_MS = 20_000;

export type MailConfig = Config['mail'];

interface AlertMailOptions extends AlertSenderOptions {
  mail: MailConfig;
}

export class AlertMail extends AlertSender {
  readonly #options: AlertMailOptions;
  /** Made for the first message: most stations send none, and need not load it. */
  #transport: Transporter | null = null;

  constructor(options: AlertMailOptions) {
    const { host, leastSeverity } = options.mail;
    super(options, { how: 'by e-mail', isOn: host !== '', leastSeverity, unsent: 'unmailed', sent: 'mailed' });
    this.#options = options;
  }

  protected override close(): void {
    this.#transport?.close();
  }

  protected override faultOf(error: unknown): SendingReason {
    return mailFault(error);
  }

  protected override async send(alerts: readonly PastAlert[]): Promise<void> {
    const { mail, texts, site, logger } = this.#options;
    this.#transport ??= await openTransport(mail);
    const { rejected = [] } = await this.#transport.sendMail({
      from: mail.from,
      to: mail.to,
      subject: `Lockout ${site}: ${headOf(alerts, texts)}`,
      text: alerts.map((one) => linesOf(one, texts)).join('\n'),
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

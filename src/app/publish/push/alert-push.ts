/**
 * Sends alerts to phones, by a server of ntfy (https://docs.ntfy.sh/publish/#publish-as-json): anyone who subscribes to the topic in its app gets them.
 *
 * Why not Web Push: a browser allows it only to pages over HTTPS with a certificate that it trusts, and every message goes through the
 * browser maker's service on the internet. Most stations are on a LAN, without either. A server of ntfy may be in the same LAN, over HTTP.
 */
import type { BlockList } from 'node:net';
import type { PastAlert } from '../../../contracts/alert-log.ts';
import type { Config } from '../../../contracts/config.ts';
import type { SendingReason } from '../../../contracts/sending-reasons.ts';
import { networks } from '../../../web/index.ts';
import type { Resolve } from '../../outgoing.ts';
import { AlertSender, type AlertSenderOptions } from '../alert-sender.ts';
import { headOf, linesOf } from '../alert-text.ts';
import { guardedPost } from '../guarded-post.ts';
import { PushRefused, pushFault } from './push-fault.ts';

/** Of ntfy, for the text of one message; a longer one becomes a file. */
const MAX_TEXT_BYTES = 4096;
const MAX_TITLE_BYTES = 200;
const PRIORITY = { info: 2, warning: 3, error: 4 } as const;
const RANK = ['info', 'warning', 'error'] as const;

type PushConfig = Config['push'];

interface AlertPushOptions extends AlertSenderOptions {
  push: PushConfig;
  /** On this machine and in its network, where webhooks may go too. */
  networks: readonly string[];
  /** The page that a tap on the message opens; empty: none. */
  pageUrl: string;
  resolve?: Resolve;
}

export class AlertPush extends AlertSender {
  readonly #options: AlertPushOptions;
  readonly #allowed: BlockList;
  readonly #abort = new AbortController();

  constructor(options: AlertPushOptions) {
    const { url, leastSeverity } = options.push;
    super(options, { how: 'to phones', isOn: url !== '', leastSeverity, unsent: 'unpushed', sent: 'pushed' });
    this.#options = options;
    this.#allowed = networks(options.networks);
  }

  protected override close(): void {
    this.#abort.abort();
  }

  protected override faultOf(error: unknown): SendingReason {
    return pushFault(error);
  }

  protected override async send(alerts: readonly PastAlert[]): Promise<void> {
    const { push, resolve } = this.#options;
    const { server, topic } = placeOf(push.url);
    const answer = await guardedPost({
      url: server,
      body: JSON.stringify({ topic, ...this.#messageOf(alerts) }),
      headers: push.token === '' ? {} : { authorization: `Bearer ${push.token}` },
      signal: this.#abort.signal,
      allowed: this.#allowed,
      resolve,
    });
    if (answer < 200 || answer >= 300) throw new PushRefused(answer);
  }

  #messageOf(alerts: readonly PastAlert[]) {
    const { texts, site, pageUrl } = this.#options;
    const worst = RANK.findLast((rank) => alerts.some(({ severity }) => severity === rank)) ?? 'info';
    return {
      title: shortened(`${site}: ${headOf(alerts, texts)}`, MAX_TITLE_BYTES),
      message: shortened(alerts.map((one) => linesOf(one, texts)).join('\n'), MAX_TEXT_BYTES),
      priority: PRIORITY[worst],
      tags: worst === 'error' ? ['rotating_light'] : ['warning'],
      ...(pageUrl !== '' && { click: pageUrl }),
    };
  }
}

/** `https://ntfy.example/gym-alerts`: its last part is the topic. */
function placeOf(url: string): { server: string; topic: string } {
  const { origin, pathname } = new URL(url);
  const cut = pathname.lastIndexOf('/') + 1;
  return { server: `${origin}${pathname.slice(0, cut)}`, topic: pathname.slice(cut) };
}

/** In bytes of UTF-8, and never in the middle of a character. */
function shortened(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes - 3));
  return `${text.slice(0, read)}…`;
}

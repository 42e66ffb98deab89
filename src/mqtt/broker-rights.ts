import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '../contracts/config.ts';

export type BrokerAccount = Config['mqtt']['embedded']['accounts'][number];
/** `all`: the station itself, and whoever has its log-in. */
export type BrokerRights = 'all' | BrokerAccount['rights'];

export interface BrokerLogins {
  /** empty: no log-in is asked for, and whoever connects may do everything */
  username: string;
  password: string;
  accounts: readonly BrokerAccount[];
}

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest();
const digestOf = (username: string, password: string | Buffer) => digest(`${username}\0${password}`);

/** Who may do what at the embedded broker. */
export class BrokerDoor {
  readonly #isOpen: boolean;
  readonly #known: { digest: Buffer; rights: BrokerRights }[];

  constructor({ username, password, accounts }: BrokerLogins) {
    this.#isOpen = username === '';
    this.#known = [
      { digest: digestOf(username, password), rights: 'all' },
      ...accounts.map((one) => ({ digest: digestOf(one.username, one.password), rights: one.rights })),
    ];
  }

  /** @returns null when the log-in is wrong */
  rightsOf(username = '', password: string | Buffer = ''): BrokerRights | null {
    if (this.#isOpen) return 'all';
    const given = digestOf(username, password);
    // Every one is compared, so that the time tells nothing.
    const found = this.#known.filter((one) => timingSafeEqual(one.digest, given));
    return found[0]?.rights ?? null;
  }
}

/** Whether `topic` is below `<base>/<site>/<bay>/cmd/`, and who publishes there may do so. */
export function mayPublish(rights: BrokerRights, topic: string, base: string): boolean {
  if (rights === 'all') return true;
  if (rights === 'read' || !topic.startsWith(`${base}/`)) return false;
  const [, , cmd, ...rest] = topic.slice(base.length + 1).split('/');
  return cmd === 'cmd' && rest.length === 1;
}

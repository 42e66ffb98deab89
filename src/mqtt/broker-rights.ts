import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from '../contracts/config.ts';

export type BrokerAccount = Config['mqtt']['embedded']['accounts'][number];
/** `station`: the station of this broker; `all`: who has its configured log-in, or everyone where none is asked for. */
export type BrokerRights = 'station' | 'all' | BrokerAccount['rights'];

export interface BrokerLogin {
  username: string;
  password: string;
}

export interface BrokerLogins extends BrokerLogin {
  /** made at each start, known to this process alone */
  station: BrokerLogin;
  /** empty `username`: no log-in is asked for */
  accounts: readonly BrokerAccount[];
}

/** Topics on which only the station may publish. */
export interface OwnTopics {
  /** everything below them but `cmd/<name>`, such as `lockout/gym/bay-1/` */
  prefixes: readonly string[];
  /** these alone, such as the discovery of Home Assistant */
  exact: readonly string[];
}

const digest = (text: string | Buffer) => createHash('sha256').update(text).digest();
const digestOf = (username: string, password: string | Buffer) => digest(`${username}\0${password}`);

/** Who may do what at the embedded broker. */
export class BrokerDoor {
  readonly #isOpen: boolean;
  readonly #known: { digest: Buffer; rights: BrokerRights }[];

  constructor({ username, password, station, accounts }: BrokerLogins) {
    this.#isOpen = username === '';
    this.#known = [
      { digest: digestOf(station.username, station.password), rights: 'station' },
      ...(this.#isOpen ? [] : [{ digest: digestOf(username, password), rights: 'all' as const }]),
      ...accounts.map((one) => ({ digest: digestOf(one.username, one.password), rights: one.rights })),
    ];
  }

  /** @returns null when the log-in is wrong */
  rightsOf(username = '', password: string | Buffer = ''): BrokerRights | null {
    const given = digestOf(username, password);
    // Compares every account, so that the time reveals nothing.
    const found = this.#known.filter((one) => timingSafeEqual(one.digest, given));
    return found[0]?.rights ?? (this.#isOpen ? 'all' : null);
  }
}

/** Whether who has these rights may publish on `topic`: for a bay of this station only commands, with `command` nothing else at all. */
export function mayPublish(rights: BrokerRights, topic: string, base: string, own: OwnTopics): boolean {
  if (rights === 'station') return true;
  if (rights === 'read' || own.exact.includes(topic)) return false;
  const isOwn = own.prefixes.some((prefix) => topic.startsWith(prefix));
  return isOwn || rights === 'command' ? isCommand(topic, base) : true;
}

/** `<base>/<site>/<bay>/cmd/<name>` */
function isCommand(topic: string, base: string): boolean {
  if (!topic.startsWith(`${base}/`)) return false;
  const [, , cmd, ...rest] = topic.slice(base.length + 1).split('/');
  return cmd === 'cmd' && rest.length === 1;
}

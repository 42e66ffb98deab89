/**
 * A gym's network as Linux makes one: a namespace, joined to ours by a pair of virtual Ethernet ports. A cut sends the frames of a side to an address that no one has, so that they
 * vanish without a word and TCP does what it does: it repeats, later and later. Needs root.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Cut } from './partition.ts';

const NO_ONE = '02:00:00:00:00:99';

/** Empty, or why it is skipped. */
export const missingNamespaces =
  process.env.TEST_NAMESPACES === undefined
    ? 'skipped: on demand, with TEST_NAMESPACES=1'
    : process.getuid?.() === 0 && spawnSync('unshare', ['-n', 'true']).status === 0
      ? ''
      : 'skipped: network namespaces need root';

function ip(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export class NetworkNamespace {
  readonly #name = `lockout-${randomBytes(3).toString('hex')}`;
  readonly #here = `${this.#name}h`.slice(-15);
  readonly #there = `${this.#name}t`.slice(-15);
  /** of this side, as the other one sees it */
  readonly address: string;
  readonly #far: string;
  readonly #macs: { here: string; there: string };

  constructor() {
    const third = randomBytes(1)[0]!;
    this.address = `10.213.${third}.1`;
    this.#far = `10.213.${third}.2`;
    ip('netns', 'add', this.#name);
    onTestFinished(() => void spawnSync('ip', ['netns', 'del', this.#name]));
    ip('link', 'add', this.#here, 'type', 'veth', 'peer', 'name', this.#there, 'netns', this.#name);
    ip('address', 'add', `${this.address}/24`, 'dev', this.#here);
    ip('link', 'set', this.#here, 'up');
    this.#inside('address', 'add', `${this.#far}/24`, 'dev', this.#there);
    this.#inside('link', 'set', this.#there, 'up');
    const macOf = (text: string) => /link\/ether (\S+)/.exec(text)![1]!;
    this.#macs = {
      here: macOf(ip('link', 'show', this.#here)),
      there: macOf(this.#inside('link', 'show', this.#there)),
    };
    this.heal();
  }

  #inside(...args: string[]): string {
    return ip('-n', this.#name, ...args);
  }

  /** What runs a program in there. */
  get command(): readonly [program: string, ...args: string[]] {
    return ['ip', 'netns', 'exec', this.#name];
  }

  /** `up`: nothing gets here; `down`: nothing gets there. */
  cut(cut: Cut): void {
    const { here, there } = this.#macs;
    const [up, down] = [cut === 'both' || cut === 'up', cut === 'both' || cut === 'down'];
    const entry = (to: string, mac: string, device: string) => [
      'neigh',
      'replace',
      to,
      'lladdr',
      mac,
      'dev',
      device,
      'nud',
      'permanent',
    ];
    this.#inside(...entry(this.address, up ? NO_ONE : here, this.#there));
    ip(...entry(this.#far, down ? NO_ONE : there, this.#here));
  }

  heal(): void {
    this.cut('none');
  }
}

/**
 * A network between two sides that a test cuts: what is sent into the cut is held, as TCP holds and repeats it, and comes when it heals. A side that
 * gave up meanwhile is not heard again.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** `up`: nothing gets to the server; `down`: nothing gets back from it. */
export type Cut = 'none' | 'both' | 'up' | 'down';

export class Partition {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #held: (() => void)[] = [];
  #cut: Cut = 'none';

  private constructor(target: number) {
    this.#server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
      this.#join(near, far, 'up');
      this.#join(far, near, 'down');
    });
  }

  static async to(target: number): Promise<Partition> {
    const partition = new Partition(target);
    partition.#server.listen(0, '127.0.0.1');
    await once(partition.#server, 'listening');
    return partition;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  cut(cut: Exclude<Cut, 'none'>): void {
    this.#cut = cut;
  }

  heal(): void {
    this.#cut = 'none';
    for (const deliver of this.#held.splice(0)) deliver();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(from: Socket, to: Duplex, way: 'up' | 'down'): void {
    this.#sockets.add(from);
    // In their order: what comes after the cut must not overtake what was held.
    const pass = (deliver: () => void) => {
      if (this.#cut === 'both' || this.#cut === way) this.#held.push(deliver);
      else deliver();
    };
    from.on('data', (chunk) => pass(() => void (to.writable && to.write(chunk))));
    from.on('end', () => pass(() => to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#sockets.delete(from);
      pass(() => to.destroy());
    });
  }
}

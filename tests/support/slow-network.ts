import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a port of this machine on which every byte takes `latencyMs`, and no more than `bytesPerS` pass in each direction. */
export async function slowNetwork(port: number, { latencyMs, bytesPerS }: { latencyMs: number; bytesPerS: number }) {
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    let freeMs = 0;
    from.on('data', (bytes) => {
      const nowMs = performance.now();
      freeMs = Math.max(nowMs, freeMs) + (bytes.length / bytesPerS) * 1000;
      const waitMs = freeMs - nowMs;
      // As a full network does: what can't be sent yet waits at its sender.
      from.pause();
      setTimeout(() => from.resume(), waitMs);
      setTimeout(() => to.writable && to.write(bytes), waitMs + latencyMs);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => setTimeout(() => to.destroy(), latencyMs));
  };
  const server = createServer((near) => {
    const far = dial(port, '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket.setNoDelay(true));
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

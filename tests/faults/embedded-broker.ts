/** An embedded broker that ends with its test, and clients of bare bytes for it. */
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { EmbeddedBrokerOptions } from '../../src/mqtt/broker.ts';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';

export async function start(options: Partial<EmbeddedBrokerOptions> = {}) {
  const broker = await startEmbeddedBroker({ host: '127.0.0.1', port: 0, ...options });
  onTestFinished(() => broker.stop());
  return broker;
}

/** A socket that sends these; `closed` resolves when the broker hangs up. */
export function rawClient(port: number, ...packets: Buffer[]): { socket: Socket; closed: Promise<void> } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.resume(); // what is not read keeps it from closing
  for (const packet of packets) socket.write(packet);
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve())) };
}

/**
 * How many connections there may be, and how long each may take to send its request: a client that opens many and sends a byte now and
 * then must not keep others out (CWE-400).
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { addressKey } from './address-key.ts';
import { isIn, networks } from './networks.ts';

export interface ConnectionLimits {
  /** All together, but those of this machine: its own screen is let in beside them. */
  most: number;
  /** A page takes some seven; a gym's phones may share one address. */
  mostPerAddress: number;
  /** Until the headers of a request are here. */
  headersMs: number;
  /** Until all of a request is here; a recording that is replayed has up to 64 MB. */
  requestMs: number;
  /** Without a further request. */
  keepAliveMs: number;
}

/** A process may have 1024 open files by default, and the database needs some. */
export const CONNECTION_LIMITS: ConnectionLimits = {
  most: 400,
  mostPerAddress: 100,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 15_000,
};

/** Node looks for requests that are late this often. */
const checkMs = ({ headersMs, requestMs }: ConnectionLimits) => Math.min(5000, headersMs, requestMs);

/** The times, as options of Fastify and of its server. */
export function timeLimits(limits: ConnectionLimits) {
  const { requestMs, keepAliveMs, headersMs } = limits;
  return {
    fastify: { requestTimeout: requestMs, keepAliveTimeout: keepAliveMs },
    server: { headersTimeout: headersMs, connectionsCheckingInterval: checkMs(limits) },
    /** Of HTTPS, until both have agreed on their keys. */
    handshakeTimeout: headersMs,
  };
}

const LOOPBACK = networks(['127.0.0.0/8', '::1']);

/** @param proxies addresses and networks that stand for many: only the limit of all holds for them */
export function limitConnections(
  server: Server,
  { most, mostPerAddress }: Pick<ConnectionLimits, 'most' | 'mostPerAddress'>,
  proxies: readonly string[],
  onRefused: (why: 'connections' | 'connections-of-address') => void,
): void {
  const trusted = networks(proxies);
  const open = new Map<string, number>();
  let all = 0;
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const key = addressKey(address);
    const own = (open.get(key) ?? 0) + 1;
    const isHere = isIn(LOOPBACK, address);
    if (!isIn(trusted, address) && own > mostPerAddress) return refuse(socket, 'connections-of-address');
    if (!isHere && all >= most) return refuse(socket, 'connections');
    open.set(key, own);
    if (!isHere) all += 1;
    socket.once('close', () => {
      if (!isHere) all -= 1;
      const left = (open.get(key) ?? 1) - 1;
      if (left > 0) open.set(key, left);
      else open.delete(key);
    });
  });

  function refuse(socket: Socket, why: 'connections' | 'connections-of-address'): void {
    onRefused(why);
    socket.destroy();
  }
}

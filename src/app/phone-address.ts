/** The address at which a phone in the gym reaches this station. Pure; `machineAddresses` reads its input. */
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback } from '../contracts/config/loopback.ts';

interface MachineAddress {
  /** Of the network interface, such as eth0. */
  name: string;
  address: string;
}

export type PhoneAddress =
  | { kind: 'reachable'; origin: string }
  /** loopback: it listens to this machine alone; no-network: it would listen, but is in no network */
  | { kind: 'unreachable'; why: 'loopback' | 'no-network' };

/** Cables and Wi-Fi of real machines; whatever else has an address (containers, tunnels) comes last. */
const REAL_INTERFACE = /^(e[nt]|wl)/;
const isOfLinkOnly = (address: string) => address.startsWith('169.254.');

/** @param port on which the station listens */
export function phoneAddress(
  web: { host: string; port: number; publicUrl: string; tls?: unknown },
  addresses: readonly MachineAddress[],
): PhoneAddress {
  const { host, port, publicUrl, tls } = web;
  if (publicUrl !== '') return { kind: 'reachable', origin: publicUrl };
  if (isLoopback(host)) return { kind: 'unreachable', why: 'loopback' };
  const isEvery = host === '0.0.0.0' || host === '::';
  const name = isEvery ? bestOf(addresses) : host.includes(':') ? `[${host}]` : host;
  if (name === null) return { kind: 'unreachable', why: 'no-network' };
  return { kind: 'reachable', origin: new URL(`${tls ? 'https' : 'http'}://${name}:${port}`).origin };
}

function bestOf(addresses: readonly MachineAddress[]): string | null {
  const usable = addresses.filter(({ address }) => isIPv4(address) && !isOfLinkOnly(address) && !isLoopback(address));
  return (usable.find(({ name }) => REAL_INTERFACE.test(name)) ?? usable[0])?.address ?? null;
}

/** As the machine has them now: a network that comes later is seen at the next question. */
export const machineAddresses = (): MachineAddress[] =>
  Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
    all.filter(({ internal }) => !internal).map(({ address }) => ({ name, address })),
  );

export const originOf = (phones: PhoneAddress): string | null => (phones.kind === 'reachable' ? phones.origin : null);

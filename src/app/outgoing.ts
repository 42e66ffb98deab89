/** Where the station may go for an admin (webhooks, packages): the page must not reach, through the station, what only the station can (CWE-918). */
import { lookup } from 'node:dns';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type ProblemCode, problemText } from '../contracts/problems.ts';
import { isIn, networks } from '../web/index.ts';

/** An address that the station may not be sent to. */
export class AddressRefused extends Error {}

type AddressRefusal = Extract<ProblemCode, { kind: 'private-address' | 'forbidden-address' }>;

/**
 * Never, whatever is allowed: addresses of the link only, where a cloud's keys lie (RFC 3927; RFC 4291, 2.5.6 and 2.5.7), of many at once
 * or reserved (RFC 1122, 5771, 4291), and IPv6 addresses that embed an unchecked IPv4 address (RFC 6052, 3056, 4291).
 */
const NEVER = networks([
  ...['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
  ...['fe80::/10', 'fec0::/10', 'ff00::/8', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '::'],
]);
/** This machine, and networks like the gym's own (RFC 1122, 1918, 6598, 6890, 2544, 4193): where the configuration says so. */
const NEARBY = networks([
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '192.0.0.0/24', '198.18.0.0/15'],
  ...['::1', 'fc00::/7'],
]);

const isOwn = (address: string) =>
  Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address));

/** Why an admin may not send the station to this address; null when it may. */
export function refusalOf(address: string, allowed: BlockList): AddressRefusal | null {
  if (isIn(NEVER, address)) return { kind: 'forbidden-address', params: { address } };
  const isNearby = isIn(NEARBY, address) || isOwn(address);
  if (!isNearby || isIn(allowed, address)) return null;
  return { kind: 'private-address', params: { address } };
}

/** The host of an address, if that is written as numbers, in whatever notation. */
export function addressIn(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

export type Resolve = typeof lookup;

/** The name may point anywhere, and elsewhere the next time, so the addresses that are really connected to are looked at. */
export const lookUpFor =
  (allowed: BlockList, resolve: Resolve = lookup): LookupFunction =>
  (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return done(error ?? new Error(`${name} has no address`), '', 4);
      for (const { address } of found) {
        const refusal = refusalOf(address, allowed);
        if (refusal) return done(new AddressRefused(`${name}: ${problemText(refusal)}`), '', 4);
      }
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };

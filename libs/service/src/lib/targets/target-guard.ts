import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import ipaddr from 'ipaddr.js';

/** The target of a message is one nobody may send to; PermanentError-like: another try changes nothing. */
export class TargetRefusedError extends Error {
  override name = 'TargetRefusedError';
}

/** What is given out as global unicast (RFC 4291, 2.4); outside of it lie forms of IPv4 addresses, `::7f00:1` for one. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address lies in the public unicast space, also when it is an IPv4 address in IPv6 form. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST);
}

/**
 * Checks what can be told of a target before its name is resolved.
 *
 * @throws TargetRefusedError no http(s), credentials in it, plain http to a public host, or an address of the inside
 */
export function checkTarget(url: URL, isPrivateAllowed: boolean): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TargetRefusedError('not an http address');
  if (url.username !== '' || url.password !== '') throw new TargetRefusedError('credentials in the address');
  if (isPrivateAllowed) return;
  if (url.protocol !== 'https:') throw new TargetRefusedError('not https');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw new TargetRefusedError('not a public address');
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Resolves names for a socket, so that what is connected to is what was checked: a name that leads inside, with even
 * one of its addresses, is refused.
 */
export function guardedLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new TargetRefusedError('its name leads to an address that is not public'), []);
    }
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    if (first === undefined) return callback(new TargetRefusedError('its name has no address'), []);
    return callback(null, first.address, first.family);
  });
}

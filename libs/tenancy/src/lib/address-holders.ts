import { BlockList, isIP } from 'node:net';
import { networkOf } from './people/login-throttle.ts';

/** Tells addresses that lie in networks; what is no address does not. */
export function networkMatcher(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

/**
 * Who an address counts as when each gets a share: itself, or the /64 of an IPv6 one.
 *
 * @param sharedNetworks  networks of load balancers, proxies and the like, behind whose addresses are many
 * @returns undefined for those, who have no share of their own
 */
export function addressHolders(sharedNetworks: readonly string[]): (address: string) => string | undefined {
  const isShared = networkMatcher(sharedNetworks);
  return (address) => (isShared(address) ? undefined : networkOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

import ipaddr from 'ipaddr.js';

/** An address or network as bytes: 4 for IPv4, 16 for IPv6. IPv4 written inside IPv6 (`::ffff:10.0.0.1`) is IPv4. */
interface Address {
  bytes: number[];
}

/** An IP network; host bits are zero. */
export interface Network extends Address {
  prefix: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const MAPPED_PREFIX = 96;

let lastText: string | undefined;
let lastAddress: Address | undefined;

/**
 * Reads `10.0.0.0/8`, `fe80::/10` or a lone address (a network of one). Host bits are masked away.
 *
 * @returns undefined when the text is no network
 */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  const isMapped = host.includes(':') && ofIpv6(host)?.length === 4;
  const address = parseAddress(host);
  if (!address) return undefined;
  const size = address.bytes.length * 8;
  const written = slash < 0 ? size + (isMapped ? MAPPED_PREFIX : 0) : prefixOf(text.slice(slash + 1));
  const prefix = isMapped ? written - MAPPED_PREFIX : written;
  if (!(prefix >= 0 && prefix <= size)) return undefined;
  return { bytes: mask(address.bytes, prefix), prefix };
}

/** The one spelling of a network: masked, IPv6 shortened. */
export function formatNetwork(network: Network): string {
  return `${ipaddr.fromByteArray(network.bytes).toString()}/${network.prefix}`;
}

/** Tells whether a value of an event is an address of the network. IPv4 addresses are in no IPv6 network. */
export function isInNetwork(network: Network, text: string): boolean {
  // Rules ask for a list of networks about one address after the other.
  if (text !== lastText) [lastText, lastAddress] = [text, parseAddress(text)];
  const address = lastAddress;
  if (!address || address.bytes.length !== network.bytes.length) return false;
  const { bytes, prefix } = network;
  for (let index = 0, left = prefix; left > 0; index++, left -= 8) {
    const kept = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if (((address.bytes[index] as number) & kept) !== bytes[index]) return false;
  }
  return true;
}

function parseAddress(text: string): Address | undefined {
  const v4 = text.length <= 15 ? IPV4.exec(text) : null;
  if (v4) {
    const bytes = v4.slice(1).map(Number);
    return bytes.every((byte) => byte <= 255) ? { bytes } : undefined;
  }
  const bytes = text.length <= 64 && text.includes(':') ? ofIpv6(text) : undefined;
  return bytes ? { bytes } : undefined;
}

function ofIpv6(text: string): number[] | undefined {
  if (!ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return (address.isIPv4MappedAddress() ? address.toIPv4Address() : address).toByteArray();
}

function prefixOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}

function mask(bytes: readonly number[], prefix: number): number[] {
  return bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
}

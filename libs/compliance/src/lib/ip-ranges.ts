import ipaddr from 'ipaddr.js';

/** Whether an address lies in one of the CIDR ranges or is named by itself; false for what is no address. */
export function isIpInRanges(address: string, ranges: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [net, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : hostRange(range);
    return parsed.kind() === net.kind() && parsed.match(net, bits);
  });
}

function hostRange(address: string): ReturnType<typeof ipaddr.parseCIDR> {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}

/** The /24 of an IPv4 or the /48 of an IPv6 address as a text to compare; any other text unchanged. */
export function networkOf(address: string): string {
  if (!address.includes(':')) {
    const end = address.lastIndexOf('.');
    return end < 0 ? address : address.slice(0, end);
  }
  const [head = ''] = address.toLowerCase().split('::', 1);
  const groups = head === '' ? [] : head.split(':');
  return [0, 1, 2].map((at) => (groups[at] ?? '0').replace(/^0+(?=.)/, '')).join(':');
}

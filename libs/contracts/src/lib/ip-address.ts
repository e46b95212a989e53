const v4 = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const group = /^[0-9a-fA-F]{1,4}$/;

/** Tells whether `text` is an IPv4 or IPv6 address in text form (RFC 4291 section 2.2, no zone, no prefix length). */
export function isIpAddress(text: string): boolean {
  return text.length <= 45 && (v4.test(text) || isIpv6(text));
}

function isIpv6(text: string): boolean {
  if (!text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const left = countGroups(halves[0] as string, halves.length === 1);
  if (left < 0) return false;
  if (halves.length === 1) return left === 8;
  const right = countGroups(halves[1] as string, true);
  return right >= 0 && left + right <= 7;
}

function countGroups(half: string, isEnd: boolean): number {
  if (half === '') return 0;
  const parts = half.split(':');
  const last = parts.at(-1) as string;
  const hasV4Tail = isEnd && last.includes('.');
  if (hasV4Tail && !v4.test(last)) return -1;
  const hex = hasV4Tail ? parts.slice(0, -1) : parts;
  return hex.every((part) => group.test(part)) ? hex.length + (hasV4Tail ? 2 : 0) : -1;
}

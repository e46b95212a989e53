// PostgreSQL src/backend/utils/adt/network.c, network_send: family, prefix bits, is_cidr, address length, address.
const FAMILY_V4 = 2;
const FAMILY_V6 = 3;

/**
 * Writes the binary form of an address, without the field length in front.
 *
 * @param target must have 20 bytes left from `at`
 * @returns bytes written: 8 (IPv4), 20 (IPv6), or 0 when `text` is no address (nothing usable was written)
 */
export function writeInet(target: Buffer, at: number, text: string): number {
  return text.indexOf(':') < 0 ? writeV4(target, at, text) : writeV6(target, at, text);
}

function writeV4(target: Buffer, at: number, text: string): number {
  if (!writeV4Octets(target, at + 4, text, 0)) return 0;
  head(target, at, FAMILY_V4, 32, 4);
  return 8;
}

function head(target: Buffer, at: number, family: number, bits: number, length: number): void {
  target[at] = family;
  target[at + 1] = bits;
  target[at + 2] = 0;
  target[at + 3] = length;
}

function writeV4Octets(target: Buffer, at: number, text: string, from: number): boolean {
  let octet = 0;
  let digits = 0;
  let count = 0;
  for (let i = from; i <= text.length; i++) {
    const digit = i < text.length ? text.charCodeAt(i) - 48 : -2;
    if (digit >= 0 && digit <= 9 && digits < 3) {
      octet = octet * 10 + digit;
      digits += 1;
    } else if (digit === -2 && digits > 0 && octet <= 255 && count < 4) {
      target[at + count] = octet;
      count += 1;
      octet = 0;
      digits = 0;
    } else {
      return false;
    }
  }
  return count === 4;
}

/** RFC 4291 section 2.2: eight groups of hex, one `::` for a run of zeros, the last two groups may be dotted IPv4. */
function writeV6(target: Buffer, at: number, text: string): number {
  const start = at + 4;
  target.fill(0, start, start + 16);
  const gap = text.indexOf('::');
  const left = gap < 0 ? text : text.slice(0, gap);
  const leftBytes = gap >= 0 && left.includes('.') ? -1 : writeGroups(target, start, left, 16);
  if (leftBytes < 0) return 0;
  if (gap < 0) {
    if (leftBytes !== 16) return 0;
  } else if (!writeTail(target, start, leftBytes, text.slice(gap + 2))) {
    return 0;
  }
  head(target, at, FAMILY_V6, 128, 16);
  return 20;
}

function writeTail(target: Buffer, start: number, leftBytes: number, right: string): boolean {
  const bytes = bytesOfGroups(right);
  if (bytes < 0 || leftBytes + bytes > 14) return false;
  return writeGroups(target, start + 16 - bytes, right, bytes) === bytes;
}

function bytesOfGroups(text: string): number {
  if (text === '') return 0;
  const groups = text.split(':').length;
  return 2 * (text.includes('.') ? groups + 1 : groups);
}

function writeGroups(target: Buffer, at: number, text: string, room: number): number {
  if (text === '') return 0;
  if (bytesOfGroups(text) > room) return -1;
  let written = 0;
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      if (index < parts.length - 1 || !writeV4Octets(target, at + written, part, 0)) return -1;
      written += 4;
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return -1;
      target.writeUInt16BE(parseInt(part, 16), at + written);
      written += 2;
    }
  }
  return written;
}

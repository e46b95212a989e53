import { isZlibHeader } from '../../body/compression.ts';
import { decompressWhole } from '../../body/decompress-whole.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Frame } from './framer.ts';

const ZLIB_DEFLATE = 0x78;

/**
 * The message of a datagram, which GELF may have compressed with gzip or zlib. What only looks compressed, or is
 * damaged, is taken as it came; so is what would become longer than `maxBytes`, as an oversize frame.
 */
export function frameOfDatagram(datagram: Buffer, maxBytes: number): Frame {
  const encoding = encodingOf(datagram);
  if (encoding !== undefined) {
    const message = decompressed(datagram, encoding, maxBytes);
    if (message === null)
      return { data: datagram, start: 0, end: Math.min(datagram.length, maxBytes), fault: 'oversize' };
    if (message !== undefined) return { data: message, start: 0, end: message.length };
  }
  if (datagram.length <= maxBytes) return { data: datagram, start: 0, end: datagram.length };
  return { data: datagram, start: 0, end: maxBytes, fault: 'oversize' };
}

function encodingOf(datagram: Buffer): 'gzip' | 'deflate' | undefined {
  if (datagram[0] === 0x1f && datagram[1] === 0x8b) return 'gzip';
  return datagram[0] === ZLIB_DEFLATE && isZlibHeader(datagram) ? 'deflate' : undefined;
}

function decompressed(datagram: Buffer, encoding: 'gzip' | 'deflate', maxBytes: number): Buffer | null | undefined {
  try {
    return decompressWhole(datagram, encoding, maxBytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

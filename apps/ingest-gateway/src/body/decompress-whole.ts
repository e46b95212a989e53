import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { Refusal } from '../http/refusal.ts';
import type { BodyEncoding } from './content-encoding.ts';
import { isZlibHeader, MAX_ZSTD_FRAMES, unreadable } from './compression.ts';

type Decompressed = { buffer: Buffer; engine: { bytesWritten: number } };
type SyncDecoder = (body: Buffer, options: { info: true; maxOutputLength: number }) => unknown;

/**
 * Decompresses a whole body at once, for bodies so small that the thread pool would cost more.
 *
 * `zstdDecompressSync` returns only the first frame of several and says nothing (Node 24.21), so frames are read one by
 * one; for the other codings anything behind the end is refused, because dropping it would lose events silently.
 *
 * @returns null when the result would have more than `maxBytes`
 * @throws Refusal invalid_compression
 */
export function decompressWhole(body: Buffer, encoding: BodyEncoding, maxBytes: number): Buffer | null {
  if (encoding === 'identity') return body.length > maxBytes ? null : body;
  try {
    return encoding === 'zstd' ? zstdFrames(body, maxBytes) : single(decoderOf(encoding, body), body, maxBytes);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw unreadable(encoding, error);
  }
}

function decoderOf(encoding: 'gzip' | 'deflate' | 'br', body: Buffer): SyncDecoder {
  if (encoding === 'gzip') return gunzipSync;
  if (encoding === 'br') return brotliDecompressSync;
  return isZlibHeader(body) ? inflateSync : inflateRawSync;
}

function decode(decoder: SyncDecoder, body: Buffer, maxBytes: number): { output: Buffer; consumed: number } {
  // The types of @types/node do not know that `info` changes the result.
  const result = decoder(body, { info: true, maxOutputLength: Math.max(1, maxBytes) }) as Decompressed;
  return { output: result.buffer, consumed: result.engine.bytesWritten };
}

function single(decoder: SyncDecoder, body: Buffer, maxBytes: number): Buffer {
  const { output, consumed } = decode(decoder, body, maxBytes);
  if (consumed !== body.length) throw new Refusal('invalid_compression', 'bytes follow the end of the compressed data');
  return output;
}

function zstdFrames(body: Buffer, maxBytes: number): Buffer | null {
  const parts: Buffer[] = [];
  let at = 0;
  let bytes = 0;
  for (let frames = 0; at < body.length; frames += 1) {
    if (frames === MAX_ZSTD_FRAMES) throw new Refusal('invalid_compression', `more than ${MAX_ZSTD_FRAMES} frames`);
    const { output, consumed } = decode(zstdDecompressSync as SyncDecoder, body.subarray(at), maxBytes - bytes);
    bytes += output.length;
    if (consumed === 0 || bytes > maxBytes) return null;
    parts.push(output);
    at += consumed;
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

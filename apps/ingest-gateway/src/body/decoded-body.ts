import type { GatewayLimits } from '../limits.ts';
import type { BodyReader } from './body-reader.ts';
import type { BodyEncoding } from './content-encoding.ts';
import { decompressStream, type ChunkSource } from './decompress-stream.ts';
import { decompressWhole } from './decompress-whole.ts';

/** Compressed bodies up to this size are decompressed at once; it costs less than the thread pool. */
const SYNC_COMPRESSED_BYTES = 256 * 1024;

/** A body that was read and decompressed at once, or where to read it from. */
export type WholeBody = { isComplete: true; data: Buffer } | { isComplete: false; source: ChunkSource };

/**
 * Reads a body at once when its length is known and it fits into one piece.
 *
 * @throws Refusal, SenderGone
 */
export async function wholeBody(
  reader: BodyReader,
  head: { encoding: BodyEncoding; lengthBytes: number | undefined },
  { pieceBytes }: GatewayLimits,
): Promise<WholeBody> {
  const { encoding, lengthBytes } = head;
  const limit = encoding === 'identity' ? pieceBytes : Math.min(pieceBytes, SYNC_COMPRESSED_BYTES);
  if (lengthBytes === undefined || lengthBytes > limit) return { isComplete: false, source: reader };
  const body = await reader.all();
  const data = decompressWhole(body, encoding, pieceBytes);
  return data === null ? { isComplete: false, source: once(body) } : { isComplete: true, data };
}

/**
 * The decompressed body part by part.
 *
 * @param onBytes  told the number of decompressed bytes so far; may throw to end the body
 */
export async function* decodedChunks(
  source: ChunkSource,
  encoding: BodyEncoding,
  { maxDecodedBytes }: GatewayLimits,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = encoding === 'identity' ? plain(source) : decompressStream(source, encoding, maxDecodedBytes);
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onBytes(bytes);
    yield chunk;
  }
}

async function* plain(source: ChunkSource): AsyncGenerator<Buffer> {
  for (let chunk = await source.next(); chunk !== null; chunk = await source.next()) yield chunk;
}

function once(body: Buffer): ChunkSource {
  let left: Buffer | null = body;
  return {
    next: () => {
      const chunk = left;
      left = null;
      return Promise.resolve(chunk);
    },
  };
}

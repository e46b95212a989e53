import { Refusal } from '../http/refusal.ts';

/** Frames of one zstd body; each costs a new context. */
export const MAX_ZSTD_FRAMES = 1024;

/** Below this much output the ratio is not looked at: short repetitive bodies compress very well. */
const RATIO_FREE_BYTES = 1024 * 1024;

/** Real logs reach about 60, endless repetition a few hundred; deflate ends at 1,032, zstd and Brotli do not. */
const MAX_RATIO = 1000;

/** Tells zlib data (RFC 1950) from raw deflate (RFC 1951), which some senders call `deflate` as well. */
export function isZlibHeader(body: Buffer): boolean {
  return body.length < 2 || ((body[0] as number) % 16 === 8 && body.readUInt16BE(0) % 31 === 0);
}

/** Refuses what only a decompression bomb does. */
export function checkRatio(inputBytes: number, outputBytes: number): void {
  if (outputBytes > RATIO_FREE_BYTES && outputBytes > inputBytes * MAX_RATIO) {
    throw new Refusal('decoded_too_large', `the body expands to more than ${MAX_RATIO} times its size`);
  }
}

export function unreadable(encoding: string, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === 'Z_BUF_ERROR' ? 'the data breaks off' : 'the data is damaged or of another coding';
  return new Refusal('invalid_compression', `${encoding}: ${reason}`);
}

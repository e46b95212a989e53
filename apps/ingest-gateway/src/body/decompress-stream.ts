import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';
import { Refusal } from '../http/refusal.ts';
import { checkRatio, isZlibHeader, MAX_ZSTD_FRAMES, unreadable } from './compression.ts';
import type { BodyEncoding } from './content-encoding.ts';

type Decoder = Transform & { bytesWritten: number };

/** Where parts of a body come from: null at its end. */
export interface ChunkSource {
  next(): Promise<Buffer | null>;
}

/**
 * Decompresses a body part by part with bounded memory.
 *
 * The decoder ends at the end of the first zstd frame and drops what follows in the same write, so the bytes it took
 * are compared with those it was given: the rest starts a new frame (zstd) or is refused (deflate, Brotli; gzip reads
 * further members itself).
 *
 * @throws Refusal invalid_compression, decoded_too_large
 */
export async function* decompressStream(
  source: ChunkSource,
  encoding: Exclude<BodyEncoding, 'identity'>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  const stage = new DecoderStage(encoding);
  let inputBytes = 0;
  let outputBytes = 0;
  try {
    for (let chunk = await firstChunk(source); ; chunk = await source.next()) {
      inputBytes += chunk?.length ?? 0;
      for await (const output of chunk === null ? stage.end() : stage.push(chunk)) {
        outputBytes += output.length;
        if (outputBytes > maxBytes) throw new Refusal('decoded_too_large', `more than ${maxBytes} bytes`);
        checkRatio(inputBytes, outputBytes);
        yield output;
      }
      if (chunk === null) return;
    }
  } finally {
    stage.destroy();
  }
}

/** The first two bytes tell zlib data from raw deflate, so they must come together. */
async function firstChunk(source: ChunkSource): Promise<Buffer | null> {
  const chunk = await source.next();
  const more = chunk?.length === 1 ? await source.next() : null;
  return chunk !== null && more !== null ? Buffer.concat([chunk, more]) : chunk;
}

class DecoderStage {
  readonly #encoding: Exclude<BodyEncoding, 'identity'>;
  #decoder: Decoder | undefined;
  #isEnded = false;
  #frames = 0;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(encoding: Exclude<BodyEncoding, 'identity'>) {
    this.#encoding = encoding;
  }

  async *push(chunk: Buffer): AsyncGenerator<Buffer> {
    let rest = chunk;
    while (rest.length > 0) {
      const decoder = this.#open(rest);
      const before = decoder.bytesWritten;
      let isWritten = false;
      decoder.write(rest, () => {
        isWritten = true;
        this.#notify();
      });
      yield* this.#read(decoder, () => isWritten);
      rest = rest.subarray(decoder.bytesWritten - before);
    }
  }

  async *end(): AsyncGenerator<Buffer> {
    const decoder = this.#decoder;
    if (decoder === undefined || this.#isEnded) return;
    decoder.end();
    yield* this.#read(decoder, () => false);
  }

  destroy(): void {
    this.#decoder?.destroy();
  }

  /** Yields output until the decoder ended, failed, or `isDone` says that it took its input. */
  async *#read(decoder: Decoder, isDone: () => boolean): AsyncGenerator<Buffer> {
    for (;;) {
      for (let output = decoder.read() as Buffer | null; output !== null; output = decoder.read() as Buffer | null) {
        yield output;
      }
      if (this.#error !== undefined) throw unreadable(this.#encoding, this.#error);
      if (this.#isEnded || isDone()) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #open(first: Buffer): Decoder {
    if (this.#decoder !== undefined && !this.#isEnded) return this.#decoder;
    if (this.#decoder !== undefined && this.#encoding !== 'zstd') {
      throw new Refusal('invalid_compression', 'bytes follow the end of the compressed data');
    }
    this.#frames += 1;
    if (this.#frames > MAX_ZSTD_FRAMES) throw new Refusal('invalid_compression', `more than ${MAX_ZSTD_FRAMES} frames`);
    this.#decoder?.destroy();
    this.#isEnded = false;
    const decoder = createDecoder(this.#encoding, first);
    decoder.on('readable', () => this.#notify());
    decoder.on('end', () => {
      if (this.#decoder === decoder) this.#isEnded = true;
      this.#notify();
    });
    decoder.on('error', (error) => {
      this.#error ??= error;
      this.#notify();
    });
    this.#decoder = decoder;
    return decoder;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

function createDecoder(encoding: Exclude<BodyEncoding, 'identity'>, first: Buffer): Decoder {
  switch (encoding) {
    case 'gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    case 'deflate':
      return isZlibHeader(first) ? createInflate() : createInflateRaw();
  }
}

const LF = 0x0a;

/** A run of whole lines of a body. */
export interface Piece {
  data: Buffer;
  /** False: the body goes on after it. */
  isLast: boolean;
  /** The piece is (the beginning of) one line that is longer than any piece; the rest of that line is dropped. */
  isOverlongLine: boolean;
}

/**
 * Cuts a body into pieces at line ends. Where it cuts depends on the bytes alone and not on how they arrive: a piece
 * ends at the last line feed within `pieceBytes` unless the rest of the body fits. Idempotency keys rely on that.
 *
 * Memory: at most one piece and the chunk that overflowed it.
 */
export async function* piecesOf(chunks: AsyncIterable<Buffer>, pieceBytes: number): AsyncGenerator<Piece> {
  const cutter = new PieceCutter(pieceBytes);
  for await (const chunk of chunks) {
    cutter.push(chunk);
    for (let piece = cutter.next(); piece !== null; piece = cutter.next()) yield piece;
  }
  yield { data: cutter.rest(), isLast: true, isOverlongLine: false };
}

class PieceCutter {
  readonly #pieceBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isSkipping = false;

  constructor(pieceBytes: number) {
    this.#pieceBytes = pieceBytes;
  }

  push(chunk: Buffer): void {
    const data = this.#isSkipping ? this.#afterSkippedLine(chunk) : chunk;
    if (data.length === 0) return;
    this.#chunks.push(data);
    this.#bytes += data.length;
  }

  next(): Piece | null {
    if (this.#bytes <= this.#pieceBytes) return null;
    const all = this.#joined();
    const feed = all.subarray(0, this.#pieceBytes).lastIndexOf(LF);
    if (feed !== -1) return this.#cut(all, feed + 1, false);
    const end = all.indexOf(LF, this.#pieceBytes);
    this.#isSkipping = end === -1;
    return this.#cut(all, end === -1 ? all.length : end + 1, true);
  }

  rest(): Buffer {
    return this.#joined();
  }

  #cut(all: Buffer, at: number, isOverlongLine: boolean): Piece {
    const tail = all.subarray(at);
    this.#chunks = tail.length === 0 ? [] : [tail];
    this.#bytes = tail.length;
    return { data: all.subarray(0, at), isLast: false, isOverlongLine };
  }

  #joined(): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #afterSkippedLine(chunk: Buffer): Buffer {
    const feed = chunk.indexOf(LF);
    if (feed === -1) return chunk.subarray(chunk.length);
    this.#isSkipping = false;
    return chunk.subarray(feed + 1);
  }
}

/** Why a frame is not what its sender meant it to be. */
export type FrameFault = 'oversize' | 'broken';

/** One message between its framing: bytes `[start, end)` of `data`, good until the next `push`. */
export interface Frame {
  data: Buffer;
  start: number;
  end: number;
  fault?: FrameFault;
}

const LF = 0x0a;
const NUL = 0x00;
const SPACE = 0x20;
const LESS = 0x3c;
const BRACE = 0x7b;
const ZERO = 0x30;
const NINE = 0x39;
const MAX_DIGITS = 7;
/** A length beyond so many times the bound is none: believing it would swallow all the messages it spans. */
const MAX_EXCESS = 16;
/** Digits, the space and the `<` behind them: more bytes than these decide whether a message has a length before it. */
const HEADER_BYTES = MAX_DIGITS + 2;
const NO_HEADER = -1;
const NEEDS_MORE = -2;
const EMPTY = Buffer.alloc(0);

/**
 * Divides the bytes of one connection into syslog messages, whichever of the two framings of RFC 6587 its sender uses:
 * octet counting (`5 <13>x`, section 3.4.1, the only one of RFC 5425) or line feeds (section 3.4.2). A message that
 * begins with `digits <` has its length before it, all others end with a line feed; senders of bare JSON may end them
 * with NUL (GELF).
 *
 * A message longer than the bound is cut there and its rest skipped. Where a length leads to no message, what stands
 * there up to the next length or line feed is given as a broken frame, and reading goes on behind it: nothing is lost
 * but the division.
 */
export class SyslogFramer {
  readonly #maxBytes: number;
  #data: Buffer = EMPTY;
  #at = 0;
  /** Up to here there is no end of the message that is being received. */
  #scanned = 0;
  #skipBytes = 0;
  #isSkippingLine = false;
  #isCounted = false;
  #headerEnd = 0;

  /** @param maxBytes  longest message that is kept whole */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of a message that is not complete yet. */
  get heldBytes(): number {
    return this.#data.length - this.#at;
  }

  /** Everything not yet given out, for looking at its encoding once. */
  get pending(): Buffer {
    return this.#at === 0 ? this.#data : this.#data.subarray(this.#at);
  }

  push(chunk: Buffer): void {
    const left = this.#at === this.#data.length ? EMPTY : this.#data.subarray(this.#at);
    this.#scanned = Math.max(0, this.#scanned - this.#at);
    this.#data = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    this.#at = 0;
  }

  /** The next message; null when more bytes are needed. */
  next(): Frame | null {
    for (;;) {
      if (!this.#skip() || this.#at >= this.#data.length) return null;
      const length = this.#lengthAt(this.#at);
      if (length === NEEDS_MORE) return null;
      if (length !== NO_HEADER) return this.#countedFrame(length);
      if (this.#isCounted && this.#isLineEnd(this.#at)) {
        // Some senders end counted messages with a line feed that they do not count.
        this.#at += 1;
        continue;
      }
      const frame = this.#isCounted ? this.#brokenFrame() : this.#lineFrame();
      if (frame === null || frame.end > frame.start) return frame;
    }
  }

  /** What is left when the sender has closed: its last line without a line feed, or half a counted message. */
  end(): Frame | null {
    if (this.#skipBytes > 0 || this.#isSkippingLine || this.#at >= this.#data.length) return null;
    const length = this.#lengthAt(this.#at);
    const start = length >= 0 ? this.#headerEnd : this.#at;
    const frame = this.#frame(start, this.#data.length, length >= 0 || this.#isCounted ? 'broken' : undefined);
    this.#at = this.#data.length;
    return frame.end > frame.start ? frame : null;
  }

  /** False when the rest of an overlong message goes on behind what is here. */
  #skip(): boolean {
    if (this.#skipBytes > 0) {
      const skipped = Math.min(this.#skipBytes, this.#data.length - this.#at);
      this.#skipBytes -= skipped;
      this.#at += skipped;
    }
    if (this.#isSkippingLine) {
      const feed = this.#data.indexOf(LF, this.#at);
      this.#at = feed === -1 ? this.#data.length : feed + 1;
      this.#isSkippingLine = feed === -1;
    }
    return this.#skipBytes === 0 && !this.#isSkippingLine;
  }

  /** Length of the message at `at`, whose first byte is then `#headerEnd`. */
  #lengthAt(at: number): number {
    const data = this.#data;
    let length = 0;
    let i = at;
    for (; i < data.length; i += 1) {
      const byte = data[i] as number;
      if (byte < ZERO || byte > NINE) break;
      if (i - at >= MAX_DIGITS || (i === at && byte === ZERO)) return NO_HEADER;
      length = length * 10 + byte - ZERO;
    }
    if (i === at && i < data.length) return NO_HEADER;
    if (i >= data.length) return NEEDS_MORE;
    if (data[i] !== SPACE) return NO_HEADER;
    if (i + 1 >= data.length) return NEEDS_MORE;
    if (data[i + 1] !== LESS) return NO_HEADER;
    if (length > this.#maxBytes * MAX_EXCESS) return NO_HEADER;
    this.#headerEnd = i + 1;
    return length;
  }

  #countedFrame(length: number): Frame | null {
    const start = this.#headerEnd;
    const isOversize = length > this.#maxBytes;
    const end = start + (isOversize ? this.#maxBytes : length);
    if (end > this.#data.length) return null;
    this.#isCounted = true;
    this.#at = end;
    this.#scanned = end;
    if (!isOversize) return this.#frame(start, end);
    this.#skipBytes = length - this.#maxBytes;
    return this.#frame(start, end, 'oversize');
  }

  #lineFrame(): Frame | null {
    const start = this.#at;
    const end = this.#lineEnd(Math.max(start, this.#scanned), this.#data[start] === BRACE);
    if (end !== -1 && end - start <= this.#maxBytes) {
      this.#at = end + 1;
      return this.#frame(start, end);
    }
    if (end === -1 && this.#data.length - start <= this.#maxBytes) {
      this.#scanned = this.#data.length;
      return null;
    }
    this.#at = start + this.#maxBytes;
    this.#isSkippingLine = true;
    return this.#frame(start, this.#at, 'oversize');
  }

  #lineEnd(from: number, mayEndWithNul: boolean): number {
    const feed = this.#data.indexOf(LF, from);
    if (!mayEndWithNul) return feed;
    const nul = (feed === -1 ? this.#data : this.#data.subarray(0, feed)).indexOf(NUL, from);
    return nul === -1 ? feed : nul;
  }

  /** Bytes where a length should be: up to the next length or line feed. */
  #brokenFrame(): Frame | null {
    const start = this.#at;
    const from = Math.max(start + 1, this.#scanned - HEADER_BYTES);
    const end = this.#nextBoundary(from);
    if (end !== -1 && end - start <= this.#maxBytes) {
      this.#at = this.#isLineEnd(end) ? end + 1 : end;
      return this.#frame(start, end, 'broken');
    }
    if (end === -1 && this.#data.length - start <= this.#maxBytes) {
      this.#scanned = this.#data.length;
      return null;
    }
    this.#at = start + this.#maxBytes;
    return this.#frame(start, this.#at, 'broken');
  }

  #nextBoundary(from: number): number {
    const feed = this.#data.indexOf(LF, from);
    const stop = feed === -1 ? this.#data.length : feed;
    for (let less = this.#data.indexOf(LESS, from); less !== -1 && less < stop;) {
      const start = this.#lengthStart(less, from);
      if (start !== -1) return start;
      less = this.#data.indexOf(LESS, less + 1);
    }
    return feed;
  }

  /** Where the length stands whose message begins with the `<` at `less`; -1 when there is none. */
  #lengthStart(less: number, from: number): number {
    if (this.#data[less - 1] !== SPACE) return -1;
    let start = less - 1;
    while (start > from && less - start <= MAX_DIGITS && isDigit(this.#data[start - 1])) start -= 1;
    while (start < less - 1 && this.#data[start] === ZERO) start += 1;
    return start < less - 1 ? start : -1;
  }

  #isLineEnd(at: number): boolean {
    const byte = this.#data[at];
    return byte === LF || byte === NUL;
  }

  #frame(start: number, end: number, fault?: FrameFault): Frame {
    return fault === undefined ? { data: this.#data, start, end } : { data: this.#data, start, end, fault };
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

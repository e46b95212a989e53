import type { ItemReader } from './item-reader.ts';
import type { ItemScanner } from './item-scanner.ts';

const LF = 0x0a;

/** Reads the lines of a piece a bounded number at a time, so that one body cannot hold the process. */
export class LineScanner implements ItemScanner {
  readonly #piece: Buffer;
  readonly #onLine: (piece: Buffer, start: number, end: number) => void;
  #at: number;

  constructor(piece: Buffer, onLine: (piece: Buffer, start: number, end: number) => void, start = 0) {
    this.#piece = piece;
    this.#onLine = onLine;
    this.#at = start;
  }

  get position(): number {
    return Math.min(this.#at, this.#piece.length);
  }

  /** Reads up to `maxLines` lines; false when none is left. */
  read(maxLines: number): boolean {
    const piece = this.#piece;
    const length = piece.length;
    let at = this.#at;
    for (let left = maxLines; left > 0 && at < length; left -= 1) {
      const feed = piece.indexOf(LF, at);
      const end = feed === -1 ? length : feed;
      if (end > at) this.#onLine(piece, at, end);
      at = end + 1;
    }
    this.#at = at;
    return at < length;
  }
}

/** Reads lines of JSON, at most as many at a time as the event scanner looks at. */
export class JsonLineScanner implements ItemScanner {
  readonly #piece: Buffer;
  readonly #items: ItemReader;
  #at: number;

  constructor(piece: Buffer, items: ItemReader, start: number) {
    this.#piece = piece;
    this.#items = items;
    this.#at = start;
  }

  get position(): number {
    return Math.min(this.#at, this.#piece.length);
  }

  read(maxLines: number): boolean {
    if (this.#at < this.#piece.length) {
      this.#at = this.#items.jsonLines(this.#piece, this.#at, maxLines, this.#unsure);
    }
    return this.#at < this.#piece.length;
  }

  readonly #unsure = (piece: Buffer, start: number, end: number): void => {
    if (!isBlank(piece, start, end)) this.#items.unscanned(piece, start, end);
  };
}

/** A line of JSON white space only (RFC 8259 section 2) is no event. */
export function isBlank(piece: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = piece[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}

import type { ItemScanner } from './item-scanner.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Finds the items of a JSON array without parsing them, so that each keeps its sender's bytes and a broken one does not
 * take the others with it. Only brackets and strings are followed; whether an item is JSON is for its reader to say.
 */
export class ArrayScanner implements ItemScanner {
  readonly #body: Buffer;
  readonly #onItem: (body: Buffer, start: number, end: number) => void;
  #at: number;
  #isOpen = true;
  #isFirst = true;

  /** @param start  position after the opening bracket */
  constructor(body: Buffer, onItem: (body: Buffer, start: number, end: number) => void, start: number) {
    this.#body = body;
    this.#onItem = onItem;
    this.#at = start;
  }

  /** How far the body has been read. */
  get position(): number {
    return Math.min(this.#at, this.#body.length);
  }

  /** Reads up to `maxItems` items; false when none is left. Text after the closing bracket counts as one more item. */
  read(maxItems: number): boolean {
    for (let left = maxItems; left > 0; left -= 1) {
      if (!this.#isOpen) return this.#readRest();
      this.#readItem();
    }
    return this.#isOpen || !isWhiteSpace(this.#body, this.#at, this.#body.length);
  }

  #readItem(): void {
    const body = this.#body;
    const start = this.#at;
    const end = itemEnd(body, start);
    const isLast = body[end] !== COMMA;
    const isEmptyArray = this.#isFirst && isLast && end < body.length && isWhiteSpace(body, start, end);
    this.#isFirst = false;
    this.#isOpen = !isLast;
    this.#at = end + 1;
    if (isEmptyArray) return;
    const from = trimStart(body, start, end);
    const to = trimEnd(body, from, end);
    const isUnclosed = end >= body.length;
    if (!isUnclosed || to > from) this.#onItem(body, from, to);
    // An array that is not closed is told as one more item, which no parser takes, unless its last item broke off itself.
    if (isUnclosed && isBalanced(body, from, to)) this.#onItem(body, to, to);
  }

  #readRest(): boolean {
    const start = this.#at;
    this.#at = this.#body.length;
    if (!isWhiteSpace(this.#body, start, this.#body.length)) this.#onItem(this.#body, start, this.#body.length);
    return false;
  }
}

/** Position of the comma or closing bracket that ends the JSON value at `start`, or the length of the body. */
export function itemEnd(body: Buffer, start: number): number {
  const length = body.length;
  let depth = 0;
  for (let at = start; at < length; at += 1) {
    const byte = body[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(body, at + 1);
    } else if (byte === COMMA) {
      if (depth === 0) return at;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return length;
}

/** Tells whether every bracket and string opened in the range is closed in it. */
function isBalanced(body: Buffer, start: number, end: number): boolean {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    const byte = body[at] as number;
    if (byte === QUOTE) {
      at = stringEnd(body, at + 1);
      if (at >= end) return false;
    } else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return depth === 0;
}

/** Position of the quote that ends the JSON string whose text begins at `start`, or the length of the body. */
export function stringEnd(body: Buffer, start: number): number {
  const length = body.length;
  for (let at = start; at < length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return length;
}

function trimStart(body: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(body[at] as number)) at += 1;
  return at;
}

function trimEnd(body: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(body[at - 1] as number)) at -= 1;
  return at;
}

function isWhiteSpace(body: Buffer, start: number, end: number): boolean {
  return trimStart(body, start, end) >= end;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

import type { ItemReader, ParsedItem } from '../../items/item-reader.ts';
import type { ParsedObject } from './json-bytes.ts';

const LF = 0x0a;
const JOINT = Buffer.from('}{');

/** Finds the part of an object that is enough to parse. */
export type PartFinder = (body: Buffer, start: number, end: number) => { start: number; end: number } | undefined;

/** What was parsed: an object, or the part of it that is enough. */
export interface StackedObject extends ParsedObject {
  isPart: boolean;
}

/**
 * Reads JSON objects that stand one behind the other, with white space or nothing between them. Objects nearly always
 * end at a line feed or where the next begins, which is found without looking at each byte; what does not parse up to
 * there is followed bracket by bracket.
 */
export class StackedObjects {
  readonly body: Buffer;
  readonly #items: ItemReader;
  readonly #partOf: PartFinder;
  #feedAt = -1;
  #jointAt = -1;
  #isExact = false;
  position: number;

  /** @param partOf  says which part of an object is enough to parse; when that fails, the whole is */
  constructor(body: Buffer, start: number, items: ItemReader, partOf: PartFinder = () => undefined) {
    this.body = body;
    this.#items = items;
    this.#partOf = partOf;
    this.position = start;
  }

  /** Goes to the next object; false at the end of the body. */
  skipSpace(): boolean {
    const body = this.body;
    while (this.position < body.length && isSpace(body[this.position] as number)) this.position += 1;
    return this.position < body.length;
  }

  /** Where the object at the position is likely to end; undefined when it has to be followed to its end. */
  get likelyEnd(): number | undefined {
    return this.#isExact ? undefined : this.#likelyEnd(this.position);
  }

  /** Reads the object at the position; one that cannot be read is refused as an item. */
  next(): StackedObject | undefined {
    const start = this.position;
    if (!this.#isExact) {
      const end = this.#likelyEnd(start);
      const parsed = this.#part(start, end) ?? this.#whole(start, end, this.#items.tryParse(this.body, start, end));
      if (parsed !== undefined) {
        this.position = end;
        return parsed;
      }
      this.#isExact = true;
    }
    const end = bracketEnd(this.body, start);
    this.position = end;
    return this.#part(start, end) ?? this.#whole(start, end, this.#items.parse(this.body, start, end));
  }

  #part(start: number, end: number): StackedObject | undefined {
    const body = this.body;
    const part = this.#partOf(body, start, end);
    if (part === undefined) return undefined;
    const around = { sizeBytes: end - start - (part.end - part.start), depth: 1 };
    const parsed = this.#items.tryParse(body, part.start, part.end, around);
    return parsed && { body, start: part.start, end: part.end, text: parsed.text, value: parsed.value, isPart: true };
  }

  #whole(start: number, end: number, parsed: ParsedItem | undefined): StackedObject | undefined {
    return parsed && { body: this.body, start, end, text: parsed.text, value: parsed.value, isPart: false };
  }

  #likelyEnd(start: number): number {
    const { length } = this.body;
    if (this.#feedAt < start) {
      const feed = this.body.indexOf(LF, start);
      this.#feedAt = feed === -1 ? length : feed;
    }
    if (this.#jointAt <= start) {
      const joint = this.body.indexOf(JOINT, start);
      this.#jointAt = joint === -1 ? length : joint + 1;
    }
    return Math.min(this.#feedAt, this.#jointAt);
  }
}

/** Behind the bracket that closes the value at `start`, or the length of the body. */
function bracketEnd(body: Buffer, start: number): number {
  let depth = 0;
  let isString = false;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (isString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isString = false;
    } else if (byte === 0x22) isString = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if ((byte === 0x7d || byte === 0x5d) && (depth -= 1) <= 0) return at + 1;
  }
  return body.length;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

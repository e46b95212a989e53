import { withoutLineFeeds } from '../../items/item-reader.ts';
import { ADDED_NAMES } from '../../scanner/scanner-names.ts';
import type { JsonBytes } from './json-bytes.ts';

/** A member as JSON: `"name":value`. */
interface MemberText {
  name: string;
  text: string;
}

/** Members that a protocol's wrapper adds to an event. */
export class Members {
  readonly #given: JsonObject;
  readonly #texts: readonly MemberText[];
  readonly #eventTimeMs: number | undefined;
  /** `textWithout` but for the time, by the names left out. Bound: one for each set of ADDED_NAMES. */
  readonly #rest: Map<number, string>;
  /** All of their texts are ASCII. */
  readonly isAscii: boolean;

  constructor(
    given: JsonObject,
    texts: readonly MemberText[],
    isAscii: boolean,
    eventTimeMs?: number,
    rest = new Map<number, string>(),
  ) {
    this.#given = given;
    this.#texts = texts;
    this.isAscii = isAscii;
    this.#eventTimeMs = eventTimeMs;
    this.#rest = rest;
  }

  /** The same with a time: all that differs between the events of one sender. */
  at(eventTimeMs: number): Members {
    return new Members(this.#given, this.#texts, this.isAscii, eventTimeMs, this.#rest);
  }

  get values(): JsonObject {
    return this.#eventTimeMs === undefined ? this.#given : { eventTimeMs: this.#eventTimeMs, ...this.#given };
  }

  /**
   * As JSON without braces, but for those that an object has itself.
   *
   * @param own  which of ADDED_NAMES that are, a bit for each
   */
  textWithout(own: number): string {
    let rest = this.#rest.get(own);
    if (rest === undefined) {
      const kept = this.#texts.filter(({ name }) => (own & bitOf(name)) === 0);
      rest = kept.map(({ text }) => text).join();
      this.#rest.set(own, rest);
    }
    if (this.#eventTimeMs === undefined || (own & TIME_BIT) !== 0) return rest;
    return `"eventTimeMs":${this.#eventTimeMs}${rest === '' ? '' : ','}${rest}`;
  }

  /** As JSON without braces, but for those that the object has itself. */
  textBeside(object: JsonObject): string {
    let text =
      this.#eventTimeMs === undefined || Object.hasOwn(object, 'eventTimeMs')
        ? ''
        : `"eventTimeMs":${this.#eventTimeMs}`;
    for (const member of this.#texts) {
      if (!Object.hasOwn(object, member.name)) text = text === '' ? member.text : `${text},${member.text}`;
    }
    return text;
  }

  get isEmpty(): boolean {
    return this.#texts.length === 0 && this.#eventTimeMs === undefined;
  }
}

const bitOf = (name: string): number => 1 << (ADDED_NAMES as readonly string[]).indexOf(name);
const TIME_BIT = bitOf('eventTimeMs');

export const NO_MEMBERS = new Members({}, [], true);

const ASCII = /^[\x20-\x7e]*$/;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that have a value. */
export function membersOf(given: JsonObject): Members {
  const values: Record<string, unknown> = {};
  const texts: MemberText[] = [];
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    values[name] = value;
    texts.push({ name, text: `${JSON.stringify(name)}:${JSON.stringify(value)}` });
  }
  return texts.length === 0
    ? NO_MEMBERS
    : new Members(
        values,
        texts,
        texts.every(({ text }) => ASCII.test(text)),
      );
}

/**
 * Puts members before those of a JSON object, which stays as its sender wrote it; where both have a name, the sender's
 * counts.
 *
 * @param bytes  those of `object`, from brace to brace
 */
export function spliced({ body, start, end }: JsonBytes, object: JsonObject, given: Members): Buffer {
  const added = given.textBeside(object);
  if (added === '') return withoutLineFeeds(body.subarray(start, end));
  const head = isEmpty(object) ? `{${added}` : `{${added},`;
  // Room for UTF-8 at its longest is cheaper than counting bytes first.
  const line = Buffer.allocUnsafe(head.length * 3 + end - start - 1);
  const headBytes = line.write(head);
  body.copy(line, headBytes, start + 1, end);
  return withoutLineFeeds(line.subarray(0, headBytes + end - start - 1));
}

/**
 * The same for a sender's object as ASCII text: one string is written faster than two pieces are copied together.
 *
 * @param given  ASCII as well
 */
export function splicedText(text: string, object: JsonObject, given: Members): Buffer {
  const added = given.textBeside(object);
  const rest = isEmpty(object) ? '}' : `,${text.slice(1)}`;
  return withoutLineFeeds(Buffer.from(added === '' ? text : `{${added}${rest}`, 'latin1'));
}

function isEmpty(object: JsonObject): boolean {
  for (const _ in object) return false;
  return true;
}

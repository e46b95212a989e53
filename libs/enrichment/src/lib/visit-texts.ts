/** Texts of an event that are looked at; the rest are not. */
const MAX_TEXTS = 256;
const MAX_DEPTH = 6;
const MAX_TEXT = 2_048;
/** A text that may name something holds one of these, or is a hash. */
const MAY_NAME = /[.:@]/;
const IS_HASH = /^[0-9a-f]{32,64}$/i;
const SHORTEST = 4;
/** Nearly every event holds a time that no other holds: not worth a look. */
const IS_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:/;
/** Parts of a text of the log that are hashes, addresses, names or links of their own. */
const WORD = /[^\s"'<>,;()=|]{6,}/g;
const MAX_WORDS = 64;
const MAX_LOG_TEXT = 8_192;

/** @param fieldOf  tells the member the text stands in, dotted */
export type TextVisitor = (text: string, fieldOf: () => string) => void;

/** Shows every text of an event that may name an address, a name, a link or a file to a visitor. */
export function visitTexts(event: unknown, visit: TextVisitor): void {
  if (typeof event !== 'object' || event === null) return;
  new Walk(visit).into(event, 0);
}

class Walk {
  readonly #visit: TextVisitor;
  readonly #path: string[] = [];
  readonly #fieldOf = (): string => this.#path.join('.');
  #left = MAX_TEXTS;

  constructor(visit: TextVisitor) {
    this.#visit = visit;
  }

  into(value: object, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    if (Array.isArray(value)) {
      // Positions in lists say nothing about the meaning.
      for (const member of value as unknown[]) this.#member(member, depth);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      this.#path.push(name);
      this.#member(member, depth);
      this.#path.pop();
    }
  }

  #member(member: unknown, depth: number): void {
    if (this.#left <= 0) return;
    if (typeof member === 'string') this.#text(member, depth);
    else if (typeof member === 'object' && member !== null) this.into(member, depth + 1);
  }

  #text(text: string, depth: number): void {
    this.#left -= 1;
    if (depth === 0 && (this.#path[0] === 'message' || this.#path[0] === 'raw')) return this.#words(text);
    if (text.length >= SHORTEST && text.length <= MAX_TEXT && mayName(text)) this.#visit(text, this.#fieldOf);
  }

  #words(text: string): void {
    let left = MAX_WORDS;
    for (const word of text.slice(0, MAX_LOG_TEXT).match(WORD) ?? []) {
      if ((left -= 1) < 0) return;
      if (mayName(word)) this.#visit(word, this.#fieldOf);
    }
  }
}

function mayName(text: string): boolean {
  if (MAY_NAME.test(text)) return text[4] !== '-' || !IS_TIME.test(text);
  return text.length >= 32 && text.length <= 64 && IS_HASH.test(text);
}

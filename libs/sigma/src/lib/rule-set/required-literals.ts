import { foldText } from '../fold.ts';

/** Shorter literals stand in nearly every text and spare nothing. */
const MIN_LENGTH = 2;
const MAX_ALTERNATIVES = 32;
const MAX_DEPTH = 32;

/** What a part of a pattern demands of a text that it matches. */
type Part =
  /** Exactly this character, folded. */
  | { kind: 'unit'; text: string }
  /** Anything; literals on either side are not neighbours. */
  | { kind: 'gap' }
  /** One of these texts at least, somewhere. */
  | { kind: 'oneOf'; texts: string[] };

/**
 * Folded literals of which at least one stands in every text that a pattern matches: a cheap first test. Knows the
 * usual syntax of RE2 and gives up on anything else.
 *
 * @returns null when there are none, or only shorter ones than two characters
 */
export function requiredLiterals(source: string): string[] | null {
  try {
    const reader = new PatternReader(source);
    const literals = reader.alternatives(0);
    return reader.isAtEnd ? literals : null;
  } catch (error) {
    if (error instanceof GiveUp) return null;
    throw error;
  }
}

class GiveUp extends Error {}

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  /** Up to the end or the bracket that closes the group. */
  alternatives(depth: number): string[] | null {
    if (depth > MAX_DEPTH) throw new GiveUp();
    const options = [bestOf(this.#sequence(depth))];
    while (this.#take('|')) options.push(bestOf(this.#sequence(depth)));
    const union = options.includes(null) ? null : [...new Set(options.flatMap((texts) => texts ?? []))];
    return union !== null && union.length <= MAX_ALTERNATIVES ? union : null;
  }

  #sequence(depth: number): Part[] {
    const parts: Part[] = [];
    while (!this.isAtEnd && this.#peek() !== '|' && this.#peek() !== ')') {
      const part = this.#atom(depth);
      parts.push(...this.#quantified(part));
    }
    return parts;
  }

  #atom(depth: number): Part {
    const unit = this.#next();
    if (unit === '(') return this.#group(depth);
    if (unit === '[') return this.#characterClass();
    if (unit === '\\') return this.#escape();
    if (unit === '*' || unit === '+' || unit === '?') throw new GiveUp();
    return '.^$'.includes(unit) ? { kind: 'gap' } : partOf(unit);
  }

  #group(depth: number): Part {
    if (this.#take('?')) {
      this.#demand(/P?<[A-Za-z0-9_]+>|[imsU-]*[:)]/y);
      if (this.#source[this.#at - 1] === ')') return { kind: 'gap' };
    }
    const texts = this.alternatives(depth + 1);
    if (!this.#take(')')) throw new GiveUp();
    return texts === null ? { kind: 'gap' } : { kind: 'oneOf', texts };
  }

  /** `[Ee]` is a letter, folded; every other class is a gap. */
  #characterClass(): Part {
    const isNegated = this.#take('^');
    let members = '';
    let isPlain = !isNegated;
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#source.startsWith('[:', this.#at)) {
        this.#demand(/\[:\^?[a-z]+:\]/y);
        isPlain = false;
        continue;
      }
      const unit = this.#next();
      if (unit === '-') isPlain = false;
      const part = unit === '\\' ? this.#escape() : partOf(unit);
      if (part.kind === 'unit') members += part.text;
      else isPlain = false;
    }
    this.#next();
    return isPlain && new Set(members).size === 1 ? { kind: 'unit', text: members.charAt(0) } : { kind: 'gap' };
  }

  #escape(): Part {
    const unit = this.#next();
    const hex = unit === 'x' ? this.#match(/[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\}/y) : undefined;
    if (unit === 'x') return hex === undefined ? giveUp() : partOf(String.fromCodePoint(hexOf(hex)));
    if (unit === 'p' || unit === 'P') {
      this.#demand(/\{\^?\w+\}|[A-Z]/y);
      return { kind: 'gap' };
    }
    if (/[dDwWsSbBAznrtfva]/.test(unit)) return { kind: 'gap' };
    if (/[A-Za-z0-9]/.test(unit)) throw new GiveUp();
    return partOf(unit);
  }

  #quantified(part: Part): Part[] {
    const quantifier = this.#match(/[*+?]\??|\{\d+(?:,\d*)?\}\??/y);
    if (quantifier === undefined) return [part];
    const isOptional = /^(?:[*?]|\{0*[,}])/.test(quantifier);
    // What may come several times still comes once, but what follows need not be its neighbour.
    return isOptional ? [{ kind: 'gap' }] : [part, { kind: 'gap' }];
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    if (this.isAtEnd) throw new GiveUp();
    return this.#source.charAt(this.#at++);
  }

  #take(unit: string): boolean {
    if (this.#peek() !== unit) return false;
    this.#at++;
    return true;
  }

  #demand(pattern: RegExp): void {
    if (this.#match(pattern) === undefined) throw new GiveUp();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

function giveUp(): never {
  throw new GiveUp();
}

function hexOf(text: string): number {
  const code = parseInt(text.replaceAll(/[{}]/g, ''), 16);
  return code > 0x10ffff ? giveUp() : code;
}

/** Only ASCII: how RE2 folds other characters is not ours to repeat. */
function partOf(unit: string): Part {
  return unit.length === 1 && unit < '\x80' ? { kind: 'unit', text: foldText(unit) } : { kind: 'gap' };
}

/** The demand of a sequence that spares most: that of the longest shortest literal. */
function bestOf(parts: readonly Part[]): string[] | null {
  let best: string[] | null = null;
  let run = '';
  const consider = (texts: string[]): void => {
    if (shortestOf(texts) >= MIN_LENGTH && (best === null || shortestOf(texts) > shortestOf(best))) best = texts;
  };
  for (const part of parts) {
    if (part.kind === 'unit') run += part.text;
    if (part.kind === 'oneOf') consider(part.texts);
    if (part.kind !== 'unit') run = '';
    consider([run]);
  }
  return best;
}

function shortestOf(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length));
}

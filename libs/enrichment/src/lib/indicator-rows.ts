import type { Indicator, IndicatorKind } from './indicator.ts';

/** An indicator with the list that names it. */
export interface ListedIndicator extends Indicator {
  listName: string;
}

const NO_CONFIDENCE = 255;
const NOTHING = -1;
const FIRST_ROWS = 1_024;

/**
 * Indicators in columns, about 60 bytes each beside the text they name: names of lists and threats are kept once.
 * Rows that name the same are chained.
 */
export class IndicatorRows {
  #count = 0;
  #confidence = new Uint8Array(FIRST_ROWS);
  #validUntilMs = new Float64Array(FIRST_ROWS);
  #list = new Uint32Array(FIRST_ROWS);
  #threat = new Uint32Array(FIRST_ROWS);
  #next = new Int32Array(FIRST_ROWS);
  readonly #values: string[] = [];
  readonly #kinds: IndicatorKind[] = [];
  /** The empty text stands for "no threat given". */
  readonly #words: string[] = [''];
  readonly #wordAt = new Map<string, number>([['', 0]]);

  get count(): number {
    return this.#count;
  }

  /** @param next  the row that names the same and comes after it, as `add` gave it */
  add({ kind, value, listName, threat, confidence, validUntilMs }: ListedIndicator, next: number | undefined): number {
    const row = this.#count++;
    if (row === this.#confidence.length) this.#grow();
    this.#kinds[row] = kind;
    this.#values[row] = value;
    this.#confidence[row] = confidence ?? NO_CONFIDENCE;
    this.#validUntilMs[row] = validUntilMs ?? Number.NaN;
    this.#list[row] = this.#wordOf(listName);
    this.#threat[row] = this.#wordOf(threat ?? '');
    this.#next[row] = next ?? NOTHING;
    return row;
  }

  /** A row and those that name the same. */
  chain(first: number): number[] {
    const rows: number[] = [];
    for (let row = first; row !== NOTHING; row = this.#next[row] as number) rows.push(row);
    return rows;
  }

  /** NaN never lies before anything: what has no end is always in time. */
  isExpired(row: number, atMs: number): boolean {
    return (this.#validUntilMs[row] as number) <= atMs;
  }

  at(row: number): ListedIndicator {
    const threat = this.#words[this.#threat[row] as number] as string;
    const confidence = this.#confidence[row] as number;
    const validUntilMs = this.#validUntilMs[row] as number;
    return {
      kind: this.#kinds[row] as IndicatorKind,
      value: this.#values[row] as string,
      listName: this.#words[this.#list[row] as number] as string,
      ...(threat === '' ? {} : { threat }),
      ...(confidence === NO_CONFIDENCE ? {} : { confidence }),
      ...(Number.isNaN(validUntilMs) ? {} : { validUntilMs }),
    };
  }

  #wordOf(text: string): number {
    let at = this.#wordAt.get(text);
    if (at === undefined) {
      at = this.#words.push(text) - 1;
      this.#wordAt.set(text, at);
    }
    return at;
  }

  #grow(): void {
    const size = this.#count * 2;
    this.#confidence = copied(new Uint8Array(size), this.#confidence);
    this.#validUntilMs = copied(new Float64Array(size), this.#validUntilMs);
    this.#list = copied(new Uint32Array(size), this.#list);
    this.#threat = copied(new Uint32Array(size), this.#threat);
    this.#next = copied(new Int32Array(size), this.#next);
  }
}

function copied<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

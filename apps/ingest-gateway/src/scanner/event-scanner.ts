import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_EVENT_TYPE, MAX_SHORT_TEXT, MAX_TAGS } from '@redoubt/contracts';
import { scannerNames } from './scanner-names.ts';

/** The functions of scanner.wasm; positions count from the start of its memory. */
interface ScannerModule {
  memory: WebAssembly.Memory;
  setLimits(shortText: number, type: number, tags: number): void;
  addName(
    text: number,
    length: number,
    context: number,
    kind: number,
    child: number,
    once: number,
    order: number,
    watched: number,
  ): number;
  scanLines(from: number, to: number, rows: number, maxRows: number, maxBytes: number, maxDepth: number): number;
  scanEvent(from: number, to: number, maxDepth: number): number;
  position(): number;
  watchedNames(): number;
}

const PAGE_BYTES = 64 * 1024;
/** Behind the tables of the module, which take less than a page. */
const ROWS_AT = PAGE_BYTES;
/** Lines read at once. */
const MAX_ROWS = 4096;
/** Start, end, and the rank of the severity or UNSURE. */
export const ROW_NUMBERS = 3;
const TEXT_AT = ROWS_AT + PAGE_BYTES;
/** Bytes looked at at once; longer events are parsed. */
export const WINDOW_BYTES = 512 * 1024;
/** Vectors read a little further than the text goes. */
const PADDING_BYTES = 64;

/** What is said of an event that has to be parsed. */
export const UNSURE = -1;

/**
 * Looks at JSON events in place of `JSON.parse` and `decodeEvent`, at about a fifth of their cost. It knows the usual
 * spellings of an event and answers with the rank of its severity; of any other it is not sure, and that one is parsed.
 * So both accept and refuse the same events.
 *
 * The text has to be UTF-8. One per process: it is used by one synchronous call at a time.
 */
class EventScanner {
  readonly #module: ScannerModule;
  readonly #text: Buffer;
  /** ROW_NUMBERS for each line of `scanLines`. */
  readonly rows: Int32Array;

  constructor() {
    const code = new WebAssembly.Module(readFileSync(join(import.meta.dirname, 'scanner.wasm')));
    this.#module = new WebAssembly.Instance(code, {}).exports as unknown as ScannerModule;
    const { memory } = this.#module;
    const bytes = TEXT_AT + WINDOW_BYTES + PADDING_BYTES;
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES));
    this.#text = Buffer.from(memory.buffer, TEXT_AT, WINDOW_BYTES);
    this.rows = new Int32Array(memory.buffer, ROWS_AT, MAX_ROWS * ROW_NUMBERS);
    this.#module.setLimits(MAX_SHORT_TEXT, MAX_EVENT_TYPE, MAX_TAGS);
    for (const { text, context, kind, child, once, order, watched } of scannerNames()) {
      const length = this.#text.write(text);
      const isAdded = this.#module.addName(TEXT_AT, length, context, kind, child, once, order, watched) !== 0;
      if (!isAdded) throw new RangeError(`the scanner has no room for the name ${text}`);
    }
  }

  /**
   * Reads up to `maxLines` lines of `[start, end)`, at most WINDOW_BYTES, into `rows`; empty ones are passed over. Lines
   * start and end relative to `start`.
   *
   * @returns their number; `linesEnd` tells where reading stopped
   */
  scanLines(
    piece: Buffer,
    start: number,
    end: number,
    { maxLines, maxEventBytes, maxDepth }: { maxLines: number; maxEventBytes: number; maxDepth: number },
  ): number {
    this.#text.set(piece.subarray(start, end));
    const most = Math.min(maxLines, MAX_ROWS);
    return this.#module.scanLines(TEXT_AT, TEXT_AT + end - start, ROWS_AT, most, maxEventBytes, maxDepth);
  }

  /** Where the last `scanLines` stopped, relative to its start. */
  get linesEnd(): number {
    return this.#module.position() - TEXT_AT;
  }

  /** @returns the rank of the severity of the event in `[start, end)`, or UNSURE */
  scanEvent(piece: Buffer, start: number, end: number, maxDepth: number): number {
    const length = end - start;
    if (length > WINDOW_BYTES) return UNSURE;
    piece.copy(this.#text, 0, start, end);
    return this.#module.scanEvent(TEXT_AT, TEXT_AT + length, maxDepth);
  }

  /** Which of ADDED_NAMES the event of the last `scanEvent` has, a bit for each. */
  get addedNames(): number {
    return this.#module.watchedNames();
  }
}

export const eventScanner = new EventScanner();

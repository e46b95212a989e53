import { isAscii, isUtf8 } from 'node:buffer';
import { decodeEvent, UNCLASSIFIED, type DecodeResult, type EventFields } from '@redoubt/contracts';
import { parseLogLine } from '../parsers/index.ts';
import { eventScanner, ROW_NUMBERS, UNSURE, WINDOW_BYTES } from '../scanner/event-scanner.ts';
import type { Batch } from './batch.ts';
import type { ItemCode } from './item-error.ts';
import { exceedsDepth } from './depth.ts';

const CR = 0x0d;
const LF = 0x0a;
const BRACE = 0x7b;
const COMMA = 0x2c;
const MAX_DETAIL = 200;

export interface ItemReaderOptions {
  maxEventBytes: number;
  maxDepth: number;
  /** How text lines are to be read; `none` leaves every line unclassified. */
  text: { nowMs: number; offsetMinutes: number; format?: string };
}

/** A JSON text and its value. */
export interface ParsedItem {
  text: string;
  value: unknown;
}

/** What stands around a text that is parsed alone. */
export interface Around {
  sizeBytes: number;
  depth: number;
}

/** Members that go before those of an event. */
export interface AddedMembers {
  isAscii: boolean;
  /** As JSON without braces, but for those of ADDED_NAMES that the event has itself: a bit for each. */
  textWithout(own: number): string;
}

const NOTHING: Around = { sizeBytes: 0, depth: 0 };

/** Checks the events of a body one by one and puts them into a batch. Holds nothing of the body. */
export class ItemReader {
  readonly #batch: Batch;
  readonly #options: ItemReaderOptions;
  #isPieceUtf8 = true;
  /** ASCII text is made into a string without looking at every byte again. */
  #coding: 'latin1' | 'utf8' = 'utf8';

  constructor(batch: Batch, options: ItemReaderOptions) {
    this.#batch = batch;
    this.#options = options;
  }

  /** To be called before the items of a buffer are read: checks its encoding once instead of per event. */
  startPiece(piece: Buffer): void {
    const isPlain = isAscii(piece);
    this.#coding = isPlain ? 'latin1' : 'utf8';
    this.#isPieceUtf8 = isPlain || isUtf8(piece);
  }

  /** Whether all of the buffer is ASCII, so that its text has a character for each byte. */
  get isPieceAscii(): boolean {
    return this.#coding === 'latin1';
  }

  /** Takes the JSON event in `[start, end)`; its bytes go on as they came, but for line feeds between tokens. */
  json(piece: Buffer, start: number, end: number): void {
    const rank = this.#scan(piece, start, end);
    if (rank === UNSURE) return this.unscanned(piece, start, end);
    this.#batch.takeRanked(piece.subarray(start, end), rank);
  }

  #scan(piece: Buffer, start: number, end: number): number {
    const { maxEventBytes, maxDepth } = this.#options;
    if (!this.#isPieceUtf8 || end - start > maxEventBytes) return UNSURE;
    return eventScanner.scanEvent(piece, start, end, maxDepth);
  }

  /**
   * Reads lines of JSON from `start` on, at most `maxLines`.
   *
   * @param unsure  told of those that have to be looked at further, in their turn
   * @returns where it stopped
   */
  jsonLines(
    piece: Buffer,
    start: number,
    maxLines: number,
    unsure: (piece: Buffer, start: number, end: number) => void,
  ): number {
    const stop = this.#isPieceUtf8 ? windowEnd(piece, start) : start;
    if (stop === start) return oneLine(piece, start, unsure);
    const count = eventScanner.scanLines(piece, start, stop, { ...this.#options, maxLines });
    const { rows } = eventScanner;
    const end = start + eventScanner.linesEnd;
    for (let at = 0; at < count * ROW_NUMBERS; at += ROW_NUMBERS) {
      const lineStart = start + (rows[at] as number);
      const lineEnd = start + (rows[at + 1] as number);
      const rank = rows[at + 2] as number;
      if (rank === UNSURE) unsure(piece, lineStart, lineEnd);
      else this.#batch.takeRanked(piece.subarray(lineStart, withoutCr(piece, lineEnd)), rank);
    }
    return end;
  }

  /**
   * Takes the JSON event that fills `[start, end)` with members before its own.
   *
   * @param added  the members, of ADDED_NAMES and in ASCII
   * @param around  of the object that the event is a part of, and whose bounds are to hold
   * @returns false when the scanner is not sure of it; nothing was taken then
   */
  withMembers(piece: Buffer, start: number, end: number, added: AddedMembers, around: Around = NOTHING): boolean {
    const { maxEventBytes, maxDepth } = this.#options;
    const sizeBytes = end - start;
    if (!this.#isPieceUtf8 || !added.isAscii || sizeBytes + around.sizeBytes > maxEventBytes) return false;
    const rank = eventScanner.scanEvent(piece, start, end, maxDepth - around.depth);
    if (rank === UNSURE) return false;
    const text = added.textWithout(eventScanner.addedNames);
    if (sizeBytes + text.length + 1 > maxEventBytes) return false;
    this.#batch.takeRanked(text === '' ? piece.subarray(start, end) : spliced(piece, start, end, text), rank);
    return true;
  }

  /** As `json`, of an event that the scanner is not sure of. */
  unscanned(piece: Buffer, start: number, end: number): void {
    const line = piece.subarray(start, withoutCr(piece, end));
    if (line.length > this.#options.maxEventBytes) return this.#tooLarge(line.length);
    if (!this.#isPieceUtf8 && !isUtf8(line)) return this.#batch.refuse('invalid_utf8', 'the event is not UTF-8 text');
    const text = line.toString(this.#coding);
    if (exceedsDepth(text, this.#options.maxDepth)) {
      return this.#batch.refuse('too_deep', `the event nests deeper than ${this.#options.maxDepth}`);
    }
    const result = decodeText(text);
    if (typeof result === 'string') return this.#batch.refuse('invalid_json', result);
    if (!result.ok) return this.#batch.refuse(result.code, result.detail);
    this.#batch.take(withoutLineFeeds(line), result.fields);
  }

  /** Parses the JSON text in `[start, end)`; one that is not to be read is refused, and the answer undefined. */
  parse(piece: Buffer, start: number, end: number): ParsedItem | undefined {
    const result = this.#parsed(piece, start, end, NOTHING);
    if (!('code' in result)) return result;
    this.#batch.refuse(result.code, result.detail);
    return undefined;
  }

  /** The value of a JSON text inside another; undefined when it is none or nests too deep. */
  valueOf(text: string): unknown {
    if (exceedsDepth(text, this.#options.maxDepth)) return undefined;
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  }

  /**
   * As `parse`, but refuses nothing: for text of which it is not known yet where it ends.
   *
   * @param around  of the object that the text is a part of, and whose bounds are to hold
   */
  tryParse(piece: Buffer, start: number, end: number, around: Around = NOTHING): ParsedItem | undefined {
    const result = this.#parsed(piece, start, end, around);
    return 'code' in result ? undefined : result;
  }

  #parsed(piece: Buffer, start: number, end: number, around: Around): ParsedItem | { code: ItemCode; detail: string } {
    if (end - start + around.sizeBytes > this.#options.maxEventBytes) {
      return { code: 'event_too_large', detail: `more than ${this.#options.maxEventBytes} bytes` };
    }
    const line = piece.subarray(start, end);
    if (!this.#isPieceUtf8 && !isUtf8(line)) return { code: 'invalid_utf8', detail: 'the event is not UTF-8 text' };
    const text = line.toString(this.#coding);
    if (exceedsDepth(text, this.#options.maxDepth - around.depth)) {
      return { code: 'too_deep', detail: `the event nests deeper than ${this.#options.maxDepth}` };
    }
    try {
      return { text, value: JSON.parse(text) as unknown };
    } catch (error) {
      return { code: 'invalid_json', detail: syntaxDetail(error) };
    }
  }

  /**
   * Takes an event of a sender that does not know the names of ours: when one of its values does not fit the name it
   * stands under, `misfit` is taken instead, with the reason as a tag.
   *
   * @param own  the sender's part of the event
   * @param whole  what `line` parses to; asked for only when the sender's part alone would be refused, since a member
   *   that was added can stand in for one of it
   * @param misfit  builds the event with the sender's object where no name has a meaning
   */
  foreign(line: Buffer, own: object, whole: () => object, misfit: () => Record<string, unknown>): void {
    if (line.length > this.#options.maxEventBytes) return this.#tooLarge(line.length);
    const first = decodeEvent(own);
    const result = first.ok ? first : decodeEvent(whole());
    if (result.ok) return this.#batch.take(line, result.fields);
    this.built({ ...misfit(), tags: [result.code] });
  }

  /** Takes an event that was built here, whose names and values are ours. */
  built(event: Record<string, unknown>): void {
    const result = decodeEvent(event);
    if (!result.ok) return this.#batch.refuse(result.code, result.detail);
    const line = Buffer.from(JSON.stringify(event));
    if (line.length > this.#options.maxEventBytes) return this.#tooLarge(line.length);
    this.#batch.take(line, result.fields);
  }

  /** What a log line says; a line no format knows is unclassified. */
  fieldsOf(text: string): EventFields {
    const { format, nowMs, offsetMinutes } = this.#options.text;
    const known =
      format === 'none'
        ? null
        : parseLogLine(text, { nowMs, offsetMinutes, ...(format === undefined ? {} : { format }) });
    return known ?? { eventType: UNCLASSIFIED, severity: 'informational', message: text };
  }

  /**
   * Takes the log line in `[start, end)`; an empty one is no event.
   *
   * @param more  members that go before what the line says
   */
  text(piece: Buffer, start: number, end: number, more?: Readonly<Record<string, unknown>>): void {
    // One `\r` before the line feed is framing; any other is content.
    const stop = end > start && piece[end - 1] === CR ? end - 1 : end;
    if (stop === start) return;
    const line = piece.subarray(start, stop);
    if (line.length > this.#options.maxEventBytes) return this.#tooLarge(line.length);
    const isText = this.#isPieceUtf8 || isUtf8(line);
    const text = line.toString(this.#coding);
    if (isText && line[0] === BRACE && this.#jsonInText(line, text)) return;
    const fields = this.fieldsOf(text);
    if (isText) fields.raw = text;
    else fields.rawBase64 = line.toString('base64');
    if (more !== undefined) return this.built({ ...fields, ...more });
    this.#batch.take(Buffer.from(JSON.stringify(fields)), fields);
  }

  /** Counts a line that was too long to be held. */
  overlong(): void {
    this.#tooLarge();
  }

  /** Many shippers send JSON under text/plain; what is a good event stays the sender's bytes. */
  #jsonInText(line: Buffer, text: string): boolean {
    if (this.#options.text.format !== undefined || exceedsDepth(text, this.#options.maxDepth)) return false;
    const result = decodeText(text);
    if (typeof result === 'string' || !result.ok) return false;
    this.#batch.take(line, result.fields);
    return true;
  }

  #tooLarge(sizeBytes?: number): void {
    const size = sizeBytes === undefined ? 'the event' : `${sizeBytes} bytes`;
    this.#batch.refuse('event_too_large', `${size}: more than ${this.#options.maxEventBytes} bytes`);
  }
}

function decodeText(text: string): DecodeResult | string {
  try {
    return decodeEvent(JSON.parse(text));
  } catch (error) {
    return syntaxDetail(error);
  }
}

function syntaxDetail(error: unknown): string {
  return (error instanceof Error ? error.message : 'not JSON').slice(0, MAX_DETAIL);
}

/** The object in `[start, end)` with members before its own. */
function spliced(piece: Buffer, start: number, end: number, added: string): Buffer {
  const line = Buffer.allocUnsafe(added.length + 1 + end - start);
  line[0] = BRACE;
  line.write(added, 1, 'latin1');
  line[added.length + 1] = COMMA;
  piece.copy(line, added.length + 2, start + 1, end);
  return line;
}

/** One carriage return before a line feed is framing. */
function withoutCr(piece: Buffer, end: number): number {
  return piece[end - 1] === CR ? end - 1 : end;
}

/** End of the lines from `start` on that fit into the scanner's window; `start` when not even one does. */
function windowEnd(piece: Buffer, start: number): number {
  if (piece.length - start <= WINDOW_BYTES) return piece.length;
  return Math.max(start, piece.subarray(start, start + WINDOW_BYTES).lastIndexOf(LF) + 1 + start);
}

function oneLine(piece: Buffer, start: number, onLine: (piece: Buffer, start: number, end: number) => void): number {
  const feed = piece.indexOf(LF, start);
  const end = feed === -1 ? piece.length : feed;
  if (end > start) onLine(piece, start, end);
  return end + 1;
}

/** Puts spaces for line feeds, in place: valid JSON has them only between tokens, and a frame separates its events by them. */
export function withoutLineFeeds(line: Buffer): Buffer {
  for (let at = line.indexOf(LF); at !== -1; at = line.indexOf(LF, at + 1)) line[at] = 0x20;
  return line;
}

import { EventContext } from '../evaluate/context.ts';
import { eventTexts } from '../evaluate/event-texts.ts';
import { lookupField } from '../evaluate/lookup-field.ts';
import { valueText } from '../evaluate/value-text.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import type { TextSpan } from './hit-list.ts';
import { TEXT_END } from './index-pattern.ts';
import { TextBlock } from './text-block.ts';

/** A field with dots in its name, which may be a path. */
export interface PathField {
  field: number;
  name: string;
}

/** The fields of one event that some rule knows, by number; used for one event after the other. */
export class EventView {
  /** Numbers of the fields that the event has, in the first `count` places. */
  readonly fields: Int32Array;
  count = 0;
  readonly #block = new TextBlock();
  /** Where the text of a field stands in the block, -1 = it has none. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #values: unknown[];
  readonly #stamps: Int32Array;
  #stamp = 0;
  #event: SigmaEvent | undefined;
  #context: EventContext | undefined;
  /** Texts in which keywords are looked for stand first in the block, with `TEXT_END` between them. */
  #ownTextsEnd = 0;
  #hasNested = false;
  #isFlushed = false;
  readonly #buffers = new Map<string, Buffer>();

  constructor(names: readonly string[]) {
    this.#numbers = new Map(names.map((name, number) => [name, number]));
    this.fields = new Int32Array(names.length);
    this.#starts = new Int32Array(names.length);
    this.#ends = new Int32Array(names.length);
    this.#values = names.map(() => undefined);
    this.#stamps = new Int32Array(names.length);
  }

  /** @param paths fields with dots that are of interest */
  load(event: SigmaEvent, paths: readonly PathField[]): void {
    this.clear();
    this.#nextStamp();
    this.#event = event;
    this.#loadOwn(event.fields);
    this.#loadMessage(event);
    for (let at = 0; at < this.count; at++) this.#placeScalar(this.fields[at] as number);
    for (const { field, name } of paths) {
      if (this.#stamps[field] !== this.#stamp) this.#put(field, lookupField(event, name));
    }
    const { canonical } = event;
    if (canonical === undefined) return;
    for (const name in canonical) {
      const field = this.#numbers.get(name);
      if (field !== undefined && this.#stamps[field] !== this.#stamp) this.#put(field, canonical[name]);
    }
  }

  /** Lets go of the event. */
  clear(): void {
    for (let at = 0; at < this.count; at++) this.#values[this.fields[at] as number] = undefined;
    this.count = 0;
    this.#block.clear();
    this.#isFlushed = false;
    this.#ownTextsEnd = 0;
    this.#hasNested = false;
    this.#event = undefined;
    this.#context = undefined;
    if (this.#buffers.size > 0) this.#buffers.clear();
  }

  /** Undefined when the event has no such field. */
  valueOf(field: number): unknown {
    return this.#values[field];
  }

  #units(): Uint16Array {
    if (!this.#isFlushed) {
      this.#block.flush();
      this.#isFlushed = true;
    }
    return this.#block.units;
  }

  /** Makes a span that of a field's text. */
  placeText(span: TextSpan, field: number): TextSpan {
    span.units = this.#units();
    span.start = this.#starts[field] as number;
    span.end = this.#ends[field] as number;
    return span;
  }

  /** False when the field's value is a list, an object or null. */
  isText(field: number): boolean {
    return (this.#starts[field] as number) >= 0;
  }

  /** Makes a span that of a text that is no field's own value, until the next such text. */
  placeOther(span: TextSpan, text: string): TextSpan {
    this.#units();
    span.start = this.#block.put(text);
    span.end = span.start + text.length;
    span.units = this.#block.units;
    return span;
  }

  /** All texts in which keywords are looked for, with `TEXT_END` between them: one scan instead of dozens. */
  placeKeywordText(span: TextSpan): TextSpan {
    span.start = 0;
    span.end = this.#ownTextsEnd;
    span.units = this.#units();
    if (!this.#hasNested) return span;
    return this.placeOther(span, eventTexts(this.#event as SigmaEvent).join(TEXT_END));
  }

  /** What the reference evaluator remembers about the event. */
  get context(): EventContext {
    return (this.#context ??= new EventContext(this.#event as SigmaEvent));
  }

  /** A text in UTF-8, converted once per event whatever the number of patterns. */
  bufferOf(text: string): Buffer {
    let buffer = this.#buffers.get(text);
    if (buffer === undefined) this.#buffers.set(text, (buffer = Buffer.from(text)));
    return buffer;
  }

  #loadOwn(fields: Readonly<Record<string, unknown>>): void {
    // Own keys: objects of JSON inherit none that can be enumerated.
    for (const name in fields) {
      const value = fields[name];
      const field = this.#numbers.get(name);
      if (typeof value === 'string') {
        const start = this.#block.add(value);
        this.#block.add(TEXT_END);
        this.#ownTextsEnd = start + value.length;
        if (field !== undefined) this.#place(field, value, start, this.#ownTextsEnd);
      } else {
        if (typeof value === 'object' && value !== null) this.#hasNested = true;
        if (field !== undefined && value !== undefined) this.#place(field, value, -1, -1);
      }
    }
  }

  /** Of the canonical fields the message is looked into for keywords, see `eventTexts`. */
  #loadMessage({ fields, canonical }: SigmaEvent): void {
    const message = canonical !== undefined && !Object.hasOwn(fields, 'message') ? canonical.message : undefined;
    if (typeof message === 'string') this.#ownTextsEnd = this.#block.add(message) + message.length;
  }

  /** Numbers and booleans stand behind the texts, where no keyword is looked for. */
  #placeScalar(field: number): void {
    const value = this.#values[field];
    if (typeof value === 'string') return;
    const text = valueText(value);
    if (text === undefined) return;
    this.#starts[field] = this.#block.add(text);
    this.#ends[field] = (this.#starts[field] as number) + text.length;
  }

  #put(field: number, value: unknown): void {
    if (value === undefined) return;
    const text = valueText(value);
    if (text === undefined) return this.#place(field, value, -1, -1);
    const start = this.#block.add(text);
    this.#place(field, value, start, start + text.length);
  }

  #place(field: number, value: unknown, start: number, end: number): void {
    this.#stamps[field] = this.#stamp;
    this.#values[field] = value;
    this.#starts[field] = start;
    this.#ends[field] = end;
    this.fields[this.count++] = field;
  }

  #nextStamp(): void {
    if (this.#stamp === 0x7fffffff) {
      this.#stamp = 0;
      this.#stamps.fill(0);
    }
    this.#stamp++;
  }
}

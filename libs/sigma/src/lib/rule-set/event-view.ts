import { EventContext } from '../evaluate/context.ts';
import { eventTexts } from '../evaluate/event-texts.ts';
import { lookupField } from '../evaluate/lookup-field.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { TEXT_END } from './index-pattern.ts';

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
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #values: unknown[];
  readonly #stamps: Int32Array;
  #stamp = 0;
  #event: SigmaEvent | undefined;
  #context: EventContext | undefined;
  #keywordText: string | undefined;
  /** The texts of the event itself; those inside of its lists and objects are looked up when keywords are. */
  readonly #texts: string[] = [];
  #hasNested = false;
  readonly #buffers = new Map<string, Buffer>();

  constructor(names: readonly string[]) {
    this.#numbers = new Map(names.map((name, number) => [name, number]));
    this.fields = new Int32Array(names.length);
    this.#values = names.map(() => undefined);
    this.#stamps = new Int32Array(names.length);
  }

  /** @param paths fields with dots that are of interest */
  load(event: SigmaEvent, paths: readonly PathField[]): void {
    this.clear();
    this.#nextStamp();
    this.#event = event;
    const { fields, canonical } = event;
    // Own keys: objects of JSON inherit none that can be enumerated.
    for (const name in fields) {
      const value = fields[name];
      if (typeof value === 'string') this.#texts.push(value);
      else if (typeof value === 'object') this.#hasNested = true;
      this.#put(this.#numbers.get(name), value);
    }
    for (const { field, name } of paths) {
      if (this.#stamps[field] !== this.#stamp) this.#put(field, lookupField(event, name));
    }
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
    this.#event = undefined;
    this.#context = undefined;
    this.#keywordText = undefined;
    this.#texts.length = 0;
    this.#hasNested = false;
    if (this.#buffers.size > 0) this.#buffers.clear();
  }

  /** Undefined when the event has no such field. */
  valueOf(field: number): unknown {
    return this.#values[field];
  }

  /** What the reference evaluator remembers about the event. */
  get context(): EventContext {
    return (this.#context ??= new EventContext(this.#event as SigmaEvent));
  }

  /** All texts in which keywords are looked for, with `TEXT_END` between them: one scan instead of dozens. */
  get keywordText(): string {
    return (this.#keywordText ??= this.#keywordTexts(this.#event as SigmaEvent).join(TEXT_END));
  }

  /** A text in UTF-8, converted once per event whatever the number of patterns. */
  bufferOf(text: string): Buffer {
    let buffer = this.#buffers.get(text);
    if (buffer === undefined) this.#buffers.set(text, (buffer = Buffer.from(text)));
    return buffer;
  }

  /** As `eventTexts`, without a second walk over the fields where one has seen all. */
  #keywordTexts(event: SigmaEvent): readonly string[] {
    const isMessageOwn = event.canonical === undefined || Object.hasOwn(event.fields, 'message');
    return this.#hasNested || !isMessageOwn ? eventTexts(event) : this.#texts;
  }

  #put(field: number | undefined, value: unknown): void {
    if (field === undefined || value === undefined) return;
    this.#stamps[field] = this.#stamp;
    this.#values[field] = value;
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

import type { BodyItems, ItemParts } from '../../items/body-items.ts';
import type { ItemScanner } from '../../items/item-scanner.ts';
import { memberOf, trimmed, type JsonBytes, type ParsedObject } from '../shared/json-bytes.ts';
import { isJsonObject, type JsonObject, type Members } from '../shared/splice.ts';
import { StackedObjects } from '../shared/stacked-objects.ts';
import { bytesOf, isPlain, takeAsciiObject, takeObject, takeText, takeValue } from '../shared/take-value.ts';
import type { HecCode } from './codes.ts';
import { KnownHead } from './known-head.ts';
import { MetadataReader, type Metadata } from './metadata.ts';

/** The event a request was broken off at; those before it are stored. */
export interface InvalidEvent {
  code: HecCode;
  number: number;
}

/**
 * Reads events one behind the other. As Splunk does, it ends at the first that is not right.
 *
 * @param defaults  metadata of the request for events that have none
 */
export function eventItems(
  { items, batch }: ItemParts,
  defaults: Metadata,
  onInvalid: (event: InvalidEvent) => void,
): BodyItems {
  const reader = new EventReader({ items, batch }, defaults);
  return {
    kind: 'whole',
    isOneObject: false,
    scan: (body, start) => new EventScanner(reader.objectsIn(body, start), reader, batch, onInvalid),
  };
}

/** Takes wrappers with their events. */
class EventReader {
  readonly #parts: Pick<ItemParts, 'items' | 'batch'>;
  readonly #defaults: Metadata;
  readonly #metadata = new MetadataReader();
  readonly #head = new KnownHead();

  constructor(parts: Pick<ItemParts, 'items' | 'batch'>, defaults: Metadata) {
    this.#parts = parts;
    this.#defaults = defaults;
  }

  objectsIn(body: Buffer, start: number): StackedObjects {
    return new StackedObjects(body, start, this.#parts.items, (...wrapper) => this.#head.eventIn(...wrapper));
  }

  /** @returns what is wrong with the wrapper or its event */
  takeNext(objects: StackedObjects): HecCode | undefined {
    const { batch } = this.#parts;
    const refusedBefore = batch.refused;
    if (this.#takeScanned(objects)) return undefined;
    const parsed = objects.next();
    if (parsed === undefined) return batch.latestError?.code === 'event_too_large' ? 27 : 6;
    const code = parsed.isPart ? this.#takeKnown(parsed) : this.#takeWrapper(parsed, parsed.value);
    if (code !== undefined) {
      batch.refuse('invalid_field', `HEC code ${code}`);
      return code;
    }
    const isRefused = batch.refused > refusedBefore && batch.latestError?.code !== 'shed';
    return isRefused ? 6 : undefined;
  }

  /** One whose metadata is that of the wrapper before, and whose event is of the usual kind: nothing is parsed. */
  #takeScanned(objects: StackedObjects): boolean {
    const { body, position: start, likelyEnd: end } = objects;
    const part = end === undefined ? undefined : this.#head.eventIn(body, start, end);
    if (end === undefined || part === undefined) return false;
    const members = this.#metadata.again(this.#head.time ?? this.#defaults.time);
    if (typeof members === 'number') return false;
    const around = { sizeBytes: end - start - (part.end - part.start), depth: 1 };
    if (!this.#parts.items.withMembers(body, part.start, part.end, members, around)) return false;
    objects.position = end;
    return true;
  }

  /** The same when the event was parsed. */
  #takeKnown({ body, start, end, text, value: event }: ParsedObject): HecCode | undefined {
    const members = this.#metadata.again(this.#head.time ?? this.#defaults.time);
    if (typeof members === 'number') return members;
    const { items } = this.#parts;
    if (text.length > 2 && isJsonObject(event) && isPlain(items, text, members)) {
      return void takeAsciiObject(items, text, event, members);
    }
    return this.#takeEvent(event, members, () => trimmed(body, start, end));
  }

  #takeWrapper(parsed: ParsedObject, wrapper: unknown): HecCode | undefined {
    if (!isJsonObject(wrapper)) return 6;
    const members = this.#metadata.read(withDefaults(wrapper, this.#defaults));
    if (typeof members === 'number') return missing(wrapper['event']) ?? members;
    const own = memberOf(parsed, 'event');
    const { start, end, text } = parsed;
    // Only an event that comes last has all of the wrapper before it.
    if (own?.end === end - 1) this.#head.learn(text.slice(0, own.start - start), wrapper['time']);
    else this.#head.forget();
    return this.#takeEvent(wrapper['event'], members, () => own);
  }

  #takeEvent(event: unknown, members: Members, bytes: () => JsonBytes | undefined): HecCode | undefined {
    const code = missing(event);
    if (code !== undefined) return code;
    const { items } = this.#parts;
    if (typeof event === 'string') return void takeText(items, event, members);
    if (!isJsonObject(event)) return void takeValue(items, event, members);
    const own = bytes() ?? bytesOf(JSON.stringify(event));
    if (own.end - own.start === 2) return 13;
    return void takeObject(items, own, event, members);
  }
}

function missing(event: unknown): HecCode | undefined {
  if (event === undefined || event === null) return 12;
  return typeof event === 'string' && event.trim() === '' ? 13 : undefined;
}

class EventScanner implements ItemScanner {
  readonly #objects: StackedObjects;
  readonly #reader: EventReader;
  readonly #batch: ItemParts['batch'];
  readonly #onInvalid: (event: InvalidEvent) => void;

  constructor(
    objects: StackedObjects,
    reader: EventReader,
    batch: ItemParts['batch'],
    onInvalid: (event: InvalidEvent) => void,
  ) {
    this.#objects = objects;
    this.#reader = reader;
    this.#batch = batch;
    this.#onInvalid = onInvalid;
  }

  get position(): number {
    return this.#objects.position;
  }

  read(maxItems: number): boolean {
    for (let left = maxItems; left > 0; left -= 1) {
      if (!this.#objects.skipSpace()) return false;
      const number = this.#batch.seen;
      const code = this.#reader.takeNext(this.#objects);
      if (code === undefined) continue;
      this.#onInvalid({ code, number });
      return false;
    }
    return true;
  }
}

function withDefaults(wrapper: JsonObject, defaults: Metadata): Metadata {
  for (const _ in defaults) return { ...defaults, ...wrapper };
  return wrapper;
}

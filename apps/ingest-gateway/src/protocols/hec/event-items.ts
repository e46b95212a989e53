import type { BodyItems, ItemParts } from '../../items/body-items.ts';
import type { ItemScanner } from '../../items/item-scanner.ts';
import { memberOf, type ParsedObject } from '../shared/json-bytes.ts';
import { isJsonObject, type JsonObject, type Members } from '../shared/splice.ts';
import { StackedObjects } from '../shared/stacked-objects.ts';
import { bytesOf, takeObject, takeText, takeValue } from '../shared/take-value.ts';
import type { HecCode } from './codes.ts';
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
  const metadata = new MetadataReader();
  const takeNext = (objects: StackedObjects): HecCode | undefined => {
    const refusedBefore = batch.refused;
    const parsed = objects.next();
    if (parsed === undefined) return batch.latestError?.code === 'event_too_large' ? 27 : 6;
    const code = takeWrapper(parsed, parsed.value);
    if (code !== undefined) {
      batch.refuse('invalid_field', `HEC code ${code}`);
      return code;
    }
    const isRefused = batch.refused > refusedBefore && batch.latestError?.code !== 'shed';
    return isRefused ? 6 : undefined;
  };
  const takeWrapper = (parsed: ParsedObject, wrapper: unknown): HecCode | undefined => {
    if (!isJsonObject(wrapper)) return 6;
    const { event } = wrapper;
    if (event === undefined || event === null) return 12;
    if (typeof event === 'string' && event.trim() === '') return 13;
    const members = metadata.read(withDefaults(wrapper, defaults));
    if (typeof members === 'number') return members;
    return takeEvent(parsed, wrapper, members);
  };
  const takeEvent = (parsed: ParsedObject, wrapper: JsonObject, members: Members): HecCode | undefined => {
    const { event } = wrapper;
    if (typeof event === 'string') return void takeText(items, event, members);
    if (!isJsonObject(event)) return void takeValue(items, event, members);
    const own = memberOf(parsed, 'event') ?? bytesOf(JSON.stringify(event));
    if (own.end - own.start === 2) return 13;
    return void takeObject(items, own, event, members);
  };
  return {
    kind: 'whole',
    isOneObject: false,
    scan: (body, start) => new EventScanner(new StackedObjects(body, start, items), takeNext, batch, onInvalid),
  };
}

class EventScanner implements ItemScanner {
  readonly #objects: StackedObjects;
  readonly #takeNext: (objects: StackedObjects) => HecCode | undefined;
  readonly #batch: ItemParts['batch'];
  readonly #onInvalid: (event: InvalidEvent) => void;

  constructor(
    objects: StackedObjects,
    takeNext: (objects: StackedObjects) => HecCode | undefined,
    batch: ItemParts['batch'],
    onInvalid: (event: InvalidEvent) => void,
  ) {
    this.#objects = objects;
    this.#takeNext = takeNext;
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
      const code = this.#takeNext(this.#objects);
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

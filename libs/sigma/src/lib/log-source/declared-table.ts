import type { EventSource } from '../model/sigma-event.ts';
import type { DeclaredFile } from './data-file.ts';
import { wordOf, type JsonObject } from './field-path.ts';
import { sourceOf } from './source-registry.ts';

/** Log sources that senders may name themselves, in an object `logsource` with `product`, `service`, `category`. */
export class DeclaredTable {
  readonly #sources = new Map<string, EventSource>();

  constructor(file: DeclaredFile) {
    for (const { product, service, category } of file.sources) {
      const categories = category === undefined ? [] : [category];
      this.#sources.set(nameOf({ product, service, category }), sourceOf({ product, service, categories }));
    }
  }

  /** @returns undefined for one that is not listed: senders cannot make up sources */
  find(declared: JsonObject): EventSource | undefined {
    return this.#sources.get(nameOf(declared));
  }
}

function nameOf({ product, service, category }: JsonObject): string {
  return `${wordOf(product) ?? ''}/${wordOf(service) ?? ''}/${wordOf(category) ?? ''}`.toLowerCase();
}

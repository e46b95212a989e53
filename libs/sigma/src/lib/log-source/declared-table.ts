import type { EventSource } from '../model/sigma-event.ts';
import type { DeclaredFile } from './data-file.ts';
import { wordOf, type JsonObject } from './field-path.ts';
import { sourceOf } from './source-registry.ts';

/** Log sources that senders may name themselves, in an object `logsource` with `product`, `service`, `category`. */
export class DeclaredTable {
  readonly #sources = new Map<string, EventSource>();

  /** @param known  sources of the other data files: a sender may name these as well, also without their service */
  constructor(file: DeclaredFile, known: readonly EventSource[]) {
    for (const source of file.sources) this.#add(source);
    for (const { product, service, categories } of known) {
      if (product === undefined) continue;
      if (service !== undefined) this.#add({ product, service });
      for (const category of categories) {
        this.#add({ product, category });
        if (service !== undefined) this.#add({ product, service, category });
      }
    }
  }

  #add({ product, service, category }: DeclaredFile['sources'][number]): void {
    const categories = category === undefined ? [] : [category];
    this.#sources.set(nameOf({ product, service, category }), sourceOf({ product, service, categories }));
  }

  /** @returns undefined for one that is not listed: senders cannot make up sources */
  find(declared: JsonObject): EventSource | undefined {
    return this.#sources.get(nameOf(declared));
  }
}

function nameOf({ product, service, category }: JsonObject): string {
  return `${wordOf(product) ?? ''}/${wordOf(service) ?? ''}/${wordOf(category) ?? ''}`.toLowerCase();
}

import { matchLeaf } from '../evaluate/evaluate-rule.ts';
import { createRegex, type Regex } from '../evaluate/regex.ts';
import { listElements } from '../evaluate/list-elements.ts';
import { valueText } from '../evaluate/value-text.ts';
import type { Leaf } from '../model/rule.ts';
import type { ResidualItem } from './compiled-rules.ts';
import type { EventView } from './event-view.ts';

interface PreparedItem {
  /** Number of the field for the patterns that look at values themselves. */
  field: number;
  regex: Regex | undefined;
  leaf: Leaf;
}

/** The patterns of a unit that no tree answers: asked last, each once per event. */
export class ResidualItems {
  /** Patterns that the regex engine in use refuses; they match nothing. */
  brokenCount = 0;
  readonly #items: readonly ResidualItem[];
  readonly #fieldOf: (name: string) => number | undefined;
  readonly #prepared: (PreparedItem | undefined)[];

  constructor(items: readonly ResidualItem[], fieldOf: (name: string) => number | undefined) {
    this.#items = items;
    this.#fieldOf = fieldOf;
    this.#prepared = items.map(() => undefined);
  }

  get count(): number {
    return this.#items.length;
  }

  /** The atom that has to be stamped for the pattern to be worth asking; -1 = none. */
  prefilterOf(index: number): number {
    return (this.#items[index] as ResidualItem).atom;
  }

  holds(index: number, view: EventView): boolean {
    const item = (this.#prepared[index] ??= this.#prepare(this.#items[index] as ResidualItem));
    const { regex, leaf, field } = item;
    if (regex !== undefined) return hasMatch(regex, view.valueOf(field), view);
    return leaf.patterns.length > 0 && matchLeaf(leaf, view.context.event, view.context);
  }

  #prepare({ field, pattern }: ResidualItem): PreparedItem {
    const number = field === null ? undefined : this.#fieldOf(field);
    const leaf = { field, patterns: [pattern] };
    if (pattern.kind !== 'regex') return { field: -1, regex: undefined, leaf };
    try {
      const regex = createRegex(pattern.source, pattern.flags);
      return number === undefined ? { field: -1, regex: undefined, leaf } : { field: number, regex, leaf };
    } catch {
      this.brokenCount++;
      return { field: -1, regex: undefined, leaf: { field, patterns: [] } };
    }
  }
}

function hasMatch(regex: Regex, value: unknown, view: EventView): boolean {
  if (Array.isArray(value)) return listElements(value).some((element) => hasText(regex, element, view));
  return hasText(regex, value, view);
}

function hasText(regex: Regex, value: unknown, view: EventView): boolean {
  const text = valueText(value);
  return text !== undefined && regex.test(view.bufferOf(text));
}

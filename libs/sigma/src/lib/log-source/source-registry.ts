import type { EventSource } from '../model/sigma-event.ts';

export interface SourceParts {
  product?: string;
  service?: string;
  categories?: readonly string[];
}

const sources = new Map<string, EventSource>();

/**
 * The one object that stands for a log source; equal parts give the same object, so its `key` and itself may both be
 * looked up by. Called with words of the data files only, which bounds the number of sources.
 */
export function sourceOf({ product, service, categories = [] }: SourceParts): EventSource {
  const key = sourceKey(product, service, categories);
  const known = sources.get(key);
  if (known) return known;
  const source: EventSource = Object.freeze({
    ...(product === undefined ? {} : { product }),
    ...(service === undefined ? {} : { service }),
    categories: Object.freeze([...categories]),
    key,
  });
  sources.set(key, source);
  return source;
}

/** The source made earlier under a key, or undefined. */
export function sourceByKey(key: string): EventSource | undefined {
  return sources.get(key);
}

/** All log sources that events may be given: those of the data files. */
export function knownSources(): EventSource[] {
  return [...sources.values()];
}

/** Spells a log source: `windows/sysmon/process_creation`; absent parts are empty, categories are sorted. */
export function sourceKey(
  product: string | undefined,
  service: string | undefined,
  categories: readonly string[],
): string {
  return `${product ?? ''}/${service ?? ''}/${[...categories].sort().join(',')}`;
}

/** What no data file knows: rules without product and service look at it. */
export const UNKNOWN_SOURCE: EventSource = sourceOf({});

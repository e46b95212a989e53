import { searchOf, wordField, type RawSearch } from '../../router/search-fields.ts';

export const OVERVIEW_RANGES = ['15m', '1h', '24h'] as const;

/** The overview's address. */
export function overviewSearch(raw: RawSearch) {
  return searchOf({ range: wordField(raw.range, OVERVIEW_RANGES) });
}

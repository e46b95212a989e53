import { searchOf, wordField, type RawSearch } from '../../router/search-fields.ts';

export const CHART_RANGES = ['live', '15m', '1h', '24h'] as const;
export type ChartRange = (typeof CHART_RANGES)[number];

/** The overview's address. */
export function overviewSearch(raw: RawSearch) {
  return searchOf({ range: wordField(raw.range, CHART_RANGES) });
}

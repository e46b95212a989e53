import { numberField, searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

export const SEARCH_RANGES = ['15m', '1h', '24h', '7d', '30d'] as const;

/** The event search's address: filters, and the event whose details are open. */
export function searchSearch(raw: RawSearch) {
  return searchOf({
    text: textField(raw.text),
    type: textField(raw.type),
    severity: wordField(raw.severity, SEVERITIES_DOWN),
    source: textField(raw.source),
    user: textField(raw.user),
    asset: textField(raw.asset),
    range: wordField(raw.range, SEARCH_RANGES),
    fromMs: numberField(raw.fromMs),
    toMs: numberField(raw.toMs),
    event: textField(raw.event),
  });
}

export type SearchSearch = ReturnType<typeof searchSearch>;

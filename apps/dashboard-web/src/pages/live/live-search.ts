import { searchOf, textField, wordField, type RawSearch } from '../../router/search-fields.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

/** The live feed's address. */
export function liveSearch(raw: RawSearch) {
  return searchOf({ text: textField(raw.text), severity: wordField(raw.severity, SEVERITIES_DOWN) });
}

import { searchOf, textField, type RawSearch } from '../../router/search-fields.ts';

/** The inventory's address: the filter, and the asset whose details are open. */
export function assetsSearch(raw: RawSearch) {
  return searchOf({ text: textField(raw.text), asset: textField(raw.asset) });
}

export type AssetsSearch = ReturnType<typeof assetsSearch>;

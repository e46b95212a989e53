import { searchOf, textField, type RawSearch } from '../../router/search-fields.ts';

/** The sign-in page's address: where to go afterwards, and what went wrong at the identity provider. */
export function signInSearch(raw: RawSearch) {
  return searchOf({ next: pathField(raw.next), error: textField(raw.error) });
}

/** A path of this page; an address of another site is none. */
export function pathField(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_048 || !/^\/(?![/\\])/.test(value)) return undefined;
  const base = 'https://here.invalid';
  return URL.canParse(value, base) && new URL(value, base).origin === base ? value : undefined;
}

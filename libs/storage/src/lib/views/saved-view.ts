import { PermanentError } from '@redoubt/contracts';

/** A page of the dashboard with its filters, under a name. */
export interface SavedView {
  viewId: string;
  page: string;
  name: string;
  /** Search string of the page's address, without `?`. */
  query: string;
  /** `user:<id>` or `api_key:<id>`. */
  owner: string;
  /** Everybody in the organisation sees it. */
  isShared: boolean;
  updatedAtMs: number;
}

/** What a person gives. */
export type NewView = Pick<SavedView, 'page' | 'name' | 'query' | 'isShared'>;

/** Views of one owner in one organisation; further ones are refused. */
export const MAX_VIEWS_PER_OWNER = 100;
/** Shared views of one organisation; further ones are refused. */
export const MAX_SHARED_VIEWS = 1_000;
export const MAX_VIEW_NAME = 128;
/** Characters of a view's query. */
export const MAX_VIEW_QUERY = 2_048;

const pageShape = /^[a-z][a-z-]{0,31}$/;
// Printable ASCII: a search string has everything else escaped.
const queryShape = /^[\x21-\x7e]*$/;

/** @throws PermanentError when it is no view */
export function checkView({ page, name: typed, query, isShared }: NewView): NewView {
  const name = typed.trim();
  if (!pageShape.test(page)) throw new PermanentError('that is no page');
  if (name === '' || name.length > MAX_VIEW_NAME || /\p{Cc}/u.test(name) || !name.isWellFormed()) {
    throw new PermanentError(`the name of a view has 1 to ${MAX_VIEW_NAME} characters`);
  }
  if (query.length > MAX_VIEW_QUERY || !queryShape.test(query)) {
    throw new PermanentError(`the query of a view is a search string of at most ${MAX_VIEW_QUERY} characters`);
  }
  return { page, name, query, isShared };
}

/** What is needed of an infinite query of TanStack. */
interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Loads the next page; undefined when there is none, or while one is on its way. */
export function nextPage(query: Paged): (() => void) | undefined {
  if (!query.hasNextPage || query.isFetchingNextPage) return undefined;
  return () => void query.fetchNextPage();
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../app/page.tsx';
import { EVENT_COLUMNS, NarrowEvent } from '../../events/event-columns.tsx';
import { searchText, eventsText } from '../../messages/events.ts';
import { Button } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import type { FoundEvent } from './event-drawer.tsx';
import { EventFilters } from './event-filters.tsx';
import { ExportMenu } from './export-menu.tsx';
import { eventsQuery } from './search-query.ts';
import type { SearchSearch } from './search-search.ts';
import { TimeFilter } from './time-filter.tsx';

const EventDrawer = lazy(() => import('./event-drawer.tsx'));
const route = getRouteApi('/app/search');

/** Every stored event, found by what it says, who it is about and when it was. */
export function SearchPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // "Now" stands still while one pages through, and moves with every new search.
  const filters = JSON.stringify({ ...search, event: undefined });
  const nowMs = useMemo(() => (filters === '' ? 0 : Date.now()), [filters]);
  const query = useInfiniteQuery(eventsQuery(search, nowMs));
  const rows = useMemo(() => query.data?.pages.flatMap(({ events }) => events) ?? [], [query.data]);
  const change = (next: Partial<Record<keyof SearchSearch, unknown>>, replace = true): void =>
    void navigate({ search: (old) => ({ ...old, ...next }) as SearchSearch, replace });
  const open = (event: FoundEvent | undefined): void => change({ event: event?.eventId }, event === undefined);
  const at = rows.findIndex(({ eventId }) => eventId === search.event);
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]];
  return (
    <Page
      isFull
      toolbar={
        <>
          <SearchBox
            className="w-full sm:w-72"
            label={searchText.textFilter}
            placeholder={searchText.textFilter}
            value={search.text ?? ''}
            onChange={(text) => change({ text: text || undefined })}
          />
          <EventFilters search={search} onChange={change} />
          <span className="flex-1" />
          <TimeFilter search={search} onChange={change} />
          <ExportMenu search={search} nowMs={nowMs} />
        </>
      }
    >
      {query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} className="py-24" />
      ) : (
        <DataTable
          label={eventsText.list}
          columns={EVENT_COLUMNS}
          rows={rows}
          rowId={({ eventId }) => eventId}
          rowLabel={({ message, eventType }) => message ?? eventType}
          narrow={(event) => <NarrowEvent event={event} />}
          openId={search.event}
          onOpen={(event) => open(event as FoundEvent)}
          onEndReached={nextPage(query)}
          isLoading={query.isPending}
          isStale={query.isPlaceholderData}
          empty={
            <EmptyState
              icon={Search}
              title={searchText.noneTitle}
              text={searchText.noneText}
              action={<Button onClick={() => void navigate({ search: {} })}>{searchText.clearFilters}</Button>}
              className="py-24"
            />
          }
        />
      )}
      <StatusLine count={rows.length} hasMore={query.hasNextPage} tookMs={query.data?.pages.at(-1)?.tookMs} />
      <Suspense>
        <EventDrawer
          event={rows[at]}
          onClose={() => open(undefined)}
          onPrevious={before && (() => open(before))}
          onNext={after && (() => open(after))}
        />
      </Suspense>
    </Page>
  );
}

function StatusLine({ count, hasMore, tookMs }: { count: number; hasMore: boolean; tookMs: number | undefined }) {
  return (
    <p
      role="status"
      className="tabular flex shrink-0 justify-between border-t border-line px-4 py-1.5 text-xs text-muted sm:px-6"
    >
      <span>{searchText.found(count, hasMore)}</span>
      {tookMs !== undefined && <span>{searchText.took(tookMs)}</span>}
    </p>
  );
}

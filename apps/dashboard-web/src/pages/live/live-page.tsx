import { Link, getRouteApi } from '@tanstack/react-router';
import { Pause, Play, Radio } from 'lucide-react';
import { useState } from 'react';
import { Page } from '../../app/page.tsx';
import { LIVE_COLUMNS, NarrowEvent, type ListedEvent } from '../../events/event-columns.tsx';
import { useEventSample } from '../../feeds/use-feed.ts';
import { formatRate } from '../../format/format-number.ts';
import { useMetricsPoints } from '../../feeds/use-feed.ts';
import { useShortcut } from '../../keyboard/shortcuts.ts';
import { severityText } from '../../messages/domain.ts';
import { eventsText, liveText } from '../../messages/events.ts';
import { shellText } from '../../messages/shell.ts';
import { Button } from '../../ui/button.tsx';
import { FilterOne } from '../../ui/filter-menu.tsx';
import { linkClass } from '../../ui/link.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { filteredEvents } from './filtered-events.ts';

const route = getRouteApi('/app/live');

/** A sample of what comes in, as it comes. */
export function LivePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { rows, seenCount, shownCount, status } = useEventSample();
  const [frozen, setFrozen] = useState<readonly ListedEvent[]>();
  const isPaused = frozen !== undefined;
  const toggle = (): void => setFrozen(isPaused ? undefined : rows);
  useShortcut({ keys: 'p', label: isPaused ? liveText.go : liveText.pause, group: shellText.groupPage, run: toggle });
  const shown = filteredEvents(frozen ?? rows, search);
  const newerCount = isPaused ? newerThan(rows, frozen[0]) : 0;
  const { points } = useMetricsPoints();
  const open = (event: ListedEvent): void => {
    const atMs = event.eventTimeMs ?? event.receivedAtMs;
    const search = { type: event.eventType, fromMs: atMs - 60_000, toMs: atMs + 60_000, event: event.eventId };
    void navigate({ to: '/search', search });
  };
  return (
    <Page
      isFull
      toolbar={
        <>
          <SearchBox
            label={liveText.textFilter}
            placeholder={liveText.textFilter}
            value={search.text ?? ''}
            onChange={(text) =>
              void navigate({ search: (old) => ({ ...old, text: text || undefined }), replace: true })
            }
          />
          <FilterOne
            label={eventsText.severity}
            value={search.severity ?? 'informational'}
            quietValue="informational"
            options={SEVERITIES_DOWN.map((value) => ({
              value,
              label: value === 'informational' ? eventsText.anySeverity : eventsText.orWorse(severityText[value]),
            }))}
            onChange={(value) =>
              void navigate({
                search: (old) => ({ ...old, severity: value === 'informational' ? undefined : value }),
                replace: true,
              })
            }
          />
          <Button size="sm" shortcut="p" aria-pressed={isPaused} onClick={toggle}>
            {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {isPaused ? liveText.go : liveText.pause}
          </Button>
          <span className="flex-1" />
          <span className="tabular text-xs text-muted">{formatRate(points.at(-1)?.eventsPerSecond ?? 0)}</span>
          <Tooltip text={liveText.sampledNote}>
            <span tabIndex={0} className="tabular text-xs text-muted">
              {isPaused ? liveText.paused(newerCount) : liveText.sampled(shownCount, seenCount)}
            </span>
          </Tooltip>
          <Link to="/search" search={{ range: '15m' }} className={`text-xs ${linkClass}`}>
            {liveText.searchAll}
          </Link>
        </>
      }
    >
      {/* Whoever scrolls or points reads: nothing moves under them. */}
      <div
        className="flex min-h-0 flex-1 flex-col"
        onWheel={() => !isPaused && rows.length > 0 && setFrozen(rows)}
        onKeyDown={({ key }) => !isPaused && /^(j|k|ArrowDown|ArrowUp)$/.test(key) && setFrozen(rows)}
      >
        <DataTable
          label={liveText.list}
          columns={LIVE_COLUMNS}
          rows={shown}
          rowId={({ eventId }) => eventId}
          rowLabel={({ message, eventType }) => message ?? eventType}
          narrow={(event) => <NarrowEvent event={event} />}
          onOpen={open}
          fresh={{ count: newerCount, one: 'event', onShow: () => setFrozen(undefined) }}
          isStale={status === 'reconnecting'}
          empty={
            <EmptyState
              icon={Radio}
              title={rows.length === 0 ? liveText.waitingTitle : liveText.noMatch}
              {...(rows.length === 0 ? { text: liveText.waitingText } : {})}
              className="py-24"
            />
          }
        />
      </div>
    </Page>
  );
}

/** Rows are newest first. */
function newerThan(rows: readonly ListedEvent[], first: ListedEvent | undefined): number {
  const at = rows.findIndex(({ eventId }) => eventId === first?.eventId);
  return at < 0 ? rows.length : at;
}

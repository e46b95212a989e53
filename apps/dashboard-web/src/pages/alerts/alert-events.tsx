import type { Alert } from '@redoubt/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { components } from '../../api/schema.d.ts';
import { RawEvent } from '../../events/raw-event.tsx';
import { alertDetailText } from '../../messages/alerts.ts';
import { eventTypeText } from '../../messages/domain.ts';
import { useMay } from '../../session/session.ts';
import { DrawerSection } from '../../ui/drawer.tsx';
import { linkClass } from '../../ui/link.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { alertEventsQuery } from './alert-queries.ts';

type StoredEvent = components['schemas']['GetAlertEventsReply']['events'][number];

const atFirst = 5;

/** The events it counted, as far as they are kept; each opens as it was sent. */
export function AlertEvents({ alert }: { alert: Alert }) {
  const mayRead = useMay('events:read');
  const query = useQuery({ ...alertEventsQuery(alert.alertId), enabled: mayRead });
  const [isWhole, setWhole] = useState(false);
  if (!mayRead) return null;
  const events = query.data?.events ?? [];
  const shown = isWhole ? events : events.slice(0, atFirst);
  return (
    <DrawerSection
      title={`${alertDetailText.events} · ${alertDetailText.eventsShown(shown.length, alert.count)}`}
      actions={
        <Link to="/search" search={searchFor(alert)} className={`text-xs ${linkClass}`}>
          {alertDetailText.allEvents}
        </Link>
      }
    >
      {query.isPending && <SkeletonLines count={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && events.length === 0 && <p className="text-sm text-muted">{alertDetailText.noWindow}</p>}
      <ul className="-mx-2">
        {shown.map((event) => (
          <EventLine key={event.eventId} event={event} />
        ))}
      </ul>
      {!isWhole && events.length > atFirst && (
        <button type="button" className={`mt-1 min-h-6 text-xs ${linkClass}`} onClick={() => setWhole(true)}>
          {alertDetailText.showAll(events.length)}
        </button>
      )}
    </DrawerSection>
  );
}

function searchFor({ subject, firstSeenMs, lastSeenMs }: Alert) {
  const { sourceIp, user, asset } = subject;
  return {
    ...(sourceIp === undefined ? {} : { source: sourceIp }),
    ...(user === undefined ? {} : { user }),
    ...(asset === undefined ? {} : { asset }),
    ...{ fromMs: firstSeenMs, toMs: lastSeenMs + 1 },
  };
}

function EventLine({ event }: { event: StoredEvent }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-7 w-full items-center gap-2 rounded-md px-2 py-1 text-left text-sm hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={isOpen ? 'size-4 shrink-0 rotate-90 text-muted' : 'size-4 shrink-0 text-muted'}
        />
        <SeverityMark severity={event.severity} />
        <span className="shrink-0 text-xs text-muted">
          <Moment atMs={event.eventTimeMs} />
        </span>
        <span className="truncate">{event.message ?? eventTypeText(event.eventType)}</span>
      </button>
      {isOpen && (
        <div className="mx-2 mb-2">
          <RawEvent payload={event.payload} />
        </div>
      )}
    </li>
  );
}

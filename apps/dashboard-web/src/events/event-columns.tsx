import type { Severity } from '@redoubt/contracts';
import { eventTypeText } from '../messages/domain.ts';
import { eventsText } from '../messages/events.ts';
import { formatClock } from '../time/format-time.ts';
import { useZone } from '../time/zone.ts';
import { Moment } from '../ui/relative-time.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import type { Column } from '../ui/table/column.ts';

/** What lists of events show of one. */
export interface ListedEvent {
  eventId: string;
  eventType: string;
  severity: Severity;
  eventTimeMs?: number;
  receivedAtMs: number;
  sourceIp?: string;
  user?: string;
  asset?: string;
  message?: string;
}

const severity: Column<ListedEvent> = {
  id: 'severity',
  title: '',
  label: eventsText.severity,
  width: '28px',
  cell: (event) => <SeverityMark severity={event.severity} />,
};

const fields: readonly Column<ListedEvent>[] = [
  {
    id: 'type',
    title: eventsText.type,
    width: 'minmax(120px,160px)',
    cell: ({ eventType }) => <span className="truncate">{eventTypeText(eventType)}</span>,
  },
  {
    id: 'source',
    title: eventsText.source,
    width: 'minmax(110px,140px)',
    minTableWidth: 720,
    cell: ({ sourceIp }) => <Literal text={sourceIp} />,
  },
  {
    id: 'user',
    title: eventsText.user,
    width: 'minmax(90px,150px)',
    minTableWidth: 900,
    cell: ({ user }) => <Literal text={user} />,
  },
  {
    id: 'asset',
    title: eventsText.asset,
    width: 'minmax(90px,120px)',
    minTableWidth: 1_020,
    cell: ({ asset }) => <Literal text={asset} />,
  },
  {
    id: 'message',
    title: eventsText.message,
    width: 'minmax(200px,1fr)',
    cell: ({ message }) => <span className="truncate text-muted">{message ?? ''}</span>,
  },
];

/** With day and time of the event. */
export const EVENT_COLUMNS: readonly Column<ListedEvent>[] = [
  severity,
  {
    id: 'time',
    title: eventsText.time,
    width: '184px',
    cell: ({ eventTimeMs, receivedAtMs }) => <Moment atMs={eventTimeMs ?? receivedAtMs} />,
  },
  ...fields,
];

/** With the time of day at which it was accepted. */
export const LIVE_COLUMNS: readonly Column<ListedEvent>[] = [
  severity,
  { id: 'time', title: eventsText.received, width: '96px', cell: ({ receivedAtMs }) => <Clock atMs={receivedAtMs} /> },
  ...fields,
];

function Clock({ atMs }: { atMs: number }) {
  return <span className="tabular whitespace-nowrap">{formatClock(atMs, useZone())}</span>;
}

function Literal({ text }: { text: string | undefined }) {
  return text === undefined ? <span className="text-faint">–</span> : <span className="code truncate">{text}</span>;
}

/** An event on two lines, where there is no room for columns. */
export function NarrowEvent({ event }: { event: ListedEvent }) {
  const { eventType, message, sourceIp, user, asset, eventTimeMs, receivedAtMs } = event;
  const about = sourceIp ?? user ?? asset;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <SeverityMark severity={event.severity} />
        <span className="truncate">{message ?? eventTypeText(eventType)}</span>
      </span>
      <span className="flex min-w-0 items-center gap-2 pl-[22px] text-xs text-muted">
        <Clock atMs={eventTimeMs ?? receivedAtMs} />
        <span className="truncate">{eventTypeText(eventType)}</span>
        {about !== undefined && <span className="code ml-auto truncate">{about}</span>}
      </span>
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { AnomalySection } from '../../anomalies/anomaly-section.tsx';
import type { components } from '../../api/schema.d.ts';
import { contextFacts, IntelSection } from '../../events/event-context.tsx';
import { RawEvent } from '../../events/raw-event.tsx';
import { eventTypeText } from '../../messages/domain.ts';
import { eventsText, searchText } from '../../messages/events.ts';
import { Copyable } from '../../ui/copy-button.tsx';
import { Drawer, DrawerSection, Facts } from '../../ui/drawer.tsx';
import { linkClass } from '../../ui/link.tsx';
import { Moment } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';

export type FoundEvent = components['schemas']['SearchEventsReply']['events'][number];

interface EventDrawerProps {
  event: FoundEvent | undefined;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** One event beside the list: what was understood of it, and what was sent. */
export default function EventDrawer({ event, onClose, onPrevious, onNext }: EventDrawerProps) {
  return (
    <Drawer
      isOpen={event !== undefined}
      onClose={onClose}
      title={event?.message ?? eventTypeText(event?.eventType ?? '')}
      eyebrow={
        event && (
          <>
            <SeverityMark severity={event.severity} hasWord />
            <span>{eventTypeText(event.eventType)}</span>
          </>
        )
      }
      onPrevious={onPrevious}
      onNext={onNext}
    >
      {event && (
        <>
          {event.anomaly && (
            <AnomalySection
              score={event.anomaly.anomalyScore}
              reasons={event.anomaly.reasons}
              confidence={event.anomaly.confidence}
              isWarmingUp={event.anomaly.isWarmingUp}
            />
          )}
          {event.intel && <IntelSection intel={event.intel} />}
          <DrawerSection title={searchText.details}>
            <Facts rows={factsOf(event)} />
          </DrawerSection>
          <DrawerSection>
            <Pivots event={event} />
          </DrawerSection>
          <DrawerSection title={eventsText.raw}>
            <RawEvent key={event.eventId} payload={event.payload} />
          </DrawerSection>
        </>
      )}
    </Drawer>
  );
}

const LITERALS = [
  ['sourceIp', eventsText.source],
  ['destinationIp', eventsText.destination],
  ['user', eventsText.user],
  ['asset', eventsText.asset],
  ['action', eventsText.action],
  ['outcome', eventsText.outcome],
  ['externalId', eventsText.externalId],
  ['eventId', eventsText.eventId],
] as const;

function factsOf(event: FoundEvent): [string, ReactNode][] {
  const rows: [string, ReactNode][] = [
    [eventsText.time, <EventTime key="t" event={event} />],
    [eventsText.received, <Moment key="r" atMs={event.receivedAtMs} hasMillis />],
  ];
  for (const [name, label] of LITERALS) {
    const value = event[name];
    if (value !== undefined) rows.push([label, <Copyable key={name} text={value} />]);
  }
  rows.push(...contextFacts(event));
  return rows;
}

function EventTime({ event: { eventTimeMs, isFuture } }: { event: FoundEvent }) {
  return (
    <>
      <Moment atMs={eventTimeMs} hasMillis />
      {isFuture && <span className="text-medium"> · {eventsText.future}</span>}
    </>
  );
}

/** From one event to others, and to alerts, of the same. */
function Pivots({ event: { sourceIp, user, asset } }: { event: FoundEvent }) {
  const subject = sourceIp ?? user ?? asset;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {sourceIp !== undefined && (
        <li>
          <Link to="/search" search={{ source: sourceIp }} className={linkClass}>
            {searchText.onlySource}
          </Link>
        </li>
      )}
      {user !== undefined && (
        <li>
          <Link to="/search" search={{ user }} className={linkClass}>
            {searchText.onlyUser}
          </Link>
        </li>
      )}
      {asset !== undefined && (
        <li>
          <Link to="/search" search={{ asset }} className={linkClass}>
            {searchText.onlyAsset}
          </Link>
        </li>
      )}
      {subject !== undefined && (
        <li>
          <Link to="/alerts" search={{ subject, range: 'all' }} className={linkClass}>
            {searchText.alertsOf}
          </Link>
        </li>
      )}
    </ul>
  );
}

import type { EventFields, Severity } from '@redoubt/contracts';

/** An event as it was accepted, before it is stored. */
export interface EventRow extends Pick<
  EventFields,
  'sourceIp' | 'destinationIp' | 'user' | 'asset' | 'action' | 'outcome'
> {
  eventId: string;
  orgId: string;
  eventType: string;
  severity: Severity;
  eventTimeMs: number;
  receivedAtMs: number;
  message?: string;
}

/** Some of the events accepted since the last sample. */
export interface EventSample {
  rows: EventRow[];
  /** Events accepted meanwhile. */
  seen: number;
  /** Rows sent. */
  shown: number;
}

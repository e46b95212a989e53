import { decodeEvent, type EventFields, type OrgId } from '@redoubt/contracts';
import { searchEvents, type Database, type EventFilters, type StoredEvent } from '@redoubt/storage';

const PAGE_SIZE = 1_000;

/** A stored event with what its sender wrote and what that means. */
export interface ScannedEvent {
  event: StoredEvent;
  /** JSON.parse of the event as it was accepted. */
  value: unknown;
  fields: EventFields;
}

/** Reads stored events one by one, newest first, a page at a time; ends after `mostEvents`. */
export async function* scanEvents(
  database: Database,
  orgId: OrgId,
  filters: EventFilters,
  { mostEvents, timeoutMs }: { mostEvents: number; timeoutMs: number },
): AsyncGenerator<ScannedEvent> {
  let cursor: string | undefined;
  let left = mostEvents;
  do {
    const page = await searchEvents(database, orgId, filters, {
      limit: Math.min(PAGE_SIZE, left),
      timeoutMs,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const event of page.events) {
      const value = JSON.parse(event.payload) as unknown;
      const decoded = decodeEvent(value);
      if (decoded.ok) yield { event, value, fields: decoded.fields };
    }
    left -= page.events.length;
    cursor = page.nextCursor;
  } while (cursor !== undefined && left > 0);
}

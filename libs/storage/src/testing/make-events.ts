import { eventIdOf, type EventFields, type Lane } from '@redoubt/contracts';
import type { EventRow } from '../lib/event-row.ts';

/** A row as the consumer library would hand it out, for tests. */
export function makeEvent(
  entryId: string,
  fields: Partial<EventFields> = {},
  options: { lane?: Lane; index?: number; acceptedAtMs?: number; line?: Buffer } = {},
): EventRow {
  const lane = options.lane ?? 's';
  const full: EventFields = { eventType: 'failed_login', severity: 'medium', ...fields };
  return {
    eventId: eventIdOf(lane, entryId, options.index ?? 0),
    lane,
    entryId,
    index: options.index ?? 0,
    fields: full,
    line: options.line ?? Buffer.from(JSON.stringify(full)),
    acceptedAtMs: options.acceptedAtMs ?? Date.now(),
  };
}

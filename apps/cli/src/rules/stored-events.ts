import { decodeEvent, eventIdOf } from '@redoubt/contracts';
import type { DetectableEvent } from '@redoubt/detection';
import { readStoredLines, type Database, type StoredRange } from '@redoubt/storage';

/** Stored events of both lanes in the order of their entries; null for one that cannot be read. */
export async function* readStoredEvents(
  database: Database,
  range: StoredRange,
): AsyncGenerator<DetectableEvent | null> {
  for await (const { lane, entryId, index, line, acceptedAtMs } of readStoredLines(database, range)) {
    const value: unknown = JSON.parse(line.toString('utf8'));
    const decoded = decodeEvent(value);
    yield decoded.ok ? { eventId: eventIdOf(lane, entryId, index), value, fields: decoded.fields, acceptedAtMs } : null;
  }
}

import type { EntryId, Lane, Severity } from '@redoubt/contracts';
import type { Sink } from '@redoubt/rulebook';
import { mapEvent, mapRecord, type ItemFilter, type SinkItem } from '@redoubt/sinks';
import type { EventBatch, RecordBatch } from '@redoubt/stream';
import type { Ending } from './settled-items.ts';

/** An event or record on its way to a sink. */
export interface Candidate {
  lane: Lane;
  entryId: EntryId;
  index: number;
  acceptedAtMs: number;
  /** Undefined until it ended, and for good where the sink does not want it. */
  ending: Ending | undefined;
  isWanted(filter: ItemFilter): boolean;
  /** @throws PermanentError when it cannot be said */
  item(mapping: Sink['mapping']): SinkItem;
}

/** A candidate that the sink is to get, as it is said there. */
export interface Waiting {
  candidate: Candidate;
  item: SinkItem;
}

export function eventCandidates({ orgId, events }: EventBatch): Candidate[] {
  return events.map((event) => ({
    ...{ lane: event.lane, entryId: event.entryId, index: event.index, acceptedAtMs: event.acceptedAtMs },
    ending: undefined,
    isWanted: (filter) => filter.takesEvent(event.fields),
    item: (mapping) => mapEvent(mapping, orgId, event),
  }));
}

export function recordCandidates({ orgId, lane, records }: RecordBatch): Candidate[] {
  return records.map((record) => ({
    ...{ lane, entryId: record.entryId, index: record.index, acceptedAtMs: record.acceptedAtMs },
    ending: undefined,
    isWanted: (filter) => lane === 'a' && filter.takesAlert(severityOf(record.value)),
    item: (mapping) => mapRecord(mapping, orgId, record),
  }));
}

/** Of an alert or incident; what has none is for the mapping to refuse. */
function severityOf(value: unknown): Severity | undefined {
  const record = value as { alert?: { severity?: Severity }; incident?: { severity?: Severity } } | null;
  return record?.alert?.severity ?? record?.incident?.severity;
}

import { severityRank, type EventFields, type Severity } from '@redoubt/contracts';
import type { Sink, SinkStream } from '@redoubt/rulebook';
import { parseQuery, type EventTest } from './query.ts';

/** Decides what a sink is given. */
export interface ItemFilter {
  takesEvent(fields: EventFields): boolean;
  /** One without a severity is for the mapping to refuse. */
  takesAlert(severity?: Severity): boolean;
}

/** @throws PermanentError when the query cannot be read */
export function createItemFilter({ streams, minSeverity, eventTypes, query }: Sink['filter']): ItemFilter {
  const least = severityRank(minSeverity);
  const types = eventTypes && new Set(eventTypes);
  const test: EventTest | undefined = query === undefined ? undefined : parseQuery(query);
  const wants = new Set<SinkStream>(streams);
  return {
    takesEvent: (fields) =>
      wants.has('events') &&
      severityRank(fields.severity) >= least &&
      (types === undefined || types.has(fields.eventType)) &&
      (test === undefined || test(fields)),
    takesAlert: (severity) => wants.has('alerts') && (severity === undefined || severityRank(severity) >= least),
  };
}

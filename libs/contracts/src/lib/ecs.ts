import { severityRank } from './severity.ts';
import type { RedoubtEvent } from './event.ts';

const ecsSeverity: readonly number[] = [10, 30, 60, 80, 99];

/**
 * The same event in Elastic Common Schema 8 shape (nested objects, `@timestamp` in RFC 3339).
 * Fields ECS has no place for are under `redoubt`.
 */
export function toEcs(event: RedoubtEvent): Record<string, unknown> {
  return clean({
    '@timestamp': new Date(event.eventTimeMs).toISOString(),
    message: event.message,
    tags: event.tags,
    event: clean({
      id: event.eventId,
      action: event.action ?? event.eventType,
      code: event.eventType,
      outcome: event.outcome,
      severity: ecsSeverity[severityRank(event.severity)],
      ingested: new Date(event.receivedAtMs).toISOString(),
      original: event.raw,
    }),
    log: { level: event.severity },
    source: event.sourceIp === undefined ? undefined : { ip: event.sourceIp },
    destination: event.destinationIp === undefined ? undefined : { ip: event.destinationIp },
    user: event.user === undefined ? undefined : { name: event.user },
    host: event.asset === undefined ? undefined : { name: event.asset },
    organization: { id: event.orgId },
    redoubt: clean({ externalId: event.externalId, payload: event.payload, isFuture: event.isFuture || undefined }),
  });
}

function clean(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

import { eventIdOf, newOrgId, type EntryId, type EventFields, type Lane, type OrgId } from '@redoubt/contracts';

/** A fresh organisation: its keys lie in a slot of their own, so tests on one cluster do not meet. */
export function newOrg(): OrgId {
  return newOrgId();
}

/** A valid event, with whatever the test cares about replaced. */
export function eventOf(overrides: Partial<EventFields> = {}): EventFields {
  return {
    eventType: 'failed_login',
    severity: 'medium',
    sourceIp: '203.0.113.7',
    user: 'root',
    asset: 'bastion-1',
    action: 'login',
    outcome: 'failure',
    eventTimeMs: Date.UTC(2026, 0, 1),
    ...overrides,
  };
}

/** The same as one JSON line without its line break, as it travels in a frame. */
export function eventLine(overrides: Partial<EventFields> = {}): Buffer {
  return Buffer.from(JSON.stringify(eventOf(overrides)));
}

/**
 * An event as a consumer gets it from an entry of a stream, with these fields and no others beside its type and
 * severity.
 */
export function eventAt<L extends Lane = 's'>(
  entryId: EntryId,
  given: Partial<EventFields> = {},
  { lane = 's' as L, index = 0, acceptedAtMs = Date.now() }: { lane?: L; index?: number; acceptedAtMs?: number } = {},
) {
  const fields: EventFields = { eventType: 'failed_login', severity: 'medium', ...given };
  const line = Buffer.from(JSON.stringify(fields));
  return { eventId: eventIdOf(lane, entryId, index), lane, entryId, index, fields, value: fields, line, acceptedAtMs };
}

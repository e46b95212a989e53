import type { OrgId } from '@redoubt/contracts';
import type { Session } from './session.ts';

/** An event or record that PostgreSQL would not take. */
export interface RefusedEvent {
  orgId: OrgId;
  lane: string;
  /** `<lane>-<entryId>-<index>`. */
  eventId: string;
  /** What PostgreSQL answered, at most 500 characters. */
  reason: string;
}

const MAX_REASON = 500;

/** Remembers refused events beside the positions that pass over them. */
export async function recordRefused(
  session: Session,
  consumer: string,
  refused: readonly RefusedEvent[],
): Promise<void> {
  await session.query(
    `INSERT INTO refused_events (org_id, consumer, event_id, reason)
     SELECT org_id, $1, event_id, reason FROM unnest($2::uuid[], $3::text[], $4::text[]) AS r (org_id, event_id, reason)
     ON CONFLICT DO NOTHING`,
    [
      consumer,
      refused.map((event) => event.orgId),
      refused.map((event) => event.eventId),
      refused.map((event) => event.reason.slice(0, MAX_REASON)),
    ],
  );
}

/** Which of these already passed events were refused rather than stored. */
export async function findRefused(
  session: Session,
  of: { orgId: OrgId; consumer: string; eventIds: readonly string[] },
): Promise<RefusedEvent[]> {
  const rows = await session.query<{ event_id: string; reason: string }>(
    'SELECT event_id, reason FROM refused_events WHERE org_id = $1 AND consumer = $2 AND event_id = ANY ($3)',
    [of.orgId, of.consumer, of.eventIds],
  );
  return rows.map((row) => ({
    orgId: of.orgId,
    lane: row.event_id.slice(0, 1),
    eventId: row.event_id,
    reason: row.reason,
  }));
}

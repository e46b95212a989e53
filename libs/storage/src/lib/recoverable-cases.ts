import type { Alert, Incident, OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { asReader } from './reader.ts';
import type { Session } from './session.ts';

/** How many of each kind are read, the ones that changed last, and how long ago ended ones may have changed. */
export interface RecoverableBounds {
  openAlerts: number;
  endedAlerts: number;
  openIncidents: number;
  endedIncidents: number;
  /** Ms. */
  endedWithinMs: number;
}

const NEWEST_ALERTS = `
  SELECT doc FROM (
    (SELECT doc, updated_at FROM alerts WHERE org_id = $1 AND status IN ('firing', 'acknowledged')
     ORDER BY updated_at DESC LIMIT $2)
    UNION ALL
    (SELECT doc, updated_at FROM alerts WHERE org_id = $1 AND status NOT IN ('firing', 'acknowledged')
       AND updated_at > to_timestamp($4) ORDER BY updated_at DESC LIMIT $3)
  ) known ORDER BY updated_at`;

const NEWEST_INCIDENTS = `
  SELECT doc FROM (
    (SELECT doc, updated_at FROM incidents WHERE org_id = $1 AND status <> 'closed' ORDER BY updated_at DESC LIMIT $2)
    UNION ALL
    (SELECT doc, updated_at FROM incidents WHERE org_id = $1 AND status = 'closed'
       AND updated_at > to_timestamp($4) ORDER BY updated_at DESC LIMIT $3)
  ) known ORDER BY updated_at`;

/**
 * Alerts and incidents that alert-engine has to know of: what is open, and what ended lately.
 *
 * @returns both in the order in which they last changed, as of one moment
 * @throws RetryableError PostgreSQL is away
 */
export function readRecoverableCases(
  database: Database,
  orgId: OrgId,
  bounds: RecoverableBounds,
  nowMs: number,
): Promise<{ alerts: Alert[]; incidents: Incident[] }> {
  const sinceS = (nowMs - bounds.endedWithinMs) / 1_000;
  const docs = async <T>(session: Session, text: string, open: number, ended: number): Promise<T[]> =>
    (await session.query<{ doc: T }>(text, [orgId, open, ended, sinceS])).map(({ doc }) => doc);
  return asReader(
    database,
    orgId,
    async (session) => ({
      alerts: await docs<Alert>(session, NEWEST_ALERTS, bounds.openAlerts, bounds.endedAlerts),
      incidents: await docs<Incident>(session, NEWEST_INCIDENTS, bounds.openIncidents, bounds.endedIncidents),
    }),
    60_000,
  );
}

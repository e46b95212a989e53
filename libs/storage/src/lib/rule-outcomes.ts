import { DISPOSITIONS, type Disposition, type OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { pgSeconds } from './pg-json.ts';
import { asReader } from './reader.ts';

/** What became of a rule's alerts. */
export interface RuleOutcomes {
  /** Opened in the range. */
  alerts: number;
  /** Closed in the range, by verdict; those closed without one are not here. */
  closedAs: Record<Disposition, number>;
  /** The newest that were closed with a verdict, newest first. */
  last: ClosedAlert[];
}

export interface ClosedAlert {
  alertId: string;
  disposition: Disposition;
  closedBy?: string;
  note?: string;
  /** When it was closed, epoch ms. */
  atMs: number;
}

interface Wanted {
  ruleId: string;
  /** Begin of the range, epoch ms. */
  sinceMs: number;
  /** Most of `last`; 0 to 100. */
  limit: number;
  timeoutMs?: number;
}

/**
 * Looks up how people judged a rule's alerts.
 *
 * @throws RetryableError  PostgreSQL is away or slower than `timeoutMs`
 */
export async function ruleOutcomes(
  database: Database,
  orgId: OrgId,
  { ruleId, sinceMs, limit, timeoutMs }: Wanted,
): Promise<RuleOutcomes> {
  const rule = [orgId, ruleId, pgSeconds(sinceMs)];
  return asReader(
    database,
    orgId,
    async (session) => {
      const [opened] = await session.query<{ count: string }>(OPENED, rule);
      const closed = await session.query<{ disposition: Disposition; count: string }>(CLOSED_AS, rule);
      const last = limit === 0 ? [] : await session.query<ClosedRow>(LAST_CLOSED, [...rule, limit]);
      const closedAs = Object.fromEntries(DISPOSITIONS.map((one) => [one, 0])) as RuleOutcomes['closedAs'];
      for (const { disposition, count } of closed) closedAs[disposition] = Number(count);
      return { alerts: Number(opened?.count ?? 0), closedAs, last: last.map(closedAlertOf) };
    },
    timeoutMs,
  );
}

const OPENED = `
  SELECT count(*) AS count FROM alerts
  WHERE org_id = $1 AND rule_id = $2 AND created_at >= to_timestamp($3::float8)`;

const CLOSED = `
  org_id = $1 AND rule_id = $2 AND status = 'closed' AND disposition IS NOT NULL
  AND updated_at >= to_timestamp($3::float8)`;

const CLOSED_AS = `SELECT disposition, count(*) AS count FROM alerts WHERE ${CLOSED} GROUP BY disposition`;

const LAST_CLOSED = `
  SELECT alert_id, disposition, actor, note, round(extract(epoch FROM coalesce(at, updated_at)) * 1000)::float8 AS at_ms
  FROM (SELECT alert_id, disposition, updated_at FROM alerts WHERE ${CLOSED} ORDER BY updated_at DESC LIMIT $4) AS closed
  LEFT JOIN LATERAL (
    SELECT actor, note, at FROM alert_history AS history
    WHERE history.org_id = $1 AND history.alert_id = closed.alert_id AND change = 'closed'
    ORDER BY version DESC LIMIT 1) AS said ON true
  ORDER BY at_ms DESC`;

interface ClosedRow {
  alert_id: string;
  disposition: Disposition;
  actor: string | null;
  note: string | null;
  at_ms: number;
}

function closedAlertOf({ alert_id: alertId, disposition, actor, note, at_ms: atMs }: ClosedRow): ClosedAlert {
  return {
    ...{ alertId, disposition, atMs },
    ...(actor === null ? {} : { closedBy: actor }),
    ...(note === null ? {} : { note }),
  };
}

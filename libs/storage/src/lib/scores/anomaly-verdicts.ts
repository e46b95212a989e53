import type { Alert, OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { pgSeconds } from '../pg-json.ts';
import { asReader } from '../reader.ts';

/** What a person said about an alert that has anomaly reasons. */
export interface AnomalyVerdict {
  alert: Alert;
  change: 'closed' | 'disposed';
  atMs: number;
  actor: string;
  /** Of the command by which it was said. */
  commandId?: string;
}

const SELECT = `
  SELECT a.doc, h.change, round(extract(epoch FROM h.at) * 1000)::float8 AS at_ms, h.actor, h.command_id
  FROM alert_history h JOIN alerts a ON a.org_id = h.org_id AND a.alert_id = h.alert_id
  WHERE h.org_id = $1 AND h.at >= to_timestamp($2::float8) AND h.change IN ('closed', 'disposed')
    AND h.actor IS NOT NULL AND a.disposition IS NOT NULL AND a.doc ? 'anomalyReasons'
  ORDER BY h.at DESC LIMIT $3`;

/** The newest verdicts on anomalies since a moment, oldest first; an alert that was judged twice shows what stands. */
export async function anomalyVerdicts(
  database: Database,
  orgId: OrgId,
  { sinceMs, limit = 1_000 }: { sinceMs: number; limit?: number },
): Promise<AnomalyVerdict[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<{
      doc: Alert;
      change: 'closed' | 'disposed';
      at_ms: number;
      actor: string;
      command_id: string | null;
    }>(SELECT, [orgId, pgSeconds(sinceMs), limit]),
  );
  return rows.toReversed().map(({ doc: alert, change, at_ms: atMs, actor, command_id: commandId }) => {
    return { alert, change, atMs, actor, ...(commandId === null ? {} : { commandId }) };
  });
}

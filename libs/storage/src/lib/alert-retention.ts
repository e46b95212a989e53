import type { Database } from './database.ts';
import { DAY_MS } from './event-days.ts';
import { underHolds } from './legal-holds.ts';
import { pgSeconds } from './pg-json.ts';

/** An alert or incident that has ended is kept this many times as long as the organisation's events. */
export const ENDED_FACTOR = 4;
/** One that was never ended, because nobody and nothing did: likewise. */
export const OPEN_FACTOR = 12;

/** Organisations with the same retention. */
interface RetentionGroup {
  days: number;
  orgIds: readonly string[];
}

interface Limits {
  batchRows: number;
  /** Most rows of one run, histories not counted; the next run goes on. */
  maxRows: number;
}

const ENDED = {
  alerts: ['resolved', 'closed'],
  incidents: ['closed'],
} as const;

/**
 * Forgets alerts and incidents with their histories, and suppressions and deliveries, that are past their retention:
 * counted from the last change. Batch by batch, each a transaction.
 *
 * @returns number of alerts and incidents forgotten
 */
export async function forgetAlerts(
  database: Database,
  nowMs: number,
  groups: readonly RetentionGroup[],
  limits: Limits,
): Promise<number> {
  let forgotten = 0;
  for (const group of groups) {
    const before = (factor: number): number => pgSeconds(nowMs - group.days * factor * DAY_MS);
    for (const table of ['alerts', 'incidents'] as const) {
      const values = [group.orgIds, ENDED[table], before(ENDED_FACTOR), before(OPEN_FACTOR), limits.batchRows] as const;
      for (let count = limits.batchRows; count === limits.batchRows && forgotten < limits.maxRows;) {
        count = await countOf(database, forgetCases(table), values);
        forgotten += count;
      }
    }
    const values = [group.orgIds, before(ENDED_FACTOR), limits.batchRows] as const;
    await countOf(database, forgetEnded('suppressions', 'expires_at'), values);
    await countOf(database, forgetEnded('notification_deliveries', 'finished_at'), values);
  }
  return forgotten;
}

/** @param values  the organisations first: those under a hold are left out */
async function countOf(
  database: Database,
  text: string,
  [orgIds, ...values]: readonly [readonly string[], ...unknown[]],
): Promise<number> {
  const rows = await underHolds(
    database,
    (session, held) => {
      const free = orgIds.filter((id) => !(held as readonly string[]).includes(id));
      return session.query<{ count: number }>(text, [free, ...values]);
    },
    { role: 'redoubt_writer' },
  );
  return rows[0]?.count ?? 0;
}

function forgetCases(table: 'alerts' | 'incidents'): string {
  const [id, history] = table === 'alerts' ? ['alert_id', 'alert_history'] : ['incident_id', 'incident_history'];
  return `
    WITH past AS (
      SELECT org_id, ${id} FROM ${table}
      WHERE org_id = ANY ($1::uuid[])
        AND ((status = ANY ($2::text[]) AND updated_at < to_timestamp($3)) OR updated_at < to_timestamp($4))
      LIMIT $5 FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM ${table} t USING past WHERE t.org_id = past.org_id AND t.${id} = past.${id} RETURNING 1),
    told AS (DELETE FROM ${history} h USING past WHERE h.org_id = past.org_id AND h.${id} = past.${id})
    SELECT count(*)::int AS count FROM gone`;
}

function forgetEnded(table: 'suppressions' | 'notification_deliveries', column: string): string {
  return `
    WITH gone AS (
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE org_id = ANY ($1::uuid[]) AND ${column} < to_timestamp($2) LIMIT $3))
      RETURNING 1)
    SELECT count(*)::int AS count FROM gone`;
}

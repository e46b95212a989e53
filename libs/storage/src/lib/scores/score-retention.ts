import type { Database } from '../database.ts';
import { DAY_MS } from '../event-days.ts';
import { underHolds } from '../legal-holds.ts';
import { pgSeconds } from '../pg-json.ts';

/** Counts by minute are kept this long: what drift is told by. */
const MINUTES_DAYS = 35;

const FORGET_SCORES = forget('event_scores', 'event_id', 'received_at');
const FORGET_MINUTES = forget('score_minutes', 'minute', 'minute');

/**
 * Forgets scores of events that are past their organisation's retention, counted from acceptance, and old counts.
 * Batch by batch, each a transaction, up to about `maxRows` of both together.
 *
 * @returns number of scores forgotten
 */
export async function forgetScores(
  database: Database,
  nowMs: number,
  groups: readonly { days: number; orgIds: readonly string[] }[],
  { batchRows, maxRows }: { batchRows: number; maxRows: number },
): Promise<number> {
  let left = maxRows;
  const forgetBefore = async (text: string, orgIds: readonly string[], days: number): Promise<number> => {
    const before = pgSeconds(nowMs - days * DAY_MS);
    let forgotten = 0;
    for (let count = batchRows; count === batchRows && left > 0; forgotten += count, left -= count) {
      count = await countOf(database, text, [orgIds, before, batchRows]);
    }
    return forgotten;
  };
  let scores = 0;
  for (const { days, orgIds } of groups) {
    // First, for it is what a full run would otherwise never come to.
    await forgetBefore(FORGET_MINUTES, orgIds, MINUTES_DAYS);
    scores += await forgetBefore(FORGET_SCORES, orgIds, days);
  }
  return scores;
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

/** By key, not by place in the table: the writer may not see whole rows. */
function forget(table: string, id: string, time: string): string {
  return `
    WITH past AS (
      SELECT org_id, ${id} FROM ${table} WHERE org_id = ANY ($1::uuid[]) AND ${time} < to_timestamp($2::float8) LIMIT $3),
    gone AS (
      DELETE FROM ${table} held USING past WHERE held.org_id = past.org_id AND held.${id} = past.${id} RETURNING 1)
    SELECT count(*)::int AS count FROM gone`;
}

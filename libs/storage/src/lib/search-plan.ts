import { PermanentError, severityRank, type OrgId } from '@redoubt/contracts';
import type { Database } from './database.ts';
import { asReader } from './reader.ts';
import { statementFrom, type EventFilters } from './search-events.ts';

/** One table that a plan reads. */
export interface PlanScan {
  /** As PostgreSQL names it: `Index Scan`, `Seq Scan` … */
  node: string;
  table: string;
  /** Absent when it reads the whole table. */
  index?: string;
}

/**
 * How PostgreSQL would read the first page of a search that begins at `fromMs`, with the rights and row security of the
 * search itself.
 *
 * @throws PermanentError  a search without `fromMs` is several statements
 */
export async function searchPlan(
  database: Database,
  orgId: OrgId,
  filters: EventFilters,
  { limit }: { limit: number },
): Promise<PlanScan[]> {
  const { fromMs, minSeverity } = filters;
  if (fromMs === undefined) throw new PermanentError('fromMs is needed');
  const minSeverityRank = minSeverity === undefined ? undefined : severityRank(minSeverity);
  const search = { orgId, filters, minSeverityRank, rowCount: limit + 1, place: undefined };
  const [row] = await asReader(database, orgId, async (session) => {
    const { text, values } = await statementFrom(session, search, fromMs);
    return session.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
  });
  const root = row?.['QUERY PLAN'][0]?.Plan;
  return root === undefined ? [] : scansOf(root);
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

function scansOf(node: PlanNode): PlanScan[] {
  const below = (node.Plans ?? []).flatMap(scansOf);
  const table = node['Relation Name'];
  if (table === undefined) return below;
  const index = indexOf(node);
  return [{ node: node['Node Type'], table, ...(index === undefined ? {} : { index }) }, ...below];
}

/** A bitmap scan of a table names its index, or the first of several, further down. */
function indexOf(node: PlanNode): string | undefined {
  if (node['Index Name'] !== undefined) return node['Index Name'];
  for (const part of node.Plans ?? []) {
    const index = indexOf(part);
    if (index !== undefined) return index;
  }
  return undefined;
}

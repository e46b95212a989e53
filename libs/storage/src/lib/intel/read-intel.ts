import type { OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { asReader } from '../reader.ts';
import type { IntelRow } from './intel-store.ts';

const READ_TIMEOUT_MS = 60_000;
const PAGE = 5_000;

/** Versions of the lists of every organisation that ever had one. */
export async function readIntelVersions(database: Database): Promise<Map<OrgId, number>> {
  const rows = await database.transaction(
    (session) => session.query<{ org_id: OrgId; version: string }>('SELECT org_id, version FROM intel_versions'),
    { role: 'redoubt_writer', isReadOnly: true, statementTimeoutMs: READ_TIMEOUT_MS },
  );
  return new Map(rows.map((row) => [row.org_id, Number(row.version)]));
}

interface IndicatorRow {
  kind: string;
  value: string;
  threat: string | null;
  confidence: number | null;
  valid_until: Date | null;
  list_name: string;
}

/** An indicator of an organisation with the name of its list. */
export type NamedIntelRow = IntelRow & { listName: string };

/** Every indicator of an organisation. */
export async function readIntelIndicators(database: Database, orgId: OrgId): Promise<NamedIntelRow[]> {
  const rows: NamedIntelRow[] = [];
  await eachIntelIndicator(database, orgId, Infinity, (row) => void rows.push(row));
  return rows;
}

/**
 * Hands out the indicators of an organisation the surest first, a page at a time.
 *
 * @param most  the rest stay unread
 * @returns how many there are
 */
export async function eachIntelIndicator(
  database: Database,
  orgId: OrgId,
  most: number,
  take: (row: NamedIntelRow) => void,
): Promise<number> {
  return asReader(
    database,
    orgId,
    async (session) => {
      await session.query(`DECLARE indicators NO SCROLL CURSOR FOR ${SELECT_SQL}`, [orgId]);
      let taken = 0;
      while (taken < most) {
        const rows = await session.query<IndicatorRow>(`FETCH ${Math.min(PAGE, most - taken)} FROM indicators`);
        for (const row of rows) take(rowOf(row));
        taken += rows.length;
        if (rows.length === 0) return taken;
      }
      const [all] = await session.query<{ count: number }>(COUNT_SQL, [orgId]);
      return all?.count ?? taken;
    },
    READ_TIMEOUT_MS,
  );
}

const SELECT_SQL = `
  SELECT i.kind, i.value, i.threat, i.confidence, i.valid_until, l.name AS list_name
  FROM intel_indicators i JOIN intel_lists l USING (org_id, list_id)
  WHERE i.org_id = $1 ORDER BY i.confidence DESC NULLS LAST`;
const COUNT_SQL = 'SELECT count(*)::int AS count FROM intel_indicators WHERE org_id = $1';

function rowOf(row: IndicatorRow): NamedIntelRow {
  return {
    ...{ kind: row.kind, value: row.value, listName: row.list_name },
    ...(row.threat === null ? {} : { threat: row.threat }),
    ...(row.confidence === null ? {} : { confidence: row.confidence }),
    ...(row.valid_until === null ? {} : { validUntilMs: row.valid_until.getTime() }),
  };
}

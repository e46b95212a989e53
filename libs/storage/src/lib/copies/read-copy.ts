import type { OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { asReader } from '../reader.ts';

/** Up to where a copy of the database goes, by its own record: what another copy holds beyond came later. */
export interface CopyBounds {
  organizations: readonly { orgId: OrgId; name: string }[];
  /** Last entry stored per organisation and lane, as `<orgId> <lane>`. */
  positions: ReadonlyMap<string, { ms: string; seq: string }>;
  /** Last entry of each audit chain. */
  heads: readonly { chain: string; seq: string }[];
}

/** What a part of a copy comes to. */
export interface PartFigures {
  count: number;
  /** The same for the same rows, whatever their order. */
  hash: string;
}

const TIMEOUT_MS = 600_000;
const NOWHERE = { ms: '0', seq: '0' };

const EVENTS = `
  SELECT (received_at AT TIME ZONE 'UTC')::date::text AS part, count(*)::float8 AS count,
         sum(hashtextextended(event_id || payload, 0)::numeric)::text AS hash
  FROM events
  WHERE org_id = $1 AND received_at >= to_timestamp($2::float8 / 1000)
    AND (split_part(event_id, '-', 2)::numeric, split_part(event_id, '-', 3)::numeric) <=
        CASE split_part(event_id, '-', 1) WHEN 's' THEN ($3::numeric, $4::numeric) ELSE ($5::numeric, $6::numeric) END
  GROUP BY 1`;

const HISTORY = `
  SELECT count(*)::float8 AS count, sum(hashtextextended(record_id || ' ' || alert_id || ' ' || version || change, 0)::numeric)::text AS hash
  FROM alert_history
  WHERE org_id = $1 AND at >= to_timestamp($2::float8 / 1000)
    AND (split_part(record_id, '-', 2)::numeric, split_part(record_id, '-', 3)::numeric) <= ($3::numeric, $4::numeric)`;

/** Reads how far a copy goes. */
export async function readCopyBounds(database: Database): Promise<CopyBounds> {
  const organizations = await database.query<{ orgId: OrgId; name: string }>(
    'SELECT id AS "orgId", name FROM organizations ORDER BY id',
  );
  const positions = await database.query<{ org_id: string; lane: string; ms: string; seq: string }>(
    `SELECT org_id, lane, last_entry_ms AS ms, last_entry_seq AS seq FROM stream_positions WHERE consumer = 'db_writer'`,
  );
  const heads = await database.transaction(
    (session) =>
      session.query<{ chain: string; seq: string }>(
        'SELECT org_id AS chain, max(seq)::text AS seq FROM audit_log GROUP BY org_id ORDER BY org_id',
      ),
    { role: 'redoubt_compliance', isReadOnly: true },
  );
  return {
    organizations,
    positions: new Map(positions.map(({ org_id, lane, ms, seq }) => [`${org_id} ${lane}`, { ms, seq }])),
    heads,
  };
}

/**
 * Counts and hashes of what a copy holds within bounds: events by organisation and day, histories of alerts, API keys,
 * and the ends of audit chains.
 *
 * @param fromMs events and histories before it are left out, epoch ms
 * @returns by a name for people
 */
export async function readCopy(
  database: Database,
  bounds: CopyBounds,
  fromMs: number,
): Promise<Map<string, PartFigures>> {
  const parts = new Map<string, PartFigures>();
  for (const { orgId, name } of bounds.organizations) {
    const at = (lane: string): { ms: string; seq: string } => bounds.positions.get(`${orgId} ${lane}`) ?? NOWHERE;
    const [ordinary, urgent, alerts] = [at('s'), at('p'), at('a')];
    const eventBounds = [orgId, fromMs, ordinary.ms, ordinary.seq, urgent.ms, urgent.seq];
    const [days, [history]] = await asReader(
      database,
      orgId,
      async (session) => [
        await session.query<PartFigures & { part: string }>(EVENTS, eventBounds),
        await session.query<PartFigures & { hash: string | null }>(HISTORY, [orgId, fromMs, alerts.ms, alerts.seq]),
      ],
      TIMEOUT_MS,
    );
    for (const { part, count, hash } of days) parts.set(`events of ${name} on ${part}`, { count, hash });
    parts.set(`alert history of ${name}`, { count: history?.count ?? 0, hash: history?.hash ?? '' });
    parts.set(`API keys of ${name}`, await readKeys(database, orgId));
  }
  for (const { chain, seq } of bounds.heads)
    parts.set(`audit chain ${chain}`, await readChainEnd(database, chain, seq));
  return parts;
}

async function readKeys(database: Database, orgId: OrgId): Promise<PartFigures> {
  const [row] = await database.query<PartFigures>(
    `SELECT count(*)::float8 AS count, md5(string_agg(id || encode(secret_hash, 'hex'), ' ' ORDER BY id)) AS hash
     FROM api_keys WHERE org_id = $1`,
    [orgId],
  );
  return row?.hash ? row : { count: 0, hash: '' };
}

async function readChainEnd(database: Database, chain: string, seq: string): Promise<PartFigures> {
  const [row] = await database.transaction(
    (session) =>
      session.query<PartFigures>(
        `SELECT $2::float8 AS count, encode(hash, 'hex') AS hash FROM audit_log WHERE org_id = $1 AND seq = $2::bigint`,
        [chain, seq],
      ),
    { role: 'redoubt_compliance', isReadOnly: true },
  );
  return row ?? { count: 0, hash: '' };
}

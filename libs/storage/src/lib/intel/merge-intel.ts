import { randomUUID } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { AuditActor } from '../audit/audit-entry.ts';
import { insertIndicators, raiseVersion, type IntelRow } from './intel-store.ts';

/** Where a poll of a list has come to. */
export interface IntelCursor {
  /** As the list's server gave it; absent before the first poll. */
  cursor?: string;
  /** Epoch ms. */
  polledAtMs?: number;
}

export interface IntelChanges {
  orgId: OrgId;
  name: string;
  format: string;
  source: string;
  /** Added, or put in place of what the list says of the same thing. */
  indicators: readonly IntelRow[];
  /** What the list does not name any more. */
  withdrawn: readonly Pick<IntelRow, 'kind' | 'value'>[];
  /** Where the poll has come to; absent while it goes on, so that one that breaks off begins where it began. */
  place?: { cursor: string | undefined };
  actor: AuditActor;
}

const TIMEOUT_MS = 60_000;

export async function readIntelCursor(database: Database, orgId: OrgId, name: string): Promise<IntelCursor> {
  const [row] = await database.transaction(
    (session) =>
      session.query<{ cursor: string | null; polled_at: Date | null }>(
        'SELECT cursor, polled_at FROM intel_lists WHERE org_id = $1 AND name = $2',
        [orgId, name],
      ),
    { role: 'redoubt_reader', orgId, isReadOnly: true, statementTimeoutMs: TIMEOUT_MS },
  );
  return {
    ...(row?.cursor == null ? {} : { cursor: row.cursor }),
    ...(row?.polled_at == null ? {} : { polledAtMs: row.polled_at.getTime() }),
  };
}

/** Brings what a poll found into a list, with the place it has come to at its end, in one transaction; audited when it changes it. */
export async function mergeIntelList(database: Database, changes: IntelChanges): Promise<void> {
  const { orgId, name, format, source, indicators, withdrawn, place, actor } = changes;
  await database.transaction(
    async (session) => {
      await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 17))', [orgId]);
      const [list] = await session.query<{ list_id: string }>(
        `INSERT INTO intel_lists (org_id, list_id, name, format, source, indicators, imported_by, cursor, polled_at)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7, CASE WHEN $8 THEN now() END)
         ON CONFLICT (org_id, name) DO UPDATE
           SET cursor = CASE WHEN $8 THEN EXCLUDED.cursor ELSE intel_lists.cursor END,
             polled_at = coalesce(EXCLUDED.polled_at, intel_lists.polled_at)
         RETURNING list_id`,
        [
          ...[orgId, randomUUID(), name, format, source, `${actor.kind}:${actor.name}`],
          ...[place?.cursor ?? null, place !== undefined],
        ],
      );
      const listId = list?.list_id ?? '';
      const gone = [...withdrawn, ...indicators];
      if (gone.length === 0) return;
      await session.query(
        `DELETE FROM intel_indicators i USING unnest($3::text[], $4::text[]) AS gone (kind, value)
         WHERE i.org_id = $1 AND i.list_id = $2 AND i.kind = gone.kind AND i.value = gone.value`,
        [orgId, listId, gone.map(({ kind }) => kind), gone.map(({ value }) => value)],
      );
      await insertIndicators(session, orgId, listId, indicators);
      const [counted] = await session.query<{ indicators: number }>(
        `UPDATE intel_lists SET imported_at = now(), indicators =
           (SELECT count(*) FROM intel_indicators WHERE org_id = $1 AND list_id = $2)
         WHERE org_id = $1 AND list_id = $2 RETURNING indicators`,
        [orgId, listId],
      );
      const after = { name, added: indicators.length, withdrawn: withdrawn.length, indicators: counted?.indicators };
      await appendAudit(session, {
        orgId,
        actor,
        action: 'intel.polled',
        target: { kind: 'intel_list', id: listId },
        after,
      });
      await raiseVersion(session, orgId);
    },
    { role: 'redoubt_writer', orgId, statementTimeoutMs: TIMEOUT_MS },
  );
}

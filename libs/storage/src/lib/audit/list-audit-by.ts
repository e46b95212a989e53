import type { OrgId } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditActor } from './audit-entry.ts';
import { listAudit, type AuditFilters, type AuditPage } from './list-audit.ts';

/**
 * One page as `listAudit` reads it for somebody, and an entry of the same chain that says so (PCI DSS 10.2.1.3): of
 * every page, since a cursor is a place that anybody can name.
 *
 * @throws PermanentError  a bad limit or cursor
 * @throws RetryableError  the entry cannot be kept; then nothing is shown
 */
export async function listAuditBy(
  database: Database,
  reader: AuditActor,
  orgId: OrgId | null,
  filters: AuditFilters = {},
  options: { limit?: number; cursor?: string } = {},
): Promise<AuditPage> {
  const page = await listAudit(database, orgId, filters, options);
  const target = { kind: 'audit_log', id: orgId ?? 'platform' };
  const after = { filters, entries: page.entries.length };
  await database.transaction((session) =>
    appendAudit(session, { orgId, actor: reader, action: 'audit.read', target, after }),
  );
  return page;
}

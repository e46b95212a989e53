import type { Database } from '../database.ts';
import type { SecurityAuditRow } from '../security-audit-store.ts';

const PAGE = 1_000;

/** All rows of the copy of acl-manager's chain, in the order in which Redis had them, page by page. */
export async function* readSecurityAudit(database: Database): AsyncGenerator<SecurityAuditRow[]> {
  let after: [ms: string, n: number] = ['-1', 0];
  for (;;) {
    const rows = await database.transaction(
      (session) =>
        session.query<{ entry_ms: string; entry_n: number; record: string; hash: string }>(
          `SELECT entry_ms, entry_n, record, hash FROM security_audit WHERE (entry_ms, entry_n) > ($1::bigint, $2::int)
           ORDER BY entry_ms, entry_n LIMIT ${PAGE}`,
          after,
        ),
      { role: 'redoubt_compliance', isReadOnly: true },
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ entry_ms, entry_n, record, hash }) => ({
      entryId: `${entry_ms}-${entry_n}`,
      text: record,
      hash,
    }));
    after = [last.entry_ms, last.entry_n];
  }
}

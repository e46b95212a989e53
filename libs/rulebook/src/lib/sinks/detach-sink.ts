import type { OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { Database } from '@redoubt/storage';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';
import type { SinkInfo } from './sink-parts.ts';
import { expectNoMore } from './sinks.ts';

/** How far behind a sink was when it was taken off. */
export interface SinkBacklog {
  entries: number;
  sizeBytes: number;
  ageMs: number;
}

/**
 * Takes off the sink of a cursor for being too far behind, unless it is to be waited for (`onFull: "block"`). The audit
 * log says so; the relay then takes the cursor away, and nothing is kept for the sink until somebody resumes it. One
 * that is off already is only told to the relay again.
 *
 * @returns the sink when it was taken off by this call
 * @throws RetryableError when PostgreSQL is away
 */
export async function detachSink(
  database: Database,
  orgId: OrgId,
  group: GroupName,
  options: Author & { backlog: SinkBacklog },
): Promise<SinkInfo | undefined> {
  const { actor, backlog } = options;
  const found = await readSettings(database, orgId, (session) =>
    session.query<{ doc: SinkInfo }>('SELECT doc FROM sinks WHERE group_name = $1', [group]),
  );
  if (found[0]?.doc.onFull !== 'detach') return undefined;
  return changeSettings(database, { orgId, actor, topic: 'sinks' }, async (session) => {
    const [row] = await session.query<{ doc: SinkInfo }>(
      `UPDATE sinks SET detached_at = now(), updated_at = now(), updated_by = $3
       WHERE org_id = $1 AND group_name = $2 AND detached_at IS NULL RETURNING doc`,
      [orgId, group, actor],
    );
    if (!row) return undefined;
    await expectNoMore(session, orgId, group);
    const target = { kind: 'sink', id: row.doc.sinkId };
    await auditChange(
      session,
      { ...options, orgId },
      { action: 'sink.detached', target, after: { group, ...backlog } },
    );
    return row.doc;
  });
}

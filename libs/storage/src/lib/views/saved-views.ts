import { PermanentError, type OrgId } from '@redoubt/contracts';
import { appendAudit } from '../audit/append-audit.ts';
import type { AuditActor } from '../audit/audit-entry.ts';
import type { Database } from '../database.ts';
import { asReader } from '../reader.ts';
import type { Session } from '../session.ts';
import { checkView, MAX_SHARED_VIEWS, MAX_VIEWS_PER_OWNER, type NewView, type SavedView } from './saved-view.ts';

interface ViewRow {
  view_id: string;
  page: string;
  name: string;
  query: string;
  owner: string;
  is_shared: boolean;
  updated_at: Date;
}

const COLUMNS = 'view_id, page, name, query, owner, is_shared, updated_at';

/** Views that an owner sees: their own and those that are shared, by name; of one page or of all. */
export async function listViews(
  database: Database,
  orgId: OrgId,
  options: { owner: string; page?: string },
): Promise<SavedView[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<ViewRow>(
      `SELECT ${COLUMNS} FROM saved_views
       WHERE org_id = $1 AND (owner = $2 OR is_shared) AND ($3::text IS NULL OR page = $3) ORDER BY name, view_id`,
      [orgId, options.owner, options.page ?? null],
    ),
  );
  return rows.map(viewOf);
}

/**
 * Keeps a view, in place of the one of the same owner, page and name.
 *
 * @throws PermanentError  it is no view, or there are too many
 */
export async function saveView(
  database: Database,
  orgId: OrgId,
  given: NewView & { owner: string },
  by: AuditActor,
): Promise<SavedView> {
  const { owner } = given;
  const { page, name, query, isShared } = checkView(given);
  return asWriter(database, orgId, async (session) => {
    await lockViews(session, orgId);
    const [held] = await session.query<ViewRow>(
      `SELECT ${COLUMNS} FROM saved_views WHERE org_id = $1 AND owner = $2 AND page = $3 AND name = $4`,
      [orgId, owner, page, name],
    );
    await requireRoom(session, orgId, { owner, isNew: held === undefined, isShared: isShared && !held?.is_shared });
    const [row] = await session.query<ViewRow>(
      `INSERT INTO saved_views (org_id, view_id, owner, page, name, query, is_shared)
       VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6)
       ON CONFLICT (org_id, owner, page, name) DO UPDATE
         SET query = excluded.query, is_shared = excluded.is_shared, updated_at = now()
       RETURNING ${COLUMNS}`,
      [orgId, owner, page, name, query, isShared],
    );
    const view = viewOf(row as ViewRow);
    const before = held && auditedOf(viewOf(held));
    const action = held ? 'view.changed' : 'view.created';
    const target = { kind: 'view', id: view.viewId };
    await appendAudit(session, { orgId, actor: by, action, target, before, after: auditedOf(view) });
    return view;
  });
}

/**
 * Takes a view away.
 *
 * @param options  `owner`: whose views may go; `mayDeleteShared`: shared ones of others as well
 * @returns the view as it was; undefined when there is none that may be taken away
 */
export async function deleteView(
  database: Database,
  orgId: OrgId,
  options: { viewId: string; owner: string; mayDeleteShared: boolean },
  by: AuditActor,
): Promise<SavedView | undefined> {
  const { viewId, owner, mayDeleteShared } = options;
  return asWriter(database, orgId, async (session) => {
    const [row] = await session.query<ViewRow>(
      `DELETE FROM saved_views WHERE org_id = $1 AND view_id = $2 AND (owner = $3 OR (is_shared AND $4))
       RETURNING ${COLUMNS}`,
      [orgId, viewId, owner, mayDeleteShared],
    );
    if (!row) return undefined;
    const view = viewOf(row);
    const target = { kind: 'view', id: viewId };
    await appendAudit(session, { orgId, actor: by, action: 'view.removed', target, before: auditedOf(view) });
    return view;
  });
}

/** Drops what somebody kept for themselves; what they shared stays. */
export async function forgetViews(database: Database, orgId: OrgId, owner: string): Promise<void> {
  const text = 'DELETE FROM saved_views WHERE org_id = $1 AND owner = $2 AND NOT is_shared';
  await asWriter(database, orgId, (session) => session.query(text, [orgId, owner]));
}

/** In the rights of one organisation, like its settings. */
function asWriter<T>(database: Database, orgId: OrgId, work: (session: Session) => Promise<T>): Promise<T> {
  return database.transaction(work, { role: 'redoubt_writer', orgId, statementTimeoutMs: 5_000 });
}

/** New views of one organisation follow each other, so that two at once cannot pass the bounds. */
async function lockViews(session: Session, orgId: OrgId): Promise<void> {
  await session.query("SELECT pg_advisory_xact_lock(hashtextextended('saved_views ' || $1, 0))", [orgId]);
}

async function requireRoom(
  session: Session,
  orgId: OrgId,
  given: { owner: string; isNew: boolean; isShared: boolean },
): Promise<void> {
  const [row] = await session.query<{ own: number; shared: number }>(
    `SELECT count(*) FILTER (WHERE owner = $2)::int AS own, count(*) FILTER (WHERE is_shared)::int AS shared
     FROM saved_views WHERE org_id = $1 AND (owner = $2 OR is_shared)`,
    [orgId, given.owner],
  );
  if (given.isNew && (row?.own ?? 0) >= MAX_VIEWS_PER_OWNER) {
    throw new PermanentError(`one keeps at most ${MAX_VIEWS_PER_OWNER} views: remove some first`);
  }
  if (given.isShared && (row?.shared ?? 0) >= MAX_SHARED_VIEWS) {
    throw new PermanentError(`an organisation shares at most ${MAX_SHARED_VIEWS} views`);
  }
}

function auditedOf({ page, name, query, owner, isShared }: SavedView): Record<string, unknown> {
  return { page, name, query, owner, isShared };
}

function viewOf(row: ViewRow): SavedView {
  return {
    viewId: row.view_id,
    page: row.page,
    name: row.name,
    query: row.query,
    owner: row.owner,
    isShared: row.is_shared,
    updatedAtMs: row.updated_at.getTime(),
  };
}

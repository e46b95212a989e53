import { PermanentError, suppressionSchema, type OrgId, type Suppression } from '@redoubt/contracts';
import { jsonbText, pgSeconds, type Database, type Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';

/** Suppressions of an organisation in force or to come; further ones are refused. */
export const MAX_SUPPRESSIONS = 1_000;

/** What a person gives for a new suppression. */
export type NewSuppression = Omit<Suppression, 'suppressionId' | 'createdAtMs'>;

/** A suppression with who ended it early, if anybody did. */
export type StoredSuppression = Suppression & { endedBy?: string };

interface SuppressionRow {
  doc: Suppression;
  ended_by: string | null;
}

/**
 * Hides alerts that match, until it expires.
 *
 * @throws PermanentError  it makes no sense, has ended already, or there are too many
 */
export async function createSuppression(
  database: Database,
  orgId: OrgId,
  given: NewSuppression,
  options: Author & { nowMs: number },
): Promise<Suppression> {
  const { nowMs, actor } = options;
  const draft = { ...given, suppressionId: globalThis.crypto.randomUUID(), createdAtMs: nowMs };
  const suppression = checked(suppressionSchema, draft, 'suppression');
  if (suppression.expiresAtMs <= nowMs) throw new PermanentError('the suppression would have expired already');
  await changeSettings(database, { orgId, actor, topic: 'suppressions' }, async (session) => {
    await requireRoom(session, orgId);
    await session.query(
      `INSERT INTO suppressions (org_id, suppression_id, owner, reason, created_at, starts_at, expires_at, doc)
       VALUES ($1, $2, $3, $4, to_timestamp($5), to_timestamp($6), to_timestamp($7), $8)`,
      [
        ...[orgId, suppression.suppressionId, suppression.owner, suppression.reason, pgSeconds(nowMs)],
        suppression.startsAtMs === undefined ? null : pgSeconds(suppression.startsAtMs),
        ...[pgSeconds(suppression.expiresAtMs), jsonbText(suppression)],
      ],
    );
    const target = { kind: 'suppression', id: suppression.suppressionId };
    const by = { reason: suppression.reason, ...options, orgId };
    await auditChange(session, by, { action: 'suppression.created', target, after: suppression });
  });
  return suppression;
}

async function requireRoom(session: Session, orgId: OrgId): Promise<void> {
  const [row] = await session.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM suppressions WHERE org_id = $1 AND ${PROJECTED}`,
    [orgId],
  );
  if ((row?.count ?? 0) < MAX_SUPPRESSIONS) return;
  throw new PermanentError(`an organisation has at most ${MAX_SUPPRESSIONS} suppressions: end some first`);
}

/** Kept in Redis a day longer, for an alert-engine that is behind and judges by accept time. */
export const PROJECTED = "expires_at > now() - interval '1 day'";

/**
 * Ends a suppression now; one that has ended stays as it is.
 *
 * @throws PermanentError when there is no such suppression
 */
export async function expireSuppression(
  database: Database,
  orgId: OrgId,
  suppressionId: string,
  options: Author & { nowMs: number },
): Promise<StoredSuppression> {
  const { nowMs, actor } = options;
  return changeSettings(database, { orgId, actor, topic: 'suppressions' }, async (session) => {
    const key = [orgId, suppressionId];
    const [row] = await session.query<SuppressionRow>(
      'SELECT doc, ended_by FROM suppressions WHERE org_id = $1 AND suppression_id = $2',
      key,
    );
    if (!row) throw new PermanentError(`there is no suppression ${suppressionId}`);
    if (row.doc.expiresAtMs <= nowMs) return storedOf(row);
    const doc: Suppression = { ...row.doc, expiresAtMs: nowMs };
    await session.query(
      `UPDATE suppressions SET doc = $3, expires_at = to_timestamp($4), ended_by = $5
       WHERE org_id = $1 AND suppression_id = $2`,
      [...key, jsonbText(doc), pgSeconds(nowMs), actor],
    );
    await auditChange(
      session,
      { ...options, orgId },
      {
        ...{ action: 'suppression.ended', target: { kind: 'suppression', id: suppressionId } },
        ...{ before: row.doc, after: doc },
      },
    );
    return storedOf({ doc, ended_by: actor });
  });
}

/** An organisation's suppressions, the one that ends last first; those that have ended only when asked for. */
export async function listSuppressions(
  database: Database,
  orgId: OrgId,
  options: { nowMs: number; isWithEnded?: boolean; limit?: number },
): Promise<StoredSuppression[]> {
  const rows = await readSettings(database, orgId, (session) =>
    session.query<SuppressionRow>(
      `SELECT doc, ended_by FROM suppressions WHERE org_id = $1 AND ($2 OR expires_at > to_timestamp($3))
       ORDER BY expires_at DESC, suppression_id LIMIT $4`,
      [orgId, options.isWithEnded ?? false, pgSeconds(options.nowMs), options.limit ?? MAX_SUPPRESSIONS],
    ),
  );
  return rows.map(storedOf);
}

function storedOf(row: SuppressionRow): StoredSuppression {
  return row.ended_by === null ? row.doc : { ...row.doc, endedBy: row.ended_by };
}

import { PermanentError, type OrgId } from '@redoubt/contracts';
import { appendAudit, type AuditActor, type Database, type Session } from '@redoubt/storage';
import { endUserSessions } from '../sessions/end-sessions.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { isRole, ROLES, type Role } from './permissions.ts';
import { readUser, type Queries } from './user-records.ts';

/** `oidc`: given by a provider's claims, and taken back when they no longer give it. */
export type MembershipSource = 'local' | 'oidc';

export interface Member {
  userId: string;
  email: string;
  displayName: string;
  role: Role;
  source: MembershipSource;
  isDisabled: boolean;
  sinceMs: number;
}

/** One of the organisations a user belongs to. */
export interface Membership {
  orgId: OrgId;
  orgName: string;
  orgDisplayName: string;
  role: Role;
}

/** Members of one organisation; further ones are refused. */
export const MAX_MEMBERS = 10_000;

/**
 * Makes a user a member, or gives a member another role; the member's sessions end, so that the new rights hold at
 * once.
 *
 * @throws PermanentError  no such role or user, too many members, or the last admin would be none (an operator or provider may)
 */
export async function setMember(
  deps: TenancyDeps,
  orgId: OrgId,
  given: { userId: string; role: Role; source?: MembershipSource },
  by: AuditActor,
): Promise<void> {
  const before = await deps.database.transaction((session) => putMember(session, orgId, given, by));
  if (before !== undefined && before !== given.role) await endUserSessions(deps.redis, orgId, given.userId);
}

/** The same inside a transaction; the caller ends sessions when the role has changed. @returns the role before */
export async function putMember(
  session: Session,
  orgId: OrgId,
  given: { userId: string; role: Role; source?: MembershipSource },
  by: AuditActor,
): Promise<Role | undefined> {
  if (!isRole(given.role)) throw new PermanentError(`roles are ${ROLES.join(', ')}`);
  const { userId, role, source = 'local' } = given;
  await lockOrg(session, orgId);
  const user = await readUser(session, userId);
  if (!user) throw new PermanentError(`there is no user ${userId}`);
  const before = await readRole(session, orgId, userId);
  if (before === role) return before;
  if (before === undefined) await requireRoom(session, orgId);
  if (before === 'admin') await requireOtherAdmin(session, orgId, userId, by);
  await session.query(
    `INSERT INTO memberships (org_id, user_id, role, source) VALUES ($1, $2, $3, $4)
     ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role, source = excluded.source, updated_at = now()`,
    [orgId, userId, role, source],
  );
  await appendAudit(session, {
    ...{ orgId, actor: by, target: { kind: 'member', id: userId } },
    action: before === undefined ? 'member.added' : 'member.role_changed',
    ...(before === undefined ? {} : { before: { email: user.email, role: before } }),
    after: { email: user.email, role, source },
  });
  return before;
}

/**
 * Takes a member out and ends the member's sessions there. Nothing happens to somebody who is no member.
 *
 * @throws PermanentError when nobody else is admin (an operator may)
 */
export async function removeMember(
  deps: TenancyDeps,
  orgId: OrgId,
  userId: string,
  by: AuditActor,
): Promise<{ wasMember: boolean }> {
  const wasMember = await deps.database.transaction(async (session) => {
    await lockOrg(session, orgId);
    const before = await readRole(session, orgId, userId);
    if (before === undefined) return false;
    if (before === 'admin') await requireOtherAdmin(session, orgId, userId, by);
    const email = (await readUser(session, userId))?.email;
    await session.query('DELETE FROM memberships WHERE org_id = $1 AND user_id = $2', [orgId, userId]);
    const target = { kind: 'member', id: userId };
    await appendAudit(session, { orgId, actor: by, target, action: 'member.removed', before: { email, role: before } });
    return true;
  });
  // Also when the record was gone before: the call may be the repetition of one that could not reach Redis.
  await endUserSessions(deps.redis, orgId, userId);
  return { wasMember };
}

/** Changes of one organisation's members follow each other, so that two admins cannot remove each other at once. */
async function lockOrg(session: Session, orgId: OrgId): Promise<void> {
  const rows = await session.query('SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE', [orgId]);
  if (rows.length === 0) throw new PermanentError(`there is no organisation ${orgId}`);
}

async function requireRoom(session: Session, orgId: OrgId): Promise<void> {
  const sql = 'SELECT count(*)::int AS count FROM memberships WHERE org_id = $1';
  const [row] = await session.query<{ count: number }>(sql, [orgId]);
  if ((row?.count ?? 0) >= MAX_MEMBERS) throw new PermanentError(`an organisation has at most ${MAX_MEMBERS} members`);
}

async function requireOtherAdmin(session: Session, orgId: OrgId, userId: string, by: AuditActor): Promise<void> {
  if (by.kind === 'operator' || by.kind === 'system') return;
  const others = await session.query(
    `SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.org_id = $1 AND m.role = 'admin' AND m.user_id <> $2 AND u.disabled_at IS NULL LIMIT 1`,
    [orgId, userId],
  );
  if (others.length === 0) throw new PermanentError('the organisation would have no admin left');
}

/** Undefined: no member. */
export async function readRole(queries: Queries, orgId: OrgId, userId: string): Promise<Role | undefined> {
  const rows = await queries.query<{ role: Role }>('SELECT role FROM memberships WHERE org_id = $1 AND user_id = $2', [
    orgId,
    userId,
  ]);
  return rows[0]?.role;
}

/** One page of an organisation's members by e-mail address; `afterEmail` is the last one of the page before. */
export async function listMembers(
  database: Database,
  orgId: OrgId,
  page: { afterEmail?: string; limit?: number } = {},
): Promise<Member[]> {
  const rows = await database.query<{
    user_id: string;
    email: string;
    display_name: string;
    role: Role;
    source: MembershipSource;
    is_disabled: boolean;
    created_at: Date;
  }>(
    `SELECT m.user_id, u.email, u.display_name, m.role, m.source, u.disabled_at IS NOT NULL AS is_disabled, m.created_at
     FROM memberships m JOIN users u ON u.id = m.user_id
     WHERE m.org_id = $1 AND ($2::text IS NULL OR u.email > $2) ORDER BY u.email LIMIT $3`,
    [orgId, page.afterEmail ?? null, page.limit ?? 500],
  );
  return rows.map((row) => ({
    userId: row.user_id,
    email: row.email,
    displayName: row.display_name,
    role: row.role,
    source: row.source,
    isDisabled: row.is_disabled,
    sinceMs: row.created_at.getTime(),
  }));
}

/** Where a user may sign in: active organisations, by name, at most 1,000. */
export async function listMemberships(database: Database, userId: string): Promise<Membership[]> {
  const rows = await database.query<{ org_id: OrgId; name: string; display_name: string; role: Role }>(
    `SELECT m.org_id, o.name, o.display_name, m.role FROM memberships m JOIN organizations o ON o.id = m.org_id
     WHERE m.user_id = $1 AND o.state = 'active' ORDER BY o.name LIMIT 1000`,
    [userId],
  );
  return rows.map((row) => ({
    orgId: row.org_id,
    orgName: row.name,
    orgDisplayName: row.display_name,
    role: row.role,
  }));
}

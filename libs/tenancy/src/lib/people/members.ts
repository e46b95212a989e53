import { PermanentError, type OrgId } from '@redoubt/contracts';
import { appendAudit, forgetViews, type AuditActor, type Session } from '@redoubt/storage';
import { endUserSessions } from '../sessions/end-sessions.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import type { MembershipSource } from './list-members.ts';
import { isRole, ROLES, type Role } from './permissions.ts';
import { readUser, type Queries, type UserRow } from './user-records.ts';

/** Members of one organisation; further ones are refused. */
export const MAX_MEMBERS = 10_000;

/** What is asked for somebody. */
interface GivenMember {
  userId: string;
  role: Role;
  source?: MembershipSource;
  /** Refuses one who is no member yet. */
  isMember?: boolean;
  /** Takes in somebody whose address nobody has proved; else such a one becomes no member. */
  isUnprovedTaken?: boolean;
}

/**
 * Makes a user a member, or gives a member another role; the member's sessions end, so that the new rights hold at
 * once. They end also when the role is the member's already: the call may be the repetition of one that was cut off.
 *
 * @returns the role before
 * @throws PermanentError  no such role or user, no member who must be one, too many members, somebody whose address is
 *   not proved, or the last admin would be none (an operator or provider may)
 * @throws RetryableError  Redis is away: the role is changed, and no session of another one is honoured
 */
export async function setMember(
  deps: TenancyDeps,
  orgId: OrgId,
  given: GivenMember,
  by: AuditActor,
): Promise<Role | undefined> {
  const before = await deps.database.transaction((session) => putMember(session, orgId, given, by));
  if (before !== undefined) await endUserSessions(deps.redis, orgId, given.userId);
  return before;
}

/** The same inside a transaction; the caller ends sessions when the role has changed. @returns the role before */
export async function putMember(
  session: Session,
  orgId: OrgId,
  given: GivenMember,
  by: AuditActor,
): Promise<Role | undefined> {
  if (!isRole(given.role)) throw new PermanentError(`roles are ${ROLES.join(', ')}`);
  const { userId, role, source = 'local' } = given;
  await lockOrg(session, orgId);
  const user = await readUser(session, userId);
  if (!user) throw new PermanentError(`there is no user ${userId}`);
  const before = await readRole(session, orgId, userId);
  if (before === role) return before;
  if (before === undefined && given.isMember) throw new PermanentError(`${userId} is no member`);
  if (before === undefined && !given.isUnprovedTaken) requireProof(user);
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
 * Takes a member out, ends the member's sessions there and drops what the member kept for themselves. Nothing happens to somebody who is no member.
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
  // Also when the record was gone before: the call may be the repetition of one that was cut off.
  await forgetViews(deps.database, orgId, `user:${userId}`);
  await endUserSessions(deps.redis, orgId, userId);
  return { wasMember };
}

/** Changes of one organisation's members follow each other, so that two admins cannot remove each other at once. */
async function lockOrg(session: Session, orgId: OrgId): Promise<void> {
  const rows = await session.query('SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE', [orgId]);
  if (rows.length === 0) throw new PermanentError(`there is no organisation ${orgId}`);
}

/** Whoever made the account may be another than the person of its address, whom somebody means to let in. */
function requireProof({ email, email_proof: proof }: UserRow): void {
  if (proof === null) {
    throw new PermanentError(
      `nobody has shown that the account ${email} belongs to the person of that address: whoever made it may be another`,
    );
  }
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
async function readRole(queries: Queries, orgId: OrgId, userId: string): Promise<Role | undefined> {
  const rows = await queries.query<{ role: Role }>('SELECT role FROM memberships WHERE org_id = $1 AND user_id = $2', [
    orgId,
    userId,
  ]);
  return rows[0]?.role;
}

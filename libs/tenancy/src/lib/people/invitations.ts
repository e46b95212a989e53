import { hash, randomBytes } from 'node:crypto';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import { appendAudit, type AuditActor, type Database, type Session } from '@redoubt/storage';
import { endUserSessions } from '../sessions/end-sessions.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { noteNetwork } from './known-networks.ts';
import { putMember } from './members.ts';
import { hashPassword, type PasswordCost } from './password-hash.ts';
import { isRole, ROLES, type Role } from './permissions.ts';
import { checkDisplayName, checkEmail, checkPassword, type User } from './user.ts';
import { insertUser, readUser, userOf, type UserRow } from './user-records.ts';

/** Open invitations of one organisation; further ones are refused. */
export const MAX_INVITATIONS = 1_000;
const DEFAULT_LIFE_MS = 7 * 86_400_000;
const MAX_LIFE_MS = 30 * 86_400_000;

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

export interface Invitation {
  id: string;
  orgId: OrgId;
  email: string;
  role: Role;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number;
  state: InvitationState;
}

interface InvitationRow {
  id: string;
  org_id: OrgId;
  email: string;
  role: Role;
  created_by: string;
  created_at: Date;
  expires_at: Date;
  mailed_at: Date | null;
  state: InvitationState;
}

const COLUMNS = `id, org_id, email, role, created_by, created_at, expires_at, mailed_at,
  CASE WHEN accepted_at IS NOT NULL THEN 'accepted' WHEN revoked_at IS NOT NULL THEN 'revoked'
       WHEN expires_at <= now() THEN 'expired' ELSE 'open' END AS state`;
const OPEN = 'accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()';

/**
 * Invites somebody to an organisation. Earlier open invitations of the same address to it end.
 *
 * @returns `token`: for the link in the mail, works once, is shown once and kept as its hash only
 * @throws PermanentError  no address, no role, a member already, a life out of range, or too many open ones
 */
export async function inviteMember(
  database: Database,
  orgId: OrgId,
  given: { email: string; role: Role; lifeMs?: number },
  by: AuditActor,
): Promise<{ invitation: Invitation; token: string }> {
  const email = checkEmail(given.email);
  const { role, lifeMs = DEFAULT_LIFE_MS } = given;
  if (!isRole(role)) throw new PermanentError(`roles are ${ROLES.join(', ')}`);
  if (!(lifeMs > 0 && lifeMs <= MAX_LIFE_MS)) throw new PermanentError('an invitation lives at most 30 days');
  const token = randomBytes(32).toString('base64url');
  const invitation = await database.transaction(async (session) => {
    await requireRoom(session, orgId);
    await requireNoMember(session, orgId, email);
    const same = `UPDATE invitations SET revoked_at = now() WHERE org_id = $1 AND email = $2 AND ${OPEN}`;
    await session.query(same, [orgId, email]);
    const [row] = await session.query<InvitationRow>(
      `INSERT INTO invitations (id, org_id, email, role, token_hash, created_by, expires_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, now() + $6 * interval '1 ms') RETURNING ${COLUMNS}`,
      [orgId, email, role, hashOf(token), by.name, lifeMs],
    );
    const made = invitationOf(row as InvitationRow);
    await audit(session, made, by, 'invitation.created', { after: { email, role, expiresAtMs: made.expiresAtMs } });
    return made;
  });
  return { invitation, token };
}

/**
 * Notes that the mail server took the token and that nobody else is told it: whoever comes with it has the mailbox, and
 * an account made by it is proved.
 */
export async function noteMailed(database: Database, orgId: OrgId, id: string): Promise<void> {
  await database.query('UPDATE invitations SET mailed_at = now() WHERE org_id = $1 AND id = $2', [orgId, id]);
}

async function requireRoom(session: Session, orgId: OrgId): Promise<void> {
  const orgs = await session.query('SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE', [orgId]);
  if (orgs.length === 0) throw new PermanentError(`there is no organisation ${orgId}`);
  const sql = `SELECT count(*)::int AS count FROM invitations WHERE org_id = $1 AND ${OPEN}`;
  const [row] = await session.query<{ count: number }>(sql, [orgId]);
  if ((row?.count ?? 0) >= MAX_INVITATIONS) throw new PermanentError('too many invitations are open: end some first');
}

async function requireNoMember(session: Session, orgId: OrgId, email: string): Promise<void> {
  const rows = await session.query(
    'SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.org_id = $1 AND u.email = $2',
    [orgId, email],
  );
  if (rows.length > 0) throw new PermanentError(`${email} is a member already: change the role instead`);
}

/** What the holder of a token is shown before accepting; undefined for a token that does not work (any more). */
export async function findInvitation(
  database: Database,
  token: string,
): Promise<(Invitation & { orgName: string; isKnownUser: boolean }) | undefined> {
  const rows = await database.query<InvitationRow & { org_name: string; is_known: boolean }>(
    `SELECT i.*, o.display_name AS org_name, EXISTS (SELECT 1 FROM users u WHERE u.email = i.email) AS is_known
     FROM (SELECT ${COLUMNS} FROM invitations WHERE token_hash = $1 AND ${OPEN}) i
     JOIN organizations o ON o.id = i.org_id`,
    [hashOf(token)],
  );
  return rows[0] && { ...invitationOf(rows[0]), orgName: rows[0].org_name, isKnownUser: rows[0].is_known };
}

/**
 * Makes the invited person a member; somebody new becomes a user with the given name and password. A user who is
 * there already must have proved who they are: the token alone gives no way into an account. The address of somebody
 * new is proved only where the token was mailed and told to nobody, for else whoever invited may be who accepts.
 *
 * @param given `signedInAs`: id of the user who accepts, if there is one
 * @throws PermanentError  the token does not work, or is another person's, or name or password will not do
 */
export async function acceptInvitation(
  deps: TenancyDeps,
  token: string,
  given: { signedInAs: string } | { displayName: string; password: string },
  options: { address?: string; passwordCost?: PasswordCost } = {},
): Promise<{ user: User; orgId: OrgId; role: Role }> {
  const found = await findInvitation(deps.database, token);
  if (!found) throw notWorking();
  const newUser = 'password' in given ? await newUserOf(given, found.email, options.passwordCost) : undefined;
  const done = await deps.database.transaction(async (session) => {
    const [row] = await session.query<InvitationRow>(
      `UPDATE invitations SET accepted_at = now() WHERE token_hash = $1 AND ${OPEN} RETURNING ${COLUMNS}`,
      [hashOf(token)],
    );
    if (!row) throw notWorking();
    const user = newUser
      ? await insertUser(session, { ...newUser, emailProof: row.mailed_at ? 'mail' : null })
      : await readUser(session, (given as { signedInAs: string }).signedInAs);
    if (!user) throw new PermanentError('there is a user of that address: sign in to accept');
    if (user.email !== row.email || user.disabled_at) throw notWorking();
    if (newUser && options.address !== undefined) await noteNetwork(session, user.id, options.address);
    const before = await join(session, row, { user, isNew: newUser !== undefined }, options.address);
    return { user, before, orgId: row.org_id, role: row.role };
  });
  const { user, before, orgId, role } = done;
  if (before !== undefined && before !== role) await endUserSessions(deps.redis, orgId, user.id);
  return { user: userOf(user), orgId, role };
}

async function join(
  session: Session,
  row: InvitationRow,
  { user, isNew }: { user: UserRow; isNew: boolean },
  address: string | undefined,
): Promise<Role | undefined> {
  const actor: AuditActor = { kind: 'user', name: user.id, ...(address === undefined ? {} : { address }) };
  const target = { kind: 'user', id: user.id };
  const after = { email: user.email, displayName: user.display_name };
  if (isNew) await appendAudit(session, { orgId: null, actor, target, action: 'user.created', after });
  await audit(session, invitationOf(row), actor, 'invitation.accepted', {});
  // Who holds both the token and the account is whom the organisation has invited.
  return putMember(session, row.org_id, { userId: user.id, role: row.role, isUnprovedTaken: true }, actor);
}

async function newUserOf(
  given: { displayName: string; password: string },
  email: string,
  passwordCost: PasswordCost | undefined,
): Promise<{ email: string; displayName: string; passwordHash: string }> {
  const displayName = checkDisplayName(given.displayName);
  return { email, displayName, passwordHash: await hashPassword(checkPassword(given.password, email), passwordCost) };
}

/** Ends an open invitation; nothing happens to one that has ended. @throws PermanentError when there is none */
export async function revokeInvitation(database: Database, orgId: OrgId, id: string, by: AuditActor): Promise<void> {
  await database.transaction(async (session) => {
    const rows = await session.query<InvitationRow>(
      `SELECT ${COLUMNS} FROM invitations WHERE org_id = $1 AND id::text = $2 FOR UPDATE`,
      [orgId, id],
    );
    const invitation = rows[0] && invitationOf(rows[0]);
    if (!invitation) throw new PermanentError(`there is no invitation ${id}`);
    if (invitation.state !== 'open') return;
    await session.query('UPDATE invitations SET revoked_at = now() WHERE id = $1', [id]);
    await audit(session, invitation, by, 'invitation.revoked', { before: { email: invitation.email } });
  });
}

/** Invitations of an organisation, newest first; at most 1,000. */
export async function listInvitations(database: Database, orgId: OrgId): Promise<Invitation[]> {
  const rows = await database.query<InvitationRow>(
    `SELECT ${COLUMNS} FROM invitations WHERE org_id = $1 ORDER BY created_at DESC, id LIMIT 1000`,
    [orgId],
  );
  return rows.map(invitationOf);
}

async function audit(
  session: Session,
  { id, orgId }: Invitation,
  actor: AuditActor,
  action: string,
  states: { before?: unknown; after?: unknown },
): Promise<void> {
  await appendAudit(session, { orgId, actor, action, target: { kind: 'invitation', id }, ...states });
}

function invitationOf(row: InvitationRow): Invitation {
  return {
    id: row.id,
    orgId: row.org_id,
    email: row.email,
    role: row.role,
    createdBy: row.created_by,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    state: row.state,
  };
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function notWorking(): PermanentError {
  return new PermanentError('the invitation does not work: it has ended, was used, or is for somebody else');
}

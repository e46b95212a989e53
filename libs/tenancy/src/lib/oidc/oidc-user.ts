import type { OrgId } from '@redoubt/contracts';
import { appendAudit, forgetViews, type AuditActor, type Session } from '@redoubt/storage';
import { findOrganization } from '../organization-records.ts';
import { listMemberships } from '../people/list-members.ts';
import { removeMember, setMember } from '../people/members.ts';
import type { Role } from '../people/permissions.ts';
import { checkDisplayName, checkEmail, type User } from '../people/user.ts';
import { insertUser, readUser, userOf, type UserRow } from '../people/user-records.ts';
import { endPastSessions } from '../sessions/end-sessions.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { reclaimAccount } from './reclaim-account.ts';

/** Who the provider says somebody is. */
export interface OidcIdentity {
  issuer: string;
  subject: string;
  email?: string;
  isEmailVerified: boolean;
  name?: string;
}

/**
 * `no_role`: no rule and no membership gives anything. `account_exists`: somebody of that address is there, and the
 * provider is not trusted to name the owners of addresses. `no_email`: no verified address.
 */
export type OidcRefusal = 'no_role' | 'account_exists' | 'no_email' | 'disabled';

/**
 * Finds or makes the user of an identity, and gives the memberships that its claims give: those that claims gave
 * before and no longer give are taken back, those that people gave stay. An account that is linked by an address which
 * nobody had proved is taken from whoever made it.
 */
export async function admitIdentity(
  deps: TenancyDeps,
  identity: OidcIdentity,
  given: { roles: ReadonlyMap<string, Role>; isEmailTrusted: boolean },
): Promise<{ user: User } | { refused: OidcRefusal }> {
  const by: AuditActor = { kind: 'system', name: `oidc ${identity.issuer}` };
  const found = await deps.database.transaction((session) => findOrMake(session, identity, given, by));
  if (typeof found === 'string') return { refused: found };
  const { user: known, leftOrgIds = [] } = found;
  for (const orgId of leftOrgIds) await forgetViews(deps.database, orgId, `user:${known.id}`);
  await endPastSessions(deps.redis, leftOrgIds, known.id);
  if (known.disabled_at) return { refused: 'disabled' };
  await syncMemberships(deps, known.id, given.roles, by);
  if ((await listMemberships(deps.database, known.id)).length === 0) return { refused: 'no_role' };
  await deps.database.query('UPDATE users SET last_login_at = now() WHERE id = $1', [known.id]);
  return { user: userOf(known) };
}

interface Found {
  user: UserRow;
  /** Organisations that the account was taken out of. */
  leftOrgIds?: readonly OrgId[];
}

async function findOrMake(
  session: Session,
  identity: OidcIdentity,
  given: { roles: ReadonlyMap<string, Role>; isEmailTrusted: boolean },
  by: AuditActor,
): Promise<Found | OidcRefusal> {
  const { issuer, subject } = identity;
  const [linked] = await session.query<{ user_id: string }>(
    'SELECT user_id FROM user_identities WHERE issuer = $1 AND subject = $2',
    [issuer, subject],
  );
  if (linked) return { user: (await readUser(session, linked.user_id)) as UserRow };
  if (identity.email === undefined || !identity.isEmailVerified) return 'no_email';
  const email = checkEmail(identity.email);
  const held = await readUser(session, email, { isLocked: true });
  if (held && !given.isEmailTrusted) return 'account_exists';
  if (!held && given.roles.size === 0) return 'no_role';
  const displayName = checkDisplayName((identity.name ?? '').trim() === '' ? email : (identity.name as string));
  const user = held ?? (await insertUser(session, newUser({ email, displayName }, given)));
  if (!user) return 'account_exists';
  const isSeized = held?.email_proof === null;
  const reclaimed = isSeized ? await reclaimAccount(session, held, displayName, by) : undefined;
  await session.query('INSERT INTO user_identities (issuer, subject, user_id) VALUES ($1, $2, $3)', [
    ...[issuer, subject, user.id],
  ]);
  await appendAudit(session, {
    ...{ orgId: null, actor: by, target: { kind: 'user', id: user.id } },
    ...{ action: held ? 'user.linked' : 'user.created', after: { email, issuer, subject } },
  });
  return reclaimed ? { user: reclaimed.user, leftOrgIds: reclaimed.orgIds } : { user };
}

/** A provider that is not trusted to name the owners of addresses proves none. */
function newUser(
  person: { email: string; displayName: string },
  { isEmailTrusted }: { isEmailTrusted: boolean },
): Parameters<typeof insertUser>[1] {
  return { ...person, passwordHash: null, emailProof: isEmailTrusted ? 'provider' : null };
}

async function syncMemberships(
  deps: TenancyDeps,
  userId: string,
  roles: ReadonlyMap<string, Role>,
  by: AuditActor,
): Promise<void> {
  const held = await deps.database.query<{ org_id: OrgId; source: string; role: Role }>(
    'SELECT org_id, source, role FROM memberships WHERE user_id = $1',
    [userId],
  );
  const heldIn = new Map(held.map((row) => [row.org_id, row]));
  const wanted = new Set<OrgId>();
  for (const [organization, role] of roles) {
    const found = await findOrganization(deps.database, organization);
    if (!found) continue;
    wanted.add(found.id);
    const before = heldIn.get(found.id);
    // What is as it should be is left alone: signing in again ends no other session of the same person.
    if (before?.source === 'local' || before?.role === role) continue;
    // Who they are was proved by the identity, whatever their address is.
    await setMember(deps, found.id, { userId, role, source: 'oidc', isUnprovedTaken: true }, by);
  }
  for (const row of held) {
    if (row.source !== 'oidc' || wanted.has(row.org_id)) continue;
    await removeMember(deps, row.org_id, userId, by);
  }
}

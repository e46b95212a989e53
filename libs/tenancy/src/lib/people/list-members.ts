import type { OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { Role } from './permissions.ts';

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
  /** To any organisation. */
  lastLoginAtMs?: number;
}

/** One of the organisations a user belongs to. */
export interface Membership {
  orgId: OrgId;
  orgName: string;
  orgDisplayName: string;
  role: Role;
}

interface MemberRow {
  user_id: string;
  email: string;
  display_name: string;
  role: Role;
  source: MembershipSource;
  is_disabled: boolean;
  created_at: Date;
  last_login_at: Date | null;
}

const SELECT = `
  SELECT m.user_id, u.email, u.display_name, m.role, m.source, u.disabled_at IS NOT NULL AS is_disabled, m.created_at,
    u.last_login_at
  FROM memberships m JOIN users u ON u.id = m.user_id`;

/** One page of an organisation's members by e-mail address; `afterEmail` is the last one of the page before. */
export async function listMembers(
  database: Database,
  orgId: OrgId,
  page: { afterEmail?: string; limit?: number } = {},
): Promise<Member[]> {
  const rows = await database.query<MemberRow>(
    `${SELECT} WHERE m.org_id = $1 AND ($2::text IS NULL OR u.email > $2) ORDER BY u.email LIMIT $3`,
    [orgId, page.afterEmail ?? null, page.limit ?? 500],
  );
  return rows.map(memberOf);
}

/** Undefined: no member. */
export async function getMember(database: Database, orgId: OrgId, userId: string): Promise<Member | undefined> {
  const rows = await database.query<MemberRow>(`${SELECT} WHERE m.org_id = $1 AND m.user_id = $2`, [orgId, userId]);
  return rows[0] && memberOf(rows[0]);
}

function memberOf(row: MemberRow): Member {
  return {
    userId: row.user_id,
    email: row.email,
    displayName: row.display_name,
    role: row.role,
    source: row.source,
    isDisabled: row.is_disabled,
    sinceMs: row.created_at.getTime(),
    ...(row.last_login_at ? { lastLoginAtMs: row.last_login_at.getTime() } : {}),
  };
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

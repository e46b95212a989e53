import type { OrgId } from '@redoubt/contracts';
import { appendAudit, type AuditActor, type Session } from '@redoubt/storage';
import type { Role } from '../people/permissions.ts';
import { readUser, type UserRow } from '../people/user-records.ts';

/** What an account was before its person came. */
export interface Reclaimed {
  user: UserRow;
  /** Organisations that it belonged to. */
  orgIds: OrgId[];
}

/**
 * Gives an account, of whose address there is no proof yet, to the person of that address: whoever made it, and may be
 * another, keeps no password, identity, session or membership of it. The caller takes the sessions and views away.
 *
 * @param account locked by the transaction
 */
export async function reclaimAccount(
  session: Session,
  account: UserRow,
  displayName: string,
  by: AuditActor,
): Promise<Reclaimed> {
  const { id, email } = account;
  const held = await session.query<{ org_id: OrgId; role: Role }>(
    'DELETE FROM memberships WHERE user_id = $1 RETURNING org_id, role',
    [id],
  );
  await session.query('DELETE FROM user_identities WHERE user_id = $1', [id]);
  await session.query('DELETE FROM user_networks WHERE user_id = $1', [id]);
  await session.query(
    `UPDATE users SET display_name = $2, password_hash = NULL, password_changed_at = now(), email_proof = 'provider',
       session_epoch = session_epoch + 1 WHERE id = $1`,
    [id, displayName],
  );
  const before = { email, displayName: account.display_name, hasPassword: account.password_hash !== null };
  const after = { email, displayName, hasPassword: false };
  const target = { kind: 'user', id };
  await appendAudit(session, { orgId: null, actor: by, target, action: 'user.reclaimed', before, after });
  // In the order in which all take the heads of the chains.
  for (const { org_id: orgId, role } of held.toSorted((a, b) => (a.org_id < b.org_id ? -1 : 1))) {
    await appendAudit(session, { orgId, actor: by, target, action: 'user.reclaimed', before, after });
    const member = { kind: 'member', id };
    await appendAudit(session, {
      ...{ orgId, actor: by, target: member, action: 'member.removed', before: { email, role } },
    });
  }
  return { user: (await readUser(session, id)) as UserRow, orgIds: held.map((row) => row.org_id) };
}

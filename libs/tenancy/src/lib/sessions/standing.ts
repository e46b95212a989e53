import type { OrgId } from '@redoubt/contracts';
import type { Role } from '../people/permissions.ts';
import type { Queries } from '../people/user-records.ts';

/** What the record says of a user in an organisation. */
export interface Standing {
  isDisabled: boolean;
  /** Undefined: no member. */
  role: Role | undefined;
  sessionEpoch: number;
}

/** Undefined when there is no such user. */
export async function readStanding(queries: Queries, orgId: OrgId, userId: string): Promise<Standing | undefined> {
  const [row] = await queries.query<{ is_disabled: boolean; role: Role | null; session_epoch: number }>(
    `SELECT u.disabled_at IS NOT NULL AS is_disabled, u.session_epoch, m.role
     FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND m.org_id = $1 WHERE u.id = $2`,
    [orgId, userId],
  );
  return row && { isDisabled: row.is_disabled, role: row.role ?? undefined, sessionEpoch: row.session_epoch };
}

import type { OrgId } from '@redoubt/contracts';
import type { Database, Session } from '@redoubt/storage';
import type { EmailProof, User } from './user.ts';

/** A connection or a pool: whatever runs a statement. */
export type Queries = Pick<Database, 'query'> | Pick<Session, 'query'>;

export interface UserRow {
  id: string;
  email: string;
  display_name: string;
  password_hash: string | null;
  email_proof: EmailProof | null;
  session_epoch: number;
  last_login_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
}

const COLUMNS = `id, email, display_name, password_hash, email_proof, session_epoch, last_login_at, disabled_at,
  created_at`;

export function userOf(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    hasPassword: row.password_hash !== null,
    ...(row.email_proof ? { emailProof: row.email_proof } : {}),
    sessionEpoch: row.session_epoch,
    createdAtMs: row.created_at.getTime(),
    ...(row.last_login_at ? { lastLoginAtMs: row.last_login_at.getTime() } : {}),
    ...(row.disabled_at ? { disabledAtMs: row.disabled_at.getTime() } : {}),
  };
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param isLocked  nobody else changes it until the transaction ends */
export async function readUser(
  queries: Queries,
  idOrEmail: string,
  options: { isLocked?: boolean } = {},
): Promise<UserRow | undefined> {
  const column = uuidShape.test(idOrEmail) ? 'id' : 'email';
  const lock = options.isLocked ? ' FOR UPDATE' : '';
  const rows = await queries.query<UserRow>(`SELECT ${COLUMNS} FROM users WHERE ${column} = $1${lock}`, [
    column === 'email' ? idOrEmail.trim().toLowerCase() : idOrEmail,
  ]);
  return rows[0];
}

/** @returns undefined when somebody has the e-mail address already */
export async function insertUser(
  queries: Queries,
  user: { email: string; displayName: string; passwordHash: string | null; emailProof: EmailProof | null },
): Promise<UserRow | undefined> {
  const rows = await queries.query<UserRow>(
    `INSERT INTO users (id, email, display_name, password_hash, password_changed_at, email_proof)
     VALUES (gen_random_uuid(), $1, $2, $3, CASE WHEN $3::text IS NULL THEN NULL ELSE now() END, $4)
     ON CONFLICT (email) DO NOTHING RETURNING ${COLUMNS}`,
    [user.email, user.displayName, user.passwordHash, user.emailProof],
  );
  return rows[0];
}

/** One page by e-mail address. */
export async function readUsers(queries: Queries, page: { afterEmail?: string; limit: number }): Promise<UserRow[]> {
  return queries.query<UserRow>(
    `SELECT ${COLUMNS} FROM users WHERE $1::text IS NULL OR email > $1 ORDER BY email LIMIT $2`,
    [page.afterEmail ?? null, page.limit],
  );
}

/** Organisations the user is a member of, in the order in which audit entries are added. */
export async function readOrgsOf(queries: Queries, userId: string): Promise<OrgId[]> {
  const rows = await queries.query<{ org_id: OrgId }>(
    'SELECT org_id FROM memberships WHERE user_id = $1 ORDER BY org_id',
    [userId],
  );
  return rows.map((row) => row.org_id);
}

/** Users by id; those that are not there are left out. */
export async function readUsersById(queries: Queries, ids: readonly string[]): Promise<UserRow[]> {
  return queries.query<UserRow>(`SELECT ${COLUMNS} FROM users WHERE id = ANY($1)`, [ids]);
}

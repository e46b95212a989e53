import { PermanentError, RetryableError, type OrgId } from '@redoubt/contracts';
import { appendAudit, type AuditActor, type Database, type Session } from '@redoubt/storage';
import { endPastSessions } from '../sessions/end-sessions.ts';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { hashPassword, type PasswordCost } from './password-hash.ts';
import { checkDisplayName, checkEmail, checkPassword, type User } from './user.ts';
import { insertUser, readOrgsOf, readUser, readUsers, readUsersById, userOf, type UserRow } from './user-records.ts';

/** Who changes it, for the audit log. */
export interface ChangeOptions {
  by: AuditActor;
  passwordCost?: PasswordCost;
}

/**
 * Makes a user who belongs to no organisation yet. An operator who does so says that the address is that person's.
 *
 * @param given without a password the user signs in through a provider only
 * @throws PermanentError  an address that is taken or none, or a password that will not do
 */
export async function createUser(
  database: Database,
  given: { email: string; displayName: string; password?: string },
  options: ChangeOptions,
): Promise<User> {
  const email = checkEmail(given.email);
  const displayName = checkDisplayName(given.displayName);
  const passwordHash = given.password === undefined ? null : await hashOf(given.password, email, options);
  return database.transaction(async (session) => {
    const emailProof = options.by.kind === 'operator' ? 'operator' : null;
    const row = await insertUser(session, { email, displayName, passwordHash, emailProof });
    if (!row) throw new PermanentError(`there is a user ${email} already`);
    const user = userOf(row);
    await auditUser(session, user.id, { by: options.by, action: 'user.created', after: stateOf(user) });
    return user;
  });
}

/**
 * Sets another password and ends all sessions. One that an operator sets counts as proof of the address too: whoever had
 * the account before has no way in any more.
 *
 * @param options `sessionEpoch`: that of the user when they showed the password before; when it has counted up since, what
 *   they showed is no proof any more
 * @throws PermanentError  no such user, or a password that will not do
 * @throws RetryableError  the password was changed meanwhile
 */
export async function setPassword(
  deps: TenancyDeps,
  idOrEmail: string,
  password: string,
  options: ChangeOptions & { sessionEpoch?: number },
): Promise<User> {
  const before = await getUser(deps.database, idOrEmail);
  const hash = await hashOf(password, before.email, options);
  const changed = await changeUser(deps.database, before.id, {
    ...{ by: options.by, sessionEpoch: options.sessionEpoch },
    action: 'user.password_changed',
    set: `password_hash = $2, password_changed_at = now(), email_proof = coalesce(email_proof, $3), ${END_SESSIONS}`,
    values: [hash, options.by.kind === 'operator' ? 'operator' : null],
  });
  await endSessionsOf(deps, before.id);
  return changed;
}

function hashOf(password: string, email: string, { passwordCost }: ChangeOptions): Promise<string> {
  return hashPassword(checkPassword(password, email), passwordCost);
}

/** Lets a user sign in nowhere any more and ends all sessions. @throws PermanentError when there is no such user */
export async function disableUser(deps: TenancyDeps, idOrEmail: string, options: ChangeOptions): Promise<User> {
  const { id } = await getUser(deps.database, idOrEmail);
  const set = `disabled_at = coalesce(disabled_at, now()), ${END_SESSIONS}`;
  const user = await changeUser(deps.database, id, { by: options.by, action: 'user.disabled', set });
  await endSessionsOf(deps, id);
  return user;
}

/** Lets a disabled user sign in again. @throws PermanentError when there is no such user */
export async function enableUser(deps: TenancyDeps, idOrEmail: string, options: ChangeOptions): Promise<User> {
  const { id } = await getUser(deps.database, idOrEmail);
  return changeUser(deps.database, id, { by: options.by, action: 'user.enabled', set: 'disabled_at = NULL' });
}

/** Ends all sessions of a user in every organisation. @throws PermanentError when there is no such user */
export async function signOutUser(deps: TenancyDeps, idOrEmail: string, options: ChangeOptions): Promise<User> {
  const { id } = await getUser(deps.database, idOrEmail);
  const user = await changeUser(deps.database, id, { by: options.by, action: 'user.signed_out', set: END_SESSIONS });
  await endSessionsOf(deps, id);
  return user;
}

/** From the commit on no session that was opened before is honoured, also where Redis could not be told. */
const END_SESSIONS = 'session_epoch = session_epoch + 1';

async function endSessionsOf({ database, redis }: TenancyDeps, userId: string): Promise<void> {
  await endPastSessions(redis, await readOrgsOf(database, userId), userId);
}

interface UserChange {
  by: AuditActor;
  action: string;
  /** Assignments with `$2` onwards. */
  set: string;
  values?: readonly unknown[];
  /** Refused when the user has another one. */
  sessionEpoch?: number | undefined;
}

async function changeUser(database: Database, userId: string, change: UserChange): Promise<User> {
  return database.transaction(async (session) => {
    const before = await readUser(session, userId, { isLocked: true });
    if (!before) throw new PermanentError(`there is no user ${userId}`);
    if (change.sessionEpoch !== undefined && change.sessionEpoch !== before.session_epoch) {
      throw new RetryableError('the password was changed meanwhile');
    }
    await session.query(`UPDATE users SET ${change.set} WHERE id = $1`, [userId, ...(change.values ?? [])]);
    const after = userOf((await readUser(session, userId)) as UserRow);
    const states = { before: stateOf(userOf(before)), after: stateOf(after) };
    await auditUser(session, userId, { by: change.by, action: change.action, ...states });
    return after;
  });
}

/** A change of a user is told in the log of no organisation and of each that the user belongs to. */
async function auditUser(
  session: Session,
  userId: string,
  { by, ...entry }: { by: AuditActor; action: string; before?: unknown; after?: unknown },
): Promise<void> {
  const orgs: (OrgId | null)[] = [null, ...(await readOrgsOf(session, userId))];
  for (const orgId of orgs)
    await appendAudit(session, { orgId, actor: by, target: { kind: 'user', id: userId }, ...entry });
}

function stateOf(user: User): Record<string, unknown> {
  const { email, displayName, hasPassword } = user;
  return { email, displayName, hasPassword, isDisabled: user.disabledAtMs !== undefined };
}

export async function findUser(database: Database, idOrEmail: string): Promise<User | undefined> {
  const row = await readUser(database, idOrEmail);
  return row && userOf(row);
}

/** @throws PermanentError when there is none */
export async function getUser(database: Database, idOrEmail: string): Promise<User> {
  const user = await findUser(database, idOrEmail);
  if (!user) throw new PermanentError(`there is no user ${JSON.stringify(idOrEmail)}`);
  return user;
}

/** One page of all users, by e-mail address; `afterEmail` is the last one of the page before. */
export async function listUsers(
  database: Database,
  page: { afterEmail?: string; limit?: number } = {},
): Promise<User[]> {
  return (await readUsers(database, { limit: 500, ...page })).map(userOf);
}

/** Users by id; those that are not there are left out. */
export async function findUsers(database: Database, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map();
  return new Map((await readUsersById(database, [...new Set(ids)])).map((row) => [row.id, userOf(row)]));
}

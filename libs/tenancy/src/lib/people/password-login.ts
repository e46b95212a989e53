import { toError, type OrgId } from '@redoubt/contracts';
import { appendAudit, type Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import type { TenancyDeps } from '../tenancy-deps.ts';
import { isKnownNetwork, noteNetwork } from './known-networks.ts';
import { DEFAULT_THROTTLE_LIMITS, LoginThrottle, type ThrottleLimits } from './login-throttle.ts';
import { hashPassword, verifyPassword, DEFAULT_PASSWORD_COST, type PasswordCost } from './password-hash.ts';
import type { User } from './user.ts';
import { readOrgsOf, readUser, userOf, type UserRow } from './user-records.ts';

/** `credentials`: wrong in any way, an account that is disabled or not there included. */
export type LoginResult = { user: User } | { refused: 'credentials' } | { refused: 'throttled'; retryAfterMs: number };

export interface PasswordLogin {
  /**
   * Proves who somebody is; a session is opened apart. Answers alike, and as slowly, whether the account exists.
   *
   * @throws RetryableError  PostgreSQL or Redis is away, or too many passwords are being checked
   */
  check(given: { email: string; password: string; address: string }): Promise<LoginResult>;
  /**
   * Whether somebody who is signed in knows the password of the account too. Slowed down by the session alone.
   *
   * @throws RetryableError  as `check`
   */
  checkAgain(given: { userId: string; sessionHash: string; password: string; address: string }): Promise<LoginResult>;
}

const MAX_TYPED = 1_024;

/**
 * @param deps log: told of failed attempts that could not be audited
 * @param options what a password hash costs now: those of another cost are renewed at the next sign-in
 */
export function createPasswordLogin(
  deps: TenancyDeps & { log?: Logger },
  options: { passwordCost?: PasswordCost; limits?: ThrottleLimits } = {},
): PasswordLogin {
  const cost = options.passwordCost ?? DEFAULT_PASSWORD_COST;
  return new ThrottledLogin(deps, cost, options.limits ?? DEFAULT_THROTTLE_LIMITS);
}

/** Whether it opens the account, asked by whoever holds it already: nothing is throttled, recorded or renewed. */
export async function isPasswordOf(database: Database, email: string, password: string): Promise<boolean> {
  const row = await readUser(database, email);
  const { isCorrect } = await verifyPassword(password, row?.password_hash ?? undefined, DEFAULT_PASSWORD_COST);
  return isCorrect && row?.disabled_at === null;
}

class ThrottledLogin implements PasswordLogin {
  readonly #database: Database;
  readonly #log: Logger | undefined;
  readonly #throttle: LoginThrottle;
  readonly #cost: PasswordCost;

  constructor(deps: TenancyDeps & { log?: Logger }, cost: PasswordCost, limits: ThrottleLimits) {
    this.#database = deps.database;
    this.#log = deps.log;
    this.#throttle = new LoginThrottle(deps.redis, limits);
    this.#cost = cost;
  }

  async check({ email: typed, password, address }: Parameters<PasswordLogin['check']>[0]): Promise<LoginResult> {
    const email = typed.trim().toLowerCase();
    if (email.length > MAX_TYPED || password.length > MAX_TYPED) return { refused: 'credentials' };
    const isKnown = (): Promise<boolean> => isKnownNetwork(this.#database, email, address);
    const admission = await this.#throttle.admit(email, address, isKnown);
    if ('retryAfterMs' in admission) return { refused: 'throttled', retryAfterMs: admission.retryAfterMs };
    const row = email.includes('@') ? await readUser(this.#database, email) : undefined;
    const proved = await this.#prove(row, password, address);
    if (!proved) return { refused: 'credentials' };
    await this.#throttle.forgive(admission.attempt);
    const renewed = proved.needsRehash ? await hashPassword(password, this.#cost) : null;
    await this.#database.transaction(async (session) => {
      await session.query(
        `UPDATE users SET last_login_at = now(),
           password_hash = CASE WHEN password_hash = $3 THEN coalesce($2, password_hash) ELSE password_hash END
         WHERE id = $1`,
        [proved.row.id, renewed, proved.row.password_hash],
      );
      await noteNetwork(session, proved.row.id, address);
    });
    return { user: userOf(proved.row) };
  }

  async checkAgain(given: Parameters<PasswordLogin['checkAgain']>[0]): Promise<LoginResult> {
    const { userId, sessionHash, password, address } = given;
    if (password.length > MAX_TYPED) return { refused: 'credentials' };
    const retryAfterMs = await this.#throttle.admitAgain(sessionHash);
    if (retryAfterMs > 0) return { refused: 'throttled', retryAfterMs };
    const proved = await this.#prove(await readUser(this.#database, userId), password, address);
    return proved ? { user: userOf(proved.row) } : { refused: 'credentials' };
  }

  /** Undefined when it is wrong in any way, which is audited. */
  async #prove(
    row: UserRow | undefined,
    password: string,
    address: string,
  ): Promise<{ row: UserRow; needsRehash: boolean } | undefined> {
    const stored = row?.password_hash ?? undefined;
    const { isCorrect, needsRehash } = await verifyPassword(password, stored, this.#cost);
    if (row && isCorrect && !row.disabled_at) return { row, needsRehash };
    // Beside the answer: the time it takes would tell that there is such an account.
    if (row) void this.#auditFailure(row, address);
    return undefined;
  }

  /** Told to each organisation of the user. Bounded by the throttle: what it refuses is not told again. */
  async #auditFailure(row: UserRow, address: string): Promise<void> {
    const actor = { kind: 'system' as const, name: 'sign-in', address };
    const target = { kind: 'user', id: row.id };
    try {
      await this.#database.transaction(async (session) => {
        const orgs: (OrgId | null)[] = [null, ...(await readOrgsOf(session, row.id))];
        for (const orgId of orgs) await appendAudit(session, { orgId, actor, action: 'user.login_failed', target });
      });
    } catch (error) {
      this.#log?.warn({ err: toError(error), userId: row.id }, 'failed_login_not_audited');
    }
  }
}

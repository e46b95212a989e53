import {
  appRole,
  hashesOf,
  isAppName,
  newPassword,
  PRESETS,
  SYSTEM_ROLES,
  type Credential,
  type CredentialStore,
  type DeclaredUsers,
  type Role,
} from '@redoubt/acl';
import type { Clock } from '@redoubt/contracts';

export interface DeclaredUsersOptions {
  users: readonly string[];
  defaultUser: 'off' | 'keep';
  ignoredUsers: readonly string[];
}

const otherRoles: Readonly<Record<string, Role>> = { ...PRESETS, ...SYSTEM_ROLES };

/** The users of this installation: roles by configuration, passwords by the store. */
export class DeclaredUsersSource {
  readonly #store: CredentialStore;
  readonly #clock: Clock;
  readonly #options: DeclaredUsersOptions;
  readonly #roles: readonly Role[];

  /** @throws Error when nothing is known of one of the users */
  constructor({ store, clock }: { store: CredentialStore; clock: Clock }, options: DeclaredUsersOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
    this.#roles = options.users.map(roleOf);
  }

  get names(): readonly string[] {
    return this.#options.users;
  }

  /**
   * Users as they should be now. One that has no password yet gets one, kept in the store before any node hears of it.
   *
   * @throws what the store throws: without its passwords nothing is written anywhere
   */
  async read(): Promise<DeclaredUsers> {
    const users = [];
    for (const role of this.#roles) users.push({ role, hashes: hashesOf(await this.#credentialOf(role.name)) });
    return { users, defaultUser: this.#options.defaultUser, ignored: this.#options.ignoredUsers };
  }

  async #credentialOf(user: string): Promise<Credential> {
    const held = await this.#store.read(user);
    if (held) return held;
    const made = { user, password: newPassword(), createdAtMs: this.#clock.now() };
    await this.#store.write(made);
    return made;
  }
}

function roleOf(user: string): Role {
  const role = isAppName(user) ? appRole(user) : otherRoles[user];
  if (role === undefined) throw new Error(`no role is known for ${user}`);
  return role;
}

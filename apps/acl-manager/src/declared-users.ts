import {
  hashesOf,
  newPassword,
  requireRole,
  type Credential,
  type CredentialStore,
  type DeclaredUsers,
  type Role,
} from '@redoubt/acl';
import type { Clock } from '@redoubt/contracts';
import type { RevokedUsers } from './revoked-users.ts';

export interface DeclaredUsersOptions {
  users: readonly string[];
  defaultUser: 'off' | 'keep';
  ignoredUsers: readonly string[];
}

/** The users of this installation: roles by configuration, passwords by the store, without those shut out by hand. */
export class DeclaredUsersSource {
  readonly #store: CredentialStore;
  readonly #clock: Clock;
  readonly #revoked: RevokedUsers;
  readonly #options: DeclaredUsersOptions;
  readonly #roles: readonly Role[];

  /** @throws Error when nothing is known of one of the users */
  constructor(
    { store, clock, revoked }: { store: CredentialStore; clock: Clock; revoked: RevokedUsers },
    options: DeclaredUsersOptions,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#revoked = revoked;
    this.#options = options;
    this.#roles = options.users.map(requireRole);
  }

  get names(): readonly string[] {
    return this.#options.users;
  }

  /**
   * Users as they should be now. One that has no password yet gets one, kept in the store before any node hears of it.
   *
   * @throws what the store throws, and what Redis does before it was first known who is shut out: without knowing,
   *   nothing is written anywhere
   */
  async read(): Promise<DeclaredUsers> {
    const revoked = await this.#revoked.read();
    const held = new Map((await this.#store.list()).map((credential) => [credential.user, credential]));
    const users = [];
    for (const role of this.#roles) {
      const hashes = hashesOf(held.get(role.name) ?? (await this.#credentialOf(role.name)));
      users.push({ role, hashes, isOn: !revoked.has(role.name) });
    }
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

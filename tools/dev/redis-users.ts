import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandsOf,
  FileCredentialStore,
  hashesOf,
  newPassword,
  roleRules,
  SYSTEM_ROLES,
  withoutCommands,
} from '@redoubt/acl';
import type { RedisCredentials } from '@redoubt/redis';
import type { RedisAdmin, RedisCluster } from '@redoubt/test-kit';

const ADMIN = 'admin';
const MANAGER = 'acl-manager';

/**
 * Users of local Redis servers. `default` is shut out from the first moment: servers are set up by an administrator
 * who is nobody else, and acl-manager, which is let in first, makes the users of all services.
 */
export class RedisUsers {
  readonly #folder: string;

  /** @param folder where passwords are kept, in files of mode 0600; used again by the next run */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Who sets the servers up. */
  admin(): RedisAdmin {
    const { username, passwordFile } = this.adminFile();
    if (!existsSync(passwordFile)) writeFileSync(passwordFile, newPassword(), { mode: 0o600 });
    return { username, password: readFileSync(passwordFile, 'utf8') };
  }

  /** The same, with the file of the password. */
  adminFile(): { username: string; passwordFile: string } {
    return { username: ADMIN, passwordFile: join(this.#folder, ADMIN) };
  }

  /** Lets acl-manager in on every node, with the rights it has for good; the rest is its own work. */
  async admitManager(cluster: RedisCluster): Promise<void> {
    const store = new FileCredentialStore(this.#folder);
    const held = await store.read(MANAGER);
    const credential = held ?? { user: MANAGER, password: newPassword(), createdAtMs: Date.now() };
    if (held === undefined) await store.write(credential);
    const hashes = hashesOf(credential).map((hash) => `#${hash}`);
    const role = SYSTEM_ROLES[MANAGER];
    const names = commandsOf(role);
    await Promise.all(
      cluster.nodes.map(async ({ admin }) => {
        const known = (await admin.call('COMMAND', 'INFO', ...names)) as unknown[];
        const unknown = new Set(names.filter((_, index) => known[index] === null));
        await admin.call(
          'ACL',
          'SETUSER',
          MANAGER,
          'reset',
          'on',
          ...hashes,
          ...roleRules(withoutCommands(role, unknown)),
        );
      }),
    );
  }

  /** Further environment of acl-manager. */
  managerEnv(): Record<string, string> {
    return { ...this.login(MANAGER), ...this.usersEnv(), ACL_MODE: 'enforce' };
  }

  /** What users there are and where their passwords live, for acl-manager and for commands that do its work. */
  usersEnv(): Record<string, string> {
    return {
      CREDENTIALS_DIR: this.#folder,
      ACL_DEFAULT_USER: 'off',
      ACL_IGNORED_USERS: ADMIN,
      MANAGE_REPLICATION: 'true',
    };
  }

  /** Environment under which a service connects as its own user. */
  login(user: string): Record<string, string> {
    return { REDIS_USERNAME: user, REDIS_PASSWORD_FILE: join(this.#folder, user) };
  }

  /** The same for a client in this process; acl-manager has to be ready. */
  credentials(username: string): RedisCredentials {
    return { username, password: readFileSync(join(this.#folder, username), 'utf8') };
  }
}

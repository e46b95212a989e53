import { AclCluster, commandsOf, FileCredentialStore, roleNamed, type Credential } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { RedisReplyError, RedisUnavailableError, type NodePool, type RedisCredentials } from '@redoubt/redis';
import { CliError, usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { EXIT } from '../command/exit-code.ts';

/** A way to every node for somebody who may see and change its users. */
export interface Admin {
  cluster: AclCluster;
  pool: NodePool;
  /** User it comes as. */
  login: string;
  /** Where passwords live; undefined when no folder was named. */
  store: FileCredentialStore | undefined;
}

export interface AdminGiven {
  credentials?: string | undefined;
  as?: string | undefined;
}

/** The user that is meant for it. */
const MANAGER = 'acl-manager';

/**
 * Comes to the nodes as `--as`, as acl-manager with its password of the folder, or as the settings say: the first of
 * them that may read users.
 *
 * @throws CliError when none may; RedisUnavailableError when no node answers
 */
export async function openAdmin(context: Context, given: AdminGiven): Promise<Admin> {
  const folder = given.credentials ?? context.settings.acl().credentialsDir;
  const store = folder === undefined ? undefined : new FileCredentialStore(folder);
  const refused: string[] = [];
  for (const credentials of await candidates(store, given.as)) {
    const pool = context.nodes(credentials);
    const login = pool.credentials?.username ?? 'default';
    // What a node refuses stands in its log and is watched: nobody tries what is known to be refused.
    const refusal = mayRun(login, 'acl|list') ? await refusalOf(pool) : 'its role may not';
    if (refusal === undefined) {
      // A node that lost its users with its file stands open, and is to be seen and put right.
      const cluster = new AclCluster(pool, { withoutUser: context.nodes('none') });
      return { cluster, pool, login, store };
    }
    refused.push(`${login}: ${refusal}`);
  }
  throw new CliError(EXIT.notPermitted, `no user at hand may administer Redis users (${refused.join('; ')})`, [
    'name the folder of passwords with --credentials or CREDENTIALS_DIR, so that it can come as acl-manager',
    'or set REDIS_USERNAME and REDIS_PASSWORD_FILE to an administrator of Redis',
  ]);
}

/** The same where a part is of use without it: undefined when nobody at hand may. @throws RedisUnavailableError */
export async function findAdmin(context: Context, given: AdminGiven): Promise<Admin | undefined> {
  try {
    return await openAdmin(context, given);
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT.notPermitted && given.as === undefined) return undefined;
    throw error;
  }
}

/** Whether a user's role has a command; users of whom nothing is known may have it. */
export function mayRun(login: string, command: string): boolean {
  const role = roleNamed(login);
  return role === undefined || commandsOf(role).includes(command);
}

async function candidates(
  store: FileCredentialStore | undefined,
  as: string | undefined,
): Promise<(RedisCredentials | undefined)[]> {
  if (as === undefined) {
    const manager = await readCredential(store, MANAGER);
    return manager === undefined ? [undefined] : [{ username: MANAGER, password: manager.password }, undefined];
  }
  if (store === undefined) throw usageError('--as needs the folder of passwords', 'name it with --credentials');
  const credential = await readCredential(store, as);
  if (credential === undefined) throw usageError(`the folder of passwords has none of ${as}`);
  return [{ username: as, password: credential.password }];
}

/** @throws CliError when the folder cannot be read */
export async function readCredential(
  store: FileCredentialStore | undefined,
  user: string,
): Promise<Credential | undefined> {
  try {
    return await store?.read(user);
  } catch (error) {
    throw new CliError(EXIT.notPermitted, `the password of ${user} cannot be read: ${toError(error).message}`);
  }
}

/** Each is a failed login that somebody may be alarmed by. */
const mostRefusals = 3;

/** Why the user of this pool may not read users on any node asked; undefined when it may. */
async function refusalOf(pool: NodePool): Promise<string | undefined> {
  const [refusals, failures]: [string[], string[]] = [[], []];
  for (const address of pool.configured()) {
    try {
      await pool.call(address, 'ACL', 'LIST');
      return undefined;
    } catch (error) {
      const { message } = toError(error);
      const isRefusal = error instanceof RedisReplyError && (error.kind === 'noperm' || error.kind === 'noauth');
      if (isRefusal || /\b(WRONGPASS|NOAUTH)\b/.test(message)) refusals.push(message);
      else failures.push(message);
      if (refusals.length === mostRefusals) break;
    }
  }
  if (refusals[0] !== undefined) return refusals[0];
  throw new RedisUnavailableError(failures.join('; '));
}

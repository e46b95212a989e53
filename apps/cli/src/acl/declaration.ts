import {
  APP_NAMES,
  hashesOf,
  hasTrace,
  KNOWN_ROLE_NAMES,
  newPassword,
  roleNamed,
  type ClusterFacts,
  type Credential,
  type DeclaredUser,
  type DeclaredUsers,
  type Role,
} from '@redoubt/acl';
import type { SecurityPosture } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { similarTo } from '../output/similar.ts';
import { readCredential, type Admin } from './admin.ts';
import { readPosture, readRevoked } from './posture.ts';

export interface DeclarationGiven {
  users?: readonly string[] | undefined;
  ignore?: readonly string[] | undefined;
  defaultUser?: 'keep' | 'off' | undefined;
}

/** What the users of the installation should be, and what stands against saying so. */
export interface Declaration {
  users: DeclaredUsers;
  /** Names that should exist; those without a known password are among the problems. */
  names: readonly string[];
  problems: readonly string[];
  /** Users whose password stands nowhere, so that they cannot be made. */
  withoutPassword: readonly string[];
  /** Passwords made for users that had none; nobody has them yet. */
  made: readonly Credential[];
  /** Users that were shut out by hand. */
  revoked: ReadonlySet<string>;
  /** Of a running acl-manager. */
  posture: SecurityPosture | null;
}

/**
 * Roles come from the release, passwords from the folder; without one, users keep the passwords that nodes have. Users
 * that were shut out by hand stay so.
 *
 * @throws CliError for a name that nothing is known of, or a folder that cannot be read
 */
export async function declareUsers(
  context: Context,
  admin: Admin,
  facts: ClusterFacts,
  given: DeclarationGiven,
): Promise<Declaration> {
  const [posture, revoked] = await knownToManager(context);
  const settings = context.settings.acl();
  const names = namesOf(settings, posture, given);
  const made: Credential[] = [];
  const problems: string[] = [];
  const withoutPassword: string[] = [];
  const users: DeclaredUser[] = [];
  for (const role of names.map(knownRole)) {
    const found = await hashesFor(context, admin, facts, role);
    if (found === 'unequal') problems.push(`nodes have different passwords of ${role.name}: ${folderHint}`);
    else if (found === 'unknown') withoutPassword.push(role.name);
    else users.push({ role, hashes: found.hashes, isOn: !revoked.has(role.name) });
    if (typeof found === 'object' && found.made !== undefined) made.push(found.made);
  }
  const declared = new Set(users.map(({ role }) => role.name));
  const ignored = [...settings.ignoredUsers, ...(given.ignore ?? []), ...names.filter((name) => !declared.has(name))];
  const defaultUser = given.defaultUser ?? settings.defaultUser;
  return { users: { users, defaultUser, ignored }, names, problems, withoutPassword, made, revoked, posture };
}

/** What acl-manager keeps in Redis. A user that may not read it, or a cluster that serves no such key, has none. */
async function knownToManager(context: Context): Promise<[SecurityPosture | null, Set<string>]> {
  try {
    const redis = await context.redis();
    return await Promise.all([readPosture(redis), readRevoked(redis)]);
  } catch (error) {
    context.log.debug({ err: error }, 'acl_state_unread');
    context.output.warn('what acl-manager keeps could not be read: users shut out by hand are not known');
    return [null, new Set()];
  }
}

function namesOf(
  settings: ReturnType<Context['settings']['acl']>,
  posture: SecurityPosture | null,
  given: DeclarationGiven,
): string[] {
  if (given.users) return [...new Set(given.users)];
  const declared = posture?.users.filter(({ isDeclared }) => isDeclared).map(({ user }) => user) ?? [];
  if (settings.users === undefined && declared.length > 0) return declared;
  const services = settings.users ?? APP_NAMES.filter(hasTrace);
  return [...new Set([...services, 'acl-manager', ...(settings.managesReplication ? ['replication'] : [])])];
}

/** @throws CliError naming what is known */
export function knownRole(name: string): Role {
  const role = roleNamed(name);
  if (role) return role;
  const similar = similarTo(name, KNOWN_ROLE_NAMES);
  throw usageError(
    `nothing is known of a user ${JSON.stringify(name)}`,
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : `known are ${KNOWN_ROLE_NAMES.join(', ')}`,
  );
}

const folderHint = 'name the folder of passwords (--credentials or CREDENTIALS_DIR)';

/** The reason why users cannot be made. */
export function passwordProblem(users: readonly string[]): string {
  return `no password is known of ${users.join(', ')}: ${folderHint}, where new ones are made and kept`;
}

interface Hashes {
  hashes: readonly string[];
  made?: Credential;
}

async function hashesFor(
  context: Context,
  admin: Admin,
  facts: ClusterFacts,
  role: Role,
): Promise<Hashes | 'unequal' | 'unknown'> {
  const credential = await readCredential(admin.store, role.name);
  if (credential) return { hashes: hashesOf(credential) };
  const held = facts.up.flatMap(({ users }) => users.filter(({ name, hashes }) => name === role.name && hashes.length));
  const kinds = new Map(held.map(({ hashes }) => [hashes.join(), hashes]));
  const [only] = kinds.values();
  if (only !== undefined) return kinds.size === 1 ? { hashes: only } : 'unequal';
  if (admin.store === undefined) return 'unknown';
  const made = { user: role.name, password: newPassword(), createdAtMs: context.clock.now() };
  return { hashes: hashesOf(made), made };
}

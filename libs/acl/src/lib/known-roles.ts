import { APP_NAMES, appRole, hasTrace, isAppName } from './app-roles.ts';
import { PRESETS, SYSTEM_ROLES } from './presets.ts';
import type { Role } from './role.ts';

const fixedRoles: Readonly<Record<string, Role>> = { ...PRESETS, ...SYSTEM_ROLES };

/** Every user that something is known of: services with a recorded role, presets, and users of the platform itself. */
export const KNOWN_ROLE_NAMES: readonly string[] = [...APP_NAMES.filter(hasTrace), ...Object.keys(fixedRoles)];

/** The role of a user; undefined when nothing is known of one of that name. */
export function roleNamed(user: string): Role | undefined {
  if (isAppName(user)) return hasTrace(user) ? appRole(user) : undefined;
  return Object.hasOwn(fixedRoles, user) ? fixedRoles[user] : undefined;
}

/** The same where there must be one. Throws Error when nothing is known of the user. */
export function requireRole(user: string): Role {
  const role = roleNamed(user);
  if (role === undefined) throw new Error(`no role is known for ${user}`);
  return role;
}

/** Users that are never shut out: without them nobody could let anybody in again. */
export const IRREVOCABLE_USERS: ReadonlySet<string> = new Set(['acl-manager', 'replication']);

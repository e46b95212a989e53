import type { OrgId } from '@redoubt/contracts';
import type { AuditActor } from '@redoubt/storage';
import { API_KEY_SCOPES, type ApiKeyScope } from '../api-keys.ts';
import type { VerifiedKey } from '../api-key-verifier.ts';
import { isPlatformPermission, SCOPE_PERMISSIONS, type Permission, type Role } from './permissions.ts';

interface Rights {
  /** Id of the user or key. */
  id: string;
  /** The one organisation it acts in. */
  orgId: OrgId;
  permissions: ReadonlySet<Permission>;
}

/** A person with a session. */
export interface UserPrincipal extends Rights {
  kind: 'user';
  /** The same as `id`. */
  userId: string;
  role: Role;
  /** Names the session without giving it away. */
  sessionHash: string;
  /** When the session ends at the latest. */
  expiresAtMs: number;
  /** How often all sessions of the user had been ended when they proved who they are; see `Sessions.open`. */
  sessionEpoch: number;
}

/** A machine with an API key. */
export interface KeyPrincipal extends Rights {
  kind: 'api_key';
}

/** Who asks, whichever way it proved who it is; rights come from here and nowhere else. */
export type Principal = UserPrincipal | KeyPrincipal;

/** The holder of a verified key; scopes that are not known give nothing. */
export function principalOfKey(key: VerifiedKey): KeyPrincipal {
  const scopes = API_KEY_SCOPES.filter((scope) => key.scopes.includes(scope));
  const permissions = new Set(scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]));
  return { kind: 'api_key', id: key.keyId, orgId: key.orgId, permissions };
}

/** The same without rights about the installation, for who is not of the platform organisation. */
export function withoutPlatform<P extends Principal>(principal: P): P {
  const permissions = [...principal.permissions].filter((permission) => !isPlatformPermission(permission));
  return { ...principal, permissions: new Set(permissions) };
}

export function may(principal: Principal, permission: Permission): boolean {
  return principal.permissions.has(permission);
}

/**
 * Whether somebody may make a key of a scope: one that gives nothing they have not themselves. Sending events, which no
 * person does, comes with the right to make keys.
 */
export function mayGrantScope(principal: Principal, scope: ApiKeyScope): boolean {
  const isOwn = (permission: Permission): boolean => permission === 'events:write' || may(principal, permission);
  return may(principal, 'keys:write') && SCOPE_PERMISSIONS[scope].every(isOwn);
}

/** The same as the audit log names it. */
export function auditActorOf(principal: Principal, more: { address?: string; reason?: string } = {}): AuditActor {
  return { kind: principal.kind, name: principal.id, ...more };
}

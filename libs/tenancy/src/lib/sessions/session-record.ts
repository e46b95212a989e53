import { isOrgId, type OrgId } from '@redoubt/contracts';
import { isPermission, isRole, type Permission, type Role } from '../people/permissions.ts';

/** A session as Redis holds it. */
export interface SessionRecord {
  orgId: OrgId;
  userId: string;
  role: Role;
  permissions: readonly Permission[];
  /** How often all sessions of the user had been ended when they proved who they are. */
  sessionEpoch: number;
  createdAtMs: number;
  lastSeenAtMs: number;
  /** When it ends at the latest. */
  expiresAtMs: number;
  address: string;
  userAgent: string;
}

/** Fields and values of the hash, in the names of the data model. */
export function sessionFields(record: SessionRecord): (string | number)[] {
  return [
    ...['user_id', record.userId, 'org_id', record.orgId, 'role', record.role],
    ...['permissions', JSON.stringify(record.permissions), 'expires', record.expiresAtMs, 'epoch', record.sessionEpoch],
    ...['created_at', record.createdAtMs, 'last_seen', record.lastSeenAtMs],
    ...['address', record.address, 'user_agent', record.userAgent],
  ];
}

/** @param flat fields and values as Redis gives them @returns undefined when there is no whole session */
export function parseSession(flat: readonly unknown[]): SessionRecord | undefined {
  const fields = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) fields.set(String(flat[i]), String(flat[i + 1]));
  const [orgId, userId, role] = [fields.get('org_id'), fields.get('user_id'), fields.get('role')];
  if (orgId === undefined || !isOrgId(orgId) || userId === undefined || role === undefined || !isRole(role)) {
    return undefined;
  }
  const [createdAtMs, lastSeenAtMs, expiresAtMs] = ['created_at', 'last_seen', 'expires'].map((name) =>
    countOf(fields.get(name)),
  );
  // A release that knew of no epochs wrote none.
  const sessionEpoch = countOf(fields.get('epoch') ?? '0');
  const permissions = permissionsOf(fields.get('permissions') ?? '[]');
  // One without an end would never end.
  if (createdAtMs === undefined || lastSeenAtMs === undefined || expiresAtMs === undefined) return undefined;
  if (permissions === undefined || sessionEpoch === undefined) return undefined;
  return {
    ...{ orgId, userId, role, permissions, sessionEpoch, createdAtMs, lastSeenAtMs, expiresAtMs },
    address: fields.get('address') ?? '',
    userAgent: fields.get('user_agent') ?? '',
  };
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function permissionsOf(text: string): Permission[] | undefined {
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list)
      ? (list as unknown[]).filter((one): one is Permission => typeof one === 'string' && isPermission(one))
      : undefined;
  } catch {
    return undefined;
  }
}

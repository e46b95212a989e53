import type { ApiKeyScope } from '../api-keys.ts';

/** Everything the API, sockets and commands ask a right for. `<what>:<do>`. */
export const PERMISSIONS = [
  'events:write',
  'events:read',
  'events:export',
  'alerts:read',
  'alerts:write',
  'incidents:read',
  'incidents:write',
  'rules:read',
  'rules:write',
  'suppressions:read',
  'suppressions:write',
  'channels:read',
  'channels:write',
  'sinks:read',
  'sinks:write',
  'assets:read',
  'assets:write',
  'intel:read',
  'intel:write',
  'pipeline:read',
  'pipeline:write',
  'reports:read',
  'reports:write',
  'org:read',
  'org:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'audit:read',
  'platform:read',
  'platform:write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const PLATFORM_PERMISSIONS: readonly Permission[] = ['platform:read', 'platform:write'];

/**
 * Whether a right is about the installation, which belongs to no organisation: its Redis users, nodes and their security.
 * It counts in the platform organisation alone.
 */
export function isPlatformPermission(permission: Permission): boolean {
  return PLATFORM_PERMISSIONS.includes(permission);
}

export const ROLES = ['viewer', 'analyst', 'admin', 'auditor'] as const;
/** What a member is in an organisation. */
export type Role = (typeof ROLES)[number];

const VIEWER: readonly Permission[] = [
  'events:read',
  'alerts:read',
  'incidents:read',
  'rules:read',
  'suppressions:read',
  'assets:read',
  'intel:read',
  'pipeline:read',
  'reports:read',
  'org:read',
];

/**
 * What each role allows. A viewer looks on, an analyst handles alerts, an admin does everything but send events (which
 * is for API keys), an auditor sees everything, the audit log included, and changes nothing.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  analyst: [
    ...VIEWER,
    'events:export',
    'alerts:write',
    'incidents:write',
    'suppressions:write',
    'assets:write',
    'channels:read',
    'sinks:read',
    'members:read',
    'reports:write',
  ],
  admin: PERMISSIONS.filter((permission) => permission !== 'events:write'),
  auditor: [
    ...VIEWER,
    'events:export',
    'channels:read',
    'sinks:read',
    'members:read',
    'keys:read',
    'audit:read',
    'reports:write',
    'platform:read',
  ],
};

/**
 * What each scope of an API key allows. People are let in by people, and the installation is looked after by people: no
 * key has `members:write` or a right of the platform.
 */
export const SCOPE_PERMISSIONS: Readonly<Record<ApiKeyScope, readonly Permission[]>> = {
  ingest: ['events:write'],
  read: [...VIEWER, 'events:export'],
  admin: ROLE_PERMISSIONS.admin.filter((one) => one !== 'members:write' && !isPlatformPermission(one)),
};

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

export function isPermission(text: string): text is Permission {
  return (PERMISSIONS as readonly string[]).includes(text);
}

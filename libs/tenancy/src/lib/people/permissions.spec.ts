import { newOrgId } from '@redoubt/contracts';
import { API_KEY_SCOPES } from '../api-keys.ts';
import { DEFAULT_QUOTA } from '../organization.ts';
import {
  isPlatformPermission,
  PERMISSIONS,
  ROLE_PERMISSIONS,
  ROLES,
  SCOPE_PERMISSIONS,
  type Permission,
} from './permissions.ts';
import { auditActorOf, may, mayGrantScope, principalOfKey, withoutPlatform, type Principal } from './principal.ts';

test('every permission is known, and none is given twice', () => {
  for (const given of [...Object.values(ROLE_PERMISSIONS), ...Object.values(SCOPE_PERMISSIONS)]) {
    expect(given.filter((one) => !PERMISSIONS.includes(one))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
  }
});

test('viewers and auditors change nothing but what they report; only admins manage people, keys and rules', () => {
  const writes = (role: (typeof ROLES)[number]): string[] =>
    ROLE_PERMISSIONS[role].filter((one) => one.endsWith(':write'));
  expect(writes('viewer')).toEqual([]);
  expect(writes('auditor')).toEqual(['reports:write']);
  expect(writes('analyst').sort()).toEqual(
    ['alerts', 'assets', 'incidents', 'reports', 'suppressions'].map((what) => `${what}:write`),
  );
  for (const permission of ['members:write', 'keys:write', 'rules:write', 'org:write'] as const) {
    expect(ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission))).toEqual(['admin']);
  }
});

test('the audit log is for admins and auditors', () => {
  expect(ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('audit:read'))).toEqual(['admin', 'auditor']);
});

test('the installation is seen by admins and auditors, looked after by admins, and out of reach of keys', () => {
  const having = (permission: Permission): string[] =>
    ROLES.filter((one) => ROLE_PERMISSIONS[one].includes(permission));
  expect(having('platform:read')).toEqual(['admin', 'auditor']);
  expect(having('platform:write')).toEqual(['admin']);
  expect(API_KEY_SCOPES.flatMap((scope) => SCOPE_PERMISSIONS[scope]).filter(isPlatformPermission)).toEqual([]);
});

test('who is not of the platform organisation loses rights about the installation and no other', () => {
  const held = { kind: 'api_key', id: 'k1', orgId: newOrgId() } as const;
  const permissions = new Set(['platform:read', 'alerts:read', 'platform:write'] as const);
  expect(withoutPlatform({ ...held, permissions })).toEqual({ ...held, permissions: new Set(['alerts:read']) });
});

test('a key has the permissions of its scopes, and none of a scope that is not known', () => {
  const key = { orgId: newOrgId(), keyId: 'k1', scopes: ['ingest', 'read', 'superuser'], quota: DEFAULT_QUOTA };
  const principal = principalOfKey(key);
  expect(principal).toMatchObject({ kind: 'api_key', orgId: key.orgId, id: 'k1' });
  expect(may(principal, 'events:write')).toBe(true);
  expect(may(principal, 'alerts:read')).toBe(true);
  expect(may(principal, 'alerts:write')).toBe(false);
  expect(auditActorOf(principal, { address: '::1' })).toEqual({ kind: 'api_key', name: 'k1', address: '::1' });
});

test('a key that is made gives nothing its maker has not; no key lets people in', () => {
  const orgId = newOrgId();
  const person = (role: (typeof ROLES)[number]): Principal => ({
    ...{ kind: 'user', id: 'u1', userId: 'u1', orgId, role, sessionHash: 'x', expiresAtMs: 1, sessionEpoch: 0 },
    permissions: new Set(ROLE_PERMISSIONS[role]),
  });
  const key = (scope: string): Principal =>
    principalOfKey({ orgId, keyId: 'k1', scopes: [scope], quota: DEFAULT_QUOTA });
  const granted = (principal: Principal): string[] => API_KEY_SCOPES.filter((scope) => mayGrantScope(principal, scope));
  expect(granted(person('admin'))).toEqual(['ingest', 'read', 'admin']);
  expect(granted(key('admin'))).toEqual(['ingest', 'read', 'admin']);
  for (const other of [person('viewer'), person('analyst'), person('auditor'), key('read'), key('ingest')]) {
    expect(granted(other)).toEqual([]);
  }
  const reduced = { ...person('admin'), permissions: new Set(['keys:write', 'alerts:read'] as const) };
  expect(granted(reduced)).toEqual(['ingest']);
  for (const scope of API_KEY_SCOPES) expect(may(key(scope), 'members:write')).toBe(false);
});

import { newOrgId, PermanentError, type OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys, partitionOf, type GroupName } from '@redoubt/key-schema';
import { listAudit, verifyAudit } from '@redoubt/storage';

import { connectTestBackends, type TestBackends } from '../testing/test-backends.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { getOrganization, insertOrganization, listOrganizations } from './organization-records.ts';
import { DEFAULT_QUOTA } from './organization.ts';
import { provisionOrganization, updateOrganization } from './organizations.ts';
import { readProjectedApiKey } from './projection.ts';
import { reconcile } from './reconcile.ts';
import { OPERATOR } from './tenancy-deps.ts';

const expectedGroups: GroupName[] = ['db_writer', 'alert_engine'];
let deps: TestBackends;

beforeEach(async () => {
  deps = await connectTestBackends();
});
afterEach(() => deps.close());

async function isRegistered(orgId: OrgId): Promise<boolean> {
  const members = clusterKeys.orgRegistry(partitionOf(orgId));
  return (await deps.redis.call('SISMEMBER', members, [orgId])) === 1;
}

async function groupExists(orgId: OrgId, lane: 's' | 'p', group: GroupName): Promise<boolean> {
  const stream = orgKeys(orgId).lane(lane);
  const [reply] = await deps.redis.batch([{ name: 'XPENDING', key: stream, args: [stream, group], retry: 'free' }]);
  return !(reply instanceof Error);
}

describe('provisionOrganization', () => {
  test('makes streams, groups, registry entry and settings before it is active', async () => {
    const org = await provisionOrganization(deps, {
      name: 'acme',
      expectedGroups,
      features: { siem_integration: true },
    });
    expect(org.state).toBe('active');
    for (const lane of ['s', 'p'] as const) {
      for (const group of expectedGroups) expect(await groupExists(org.id, lane, group)).toBe(true);
    }
    expect(await isRegistered(org.id)).toBe(true);
    const config = await deps.redis.call('HMGET', orgKeys(org.id).config(), ['name', 'state', 'eventsPerSecond']);
    expect(config).toEqual(['acme', 'active', String(DEFAULT_QUOTA.eventsPerSecond)]);
    expect(await deps.redis.call('HGET', orgKeys(org.id).features(), ['siem_integration'])).toBe('1');
    expect((await getOrganization(deps.database, 'acme')).state).toBe('active');
    expect((await getOrganization(deps.database, org.id)).name).toBe('acme');
  });

  test('the same name again gives the same organisation, also from several callers at once', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => provisionOrganization(deps, { name: 'acme', expectedGroups })),
    );
    expect(new Set(made.map((org) => org.id)).size).toBe(1);
    expect(await listOrganizations(deps.database)).toHaveLength(1);
  });

  test('one that was interrupted has no keys until it is completed', async () => {
    const given = { name: 'half', displayName: 'Half', retentionDays: 30, quota: DEFAULT_QUOTA, features: {} };
    const half = await insertOrganization(deps.database, { ...given, expectedGroups }, OPERATOR);
    const asking = createApiKey(deps, { organization: 'half', name: 'k', scopes: ['ingest'] });
    await expect(asking).rejects.toThrow('not provisioned');
    await reconcile(deps);
    expect(await isRegistered(half.id)).toBe(true);
    await createApiKey(deps, { organization: 'half', name: 'k', scopes: ['ingest'] });
  });

  test.each(['', 'Acme', 'a b', '-a', 'a'.repeat(64), 'ä', 'x}y'])('refuses the name %j', async (name) => {
    await expect(provisionOrganization(deps, { name, expectedGroups })).rejects.toBeInstanceOf(PermanentError);
  });
});

describe('updateOrganization', () => {
  test('changed quotas reach settings and keys; a new group is made on both lanes', async () => {
    const org = await provisionOrganization(deps, { name: 'acme', expectedGroups });
    const key = await createApiKey(deps, { organization: 'acme', name: 'k', scopes: ['ingest'] });
    const quota = { eventsPerSecond: 5, bytesPerSecond: 6, burstSeconds: 7 };
    await updateOrganization(deps, 'acme', {
      quota,
      retentionDays: 3,
      expectedGroups: [...expectedGroups, 'ml_engine'],
    });
    expect((await readProjectedApiKey(deps.redis, key.id))?.quota).toEqual(quota);
    expect(await getOrganization(deps.database, 'acme')).toMatchObject({ quota, retentionDays: 3 });
    expect(await groupExists(org.id, 'p', 'ml_engine')).toBe(true);
    expect(await deps.redis.call('HGET', orgKeys(org.id).config(), ['retentionDays'])).toBe('3');
  });
});

describe('reconcile', () => {
  test('rebuilds what Redis lost and keeps what is revoked revoked', async () => {
    const org = await provisionOrganization(deps, { name: 'acme', expectedGroups });
    const live = await createApiKey(deps, { organization: 'acme', name: 'live', scopes: ['ingest', 'read'] });
    const ended = await createApiKey(deps, { organization: 'acme', name: 'ended', scopes: ['ingest'] });
    await revokeApiKey(deps, ended.id);
    const before = await readProjectedApiKey(deps.redis, live.id);
    const lost = [
      clusterKeys.apiKey(live.id),
      clusterKeys.apiKey(ended.id),
      orgKeys(org.id).config(),
      orgKeys(org.id).eventsPriority(),
    ];
    for (const key of lost) await deps.redis.call('DEL', key, []);
    await deps.redis.call('SREM', clusterKeys.orgRegistry(partitionOf(org.id)), [org.id]);
    expect(await reconcile(deps)).toEqual({ organizations: 1, apiKeys: 2 });
    expect(await readProjectedApiKey(deps.redis, live.id)).toEqual(before);
    expect((await readProjectedApiKey(deps.redis, ended.id))?.revokedAtMs).toBeDefined();
    expect(await isRegistered(org.id)).toBe(true);
    expect(await groupExists(org.id, 'p', 'db_writer')).toBe(true);
    expect(await deps.redis.call('HGET', orgKeys(org.id).config(), ['name'])).toBe('acme');
  });

  test('walks more organisations than fit on one page', async () => {
    for (let i = 0; i < 205; i++) {
      const given = { displayName: 'x', retentionDays: 1, quota: DEFAULT_QUOTA, features: {}, expectedGroups: [] };
      await insertOrganization(deps.database, { ...given, name: `org-${i}` }, OPERATOR);
    }
    expect(await reconcile(deps)).toEqual({ organizations: 205, apiKeys: 0 });
  });
});

describe('API keys', () => {
  test('the list shows no secret, the record only its hash', async () => {
    await provisionOrganization(deps, { name: 'acme', expectedGroups });
    const key = await createApiKey(deps, { organization: 'acme', name: 'web', scopes: ['ingest'] });
    const [listed] = await listApiKeys(deps, 'acme');
    expect(listed).toMatchObject({ id: key.id, name: 'web', scopes: ['ingest'] });
    const rows = await deps.database.query('SELECT * FROM api_keys');
    expect(JSON.stringify([listed, rows])).not.toContain(key.text.slice(-43));
  });

  test('unknown scopes, organisations and keys are refused', async () => {
    await provisionOrganization(deps, { name: 'acme', expectedGroups });
    const none = createApiKey(deps, { organization: 'acme', name: 'k', scopes: [] });
    await expect(none).rejects.toThrow('scopes are');
    const nameless = createApiKey(deps, { organization: 'acme', name: ' ', scopes: ['ingest'] });
    await expect(nameless).rejects.toThrow('the name of a key');
    const nobody = createApiKey(deps, { organization: 'nobody', name: 'k', scopes: ['ingest'] });
    await expect(nobody).rejects.toThrow('no organisation');
    await expect(revokeApiKey(deps, 'doesnotexist0')).rejects.toThrow('no key');
    const key = await createApiKey(deps, { organization: 'acme', name: 'k', scopes: ['ingest'] });
    await expect(revokeApiKey(deps, key.id, { orgId: newOrgId() })).rejects.toThrow('no key');
    expect((await readProjectedApiKey(deps.redis, key.id))?.revokedAtMs).toBeUndefined();
  });
});

test('settings that are changed at once all stand, in PostgreSQL and in Redis', async () => {
  const { id } = await provisionOrganization(deps, { name: 'acme', expectedGroups });
  await Promise.all([
    updateOrganization(deps, 'acme', { displayName: ' Acme Corp ' }),
    updateOrganization(deps, 'acme', { retentionDays: 90 }),
    updateOrganization(deps, 'acme', { features: { siem_integration: true } }),
    updateOrganization(deps, 'acme', { features: { auto_incident_creation: false } }),
  ]);
  const features = { siem_integration: true, auto_incident_creation: false };
  expect(await getOrganization(deps.database, id)).toMatchObject({
    ...{ displayName: 'Acme Corp', retentionDays: 90, features },
  });
  const config = await deps.redis.call('HMGET', orgKeys(id).config(), ['displayName', 'retentionDays']);
  expect(config).toEqual(['Acme Corp', '90']);
  const flags = await deps.redis.call('HMGET', orgKeys(id).features(), Object.keys(features));
  expect(flags).toEqual(['1', '0']);
});

test('a feature that is none, and a name that cannot be shown, change nothing', async () => {
  await provisionOrganization(deps, { name: 'acme', expectedGroups });
  const features = { no_such_thing: true } as never;
  await expect(updateOrganization(deps, 'acme', { features })).rejects.toThrow('no feature');
  await expect(updateOrganization(deps, 'acme', { displayName: ' ' })).rejects.toThrow('name of an organisation');
  await expect(provisionOrganization(deps, { name: 'other', expectedGroups, features })).rejects.toThrow('no feature');
  expect(await listOrganizations(deps.database)).toHaveLength(1);
});

test('each change of an organisation and its keys is told once, with what it was and is', async () => {
  const by = { kind: 'user' as const, name: 'u-1', address: '203.0.113.7', reason: 'more load' };
  const org = await provisionOrganization(deps, { name: 'acme', expectedGroups, by });
  await provisionOrganization(deps, { name: 'acme', expectedGroups, by });
  await updateOrganization(deps, 'acme', { retentionDays: 7, features: { siem_integration: true } }, { by });
  const key = await createApiKey(deps, { organization: 'acme', name: 'web', scopes: ['ingest'], by });
  await revokeApiKey(deps, key.id, { by });
  await revokeApiKey(deps, key.id, { by });
  await createApiKey(deps, { organization: 'acme', name: 'cli', scopes: ['read'] });
  const { entries } = await listAudit(deps.database, org.id);
  expect(entries.map(({ action, actor }) => `${action} ${actor}`).reverse()).toEqual([
    ...['org.created u-1', 'org.changed u-1', 'key.created u-1', 'key.revoked u-1', 'key.created operator'],
  ]);
  expect(entries[3]).toMatchObject({ before: { retentionDays: 30, features: {} }, after: { retentionDays: 7 } });
  expect(JSON.stringify(entries)).not.toContain(key.text.slice(-43));
  expect(await verifyAudit(deps.database, org.id)).toMatchObject({ isSound: true, entries: 5 });
});

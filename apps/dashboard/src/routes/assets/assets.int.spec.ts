import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { ApiClient, type ApiAnswer } from '../../testing/api-client.ts';
import { startApp, type Tenant, type TestApp } from '../../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;
let acme: Tenant;
let other: Tenant;

beforeAll(async () => {
  app = await startApp({ USER_REQUESTS_PER_MINUTE: '100000', KEY_REQUESTS_PER_MINUTE: '100000' });
  api = await ApiClient.open(app.url);
  [acme, other] = [await app.addTenant('acme'), await app.addTenant('other')];
});
afterAll(() => app.close());

const ask = (operationId: string, given: object = {}, tenant = acme): Promise<ApiAnswer> =>
  api.call(operationId, { key: tenant.admin, ...given });

it('keeps an inventory, tells its health, and pages through it', async () => {
  const text = 'name,ip,criticality,owner\nweb-1,10.0.0.5,high,team-web\ndb-1,10.0.0.6,critical,\n';
  const dry = await ask('importAssets', { body: { text, format: 'csv', isDryRun: true } });
  expect(dry.json).toMatchObject({ added: ['web-1', 'db-1'], refusedCount: 0 });
  expect((await ask('listAssets')).json).toEqual({ assets: [] });
  await ask('importAssets', { body: { text, format: 'csv' } });
  const put = await ask('putAsset', {
    params: { name: 'mail-1' },
    body: { asset: { addresses: ['2001:DB8::0:1'], tags: ['dmz'] } },
  });
  expect(put.json).toMatchObject({ asset: { addresses: ['2001:db8::1'], criticality: 'medium', tags: ['dmz'] } });
  const first = await ask('listAssets', { query: { limit: 2 } });
  expect(first.json).toMatchObject({ assets: [{ name: 'db-1' }, { name: 'mail-1' }], nextCursor: 'mail-1' });
  const second = await ask('listAssets', { query: { limit: 2, cursor: 'mail-1' } });
  expect(second.json).toEqual({ assets: [expect.objectContaining({ name: 'web-1', owner: 'team-web' })] });
  expect((await ask('listAssets', { query: { text: '10.0.0.6' } })).json).toMatchObject({ assets: [{ name: 'db-1' }] });
  const [shown] = second.json.assets as { health: object }[];
  expect(shown?.health).toEqual({ status: 'silent', securityScore: 90, events1h: 0, openAlerts: 0 });
});

it('takes scans in: weaknesses lower the score, and asset:health says so', async () => {
  const results = [{ Vulnerabilities: [{ VulnerabilityID: 'CVE-2026-1', PkgName: 'xz', Severity: 'CRITICAL' }] }];
  const report = JSON.stringify({ SchemaVersion: 2, CreatedAt: '2026-11-20T10:00:00Z', Results: results });
  const scan = await ask('importScan', { body: { format: 'trivy', report, asset: 'web-1' } });
  expect(scan.json).toMatchObject({ scanner: 'trivy', assets: [{ health: { securityScore: 75 } }], unknownHosts: [] });
  const one = await ask('getAsset', { params: { name: 'web-1' } });
  expect(one.json).toMatchObject({
    asset: { scannedAtMs: Date.UTC(2026, 10, 20, 10), vulnerabilities: { critical: 1 } },
    vulnerabilities: [{ id: 'CVE-2026-1', component: 'xz' }],
  });
  const held = await app.redis.call('HMGET', orgKeys(acme.orgId).assetHealth(subjectHash('web-1')), [
    ...['status', 'security_score', 'last_scan', 'vulnerabilities_count', 'events_1h'],
  ]);
  expect(held).toEqual(['warning', '75', '2026-11-20T10:00:00.000Z', '1', '0']);
  expect((await ask('importScan', { body: { format: 'trivy', report } })).status).toBe(422);
  expect((await ask('importScan', { body: { format: 'grype', report, asset: 'web-1' } })).status).toBe(422);
});

it('is of one organisation, and changed by those who may', async () => {
  expect((await ask('getAsset', { params: { name: 'web-1' } }, other)).status).toBe(404);
  expect((await ask('listAssets', {}, other)).json).toEqual({ assets: [] });
  expect((await ask('deleteAsset', { params: { name: 'web-1' } }, other)).status).toBe(404);
  expect((await ask('deleteAsset', { params: { name: 'db-1' } })).json).toEqual({ name: 'db-1' });
  const log = await ask('listAudit', { query: { action: 'asset' } });
  expect((log.json.entries as { action: string }[]).map(({ action }) => action)).toEqual([
    ...['asset.removed', 'asset.scanned', 'asset.set', 'asset.imported'],
  ]);
});

it('stores threat-intelligence lists, and tells the reputation of addresses', async () => {
  const params = { name: 'feed' };
  const stored = await ask('putIntelList', { params, body: { text: 'ip\n203.0.113.9\nnonsense\n' } });
  expect(stored.json).toMatchObject({ isNew: true, indicators: 1, skipped: { unusable: 1 } });
  expect((await ask('listIntelLists')).json).toMatchObject({ lists: [{ name: 'feed', indicators: 1 }] });
  expect((await ask('listIntelLists', {}, other)).json).toEqual({ lists: [] });
  expect((await ask('putIntelList', { params, body: { text: 'nothing' } })).status).toBe(422);
  expect((await ask('deleteIntelList', { params }, other)).status).toBe(404);
  expect((await ask('deleteIntelList', { params })).json).toEqual({ name: 'feed' });
  const address = { address: '203.0.113.9' };
  expect((await ask('getReputation', { params: address })).status).toBe(404);
  await app.redis.call('HSET', orgKeys(acme.orgId).ipReputation(subjectHash('203.0.113.9')), [
    ...['ip', '203.0.113.9', 'score', '80', 'atMs', '1', 'lastSeenMs', '2', 'alertCount', '0', 'lists', '["feed"]'],
  ]);
  expect((await ask('getReputation', { params: address })).json).toMatchObject({
    reputation: { score: 80, lists: ['feed'], threatTypes: [] },
  });
});

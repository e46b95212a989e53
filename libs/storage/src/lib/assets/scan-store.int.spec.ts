import { assetSchema, newOrgId, type OrgId, type Vulnerability } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { saveAssets } from './asset-store.ts';
import { lastScans, listVulnerabilities } from './read-assets.ts';
import { saveScan } from './scan-store.ts';

const actor = { kind: 'operator', name: 'ops' } as const;
const nowMs = Date.UTC(2026, 10, 22, 12);
let server: TestDatabase;
let orgId: OrgId;

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());
beforeEach(async () => {
  orgId = newOrgId();
  await server.database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, $2, 'o', 1, 1, '{}')`,
    [orgId, `o-${orgId.slice(0, 8)}`],
  );
  await saveAssets(server.database, { orgId, assets: [assetSchema.parse({ name: 'web-1' })], actor });
});

const weakness = (id: string, more: Partial<Vulnerability> = {}): Vulnerability => ({
  ...{ id, component: 'xz', severity: 'high' },
  ...more,
});

it('keeps texts that speak of NUL as they are, and leaves NUL itself out', async () => {
  const vulnerabilities = [
    weakness('CVE-1', { title: 'a \\u0000 in "a name"' }),
    weakness('CVE-2', { title: 'a\0b \ud800' }),
    weakness('CVE-\u00002'),
  ];
  const scan = { orgId, scanner: 'trivy', scannedAtMs: nowMs, hosts: [{ host: 'web-1\0', vulnerabilities }], actor };
  expect((await saveScan(server.database, scan)).unknownHosts).toEqual([]);
  expect(await listVulnerabilities(server.database, orgId, 'web-1')).toEqual([
    weakness('CVE-1', { title: 'a \\u0000 in "a name"' }),
    weakness('CVE-2'),
  ]);
});

it('holds what each scanner found, sums it up, and lets nothing old replace it', async () => {
  const scan = (scanner: string, atMs: number, ids: string[]) => {
    const hosts = [{ host: 'web-1', vulnerabilities: ids.map((id) => weakness(id)) }];
    return saveScan(server.database, { orgId, scanner, scannedAtMs: atMs, hosts, actor });
  };
  await scan('trivy', nowMs - 10, ['CVE-1', 'CVE-2']);
  await scan('openvas', nowMs, ['CVE-2', 'CVE-3']);
  const { assets } = await scan('trivy', nowMs - 20, []);
  expect(assets).toMatchObject([{ scanner: 'openvas', scannedAtMs: nowMs, vulnerabilities: { high: 4 } }]);
  const ids = async () => (await listVulnerabilities(server.database, orgId, 'web-1')).map(({ id }) => id);
  expect(await ids()).toEqual(['CVE-1', 'CVE-2', 'CVE-3']);
  await scan('openvas', nowMs + 10, []);
  expect(await ids()).toEqual(['CVE-1', 'CVE-2']);
  expect(await lastScans(server.database, orgId, 'trivy')).toEqual(new Map([['web-1', nowMs - 10]]));
  expect(await lastScans(server.database, orgId, 'other')).toEqual(new Map());
});

it('sums up what two scanners found that end at once', async () => {
  const hosts = [{ host: 'web-1', vulnerabilities: [weakness('CVE-1')] }];
  const scan = { orgId, scanner: 'trivy', scannedAtMs: nowMs, hosts, actor };
  const isWaiting = async () => {
    const rows = await server.database.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  };
  const saved = await server.database.transaction(async (session) => {
    await session.query(
      `INSERT INTO asset_scans (org_id, asset, scanner, scanned_at, vulnerabilities)
       VALUES ($1, 'web-1', 'openvas', to_timestamp($2), '{0,0,0,2,0}')`,
      [orgId, nowMs / 1_000 - 60],
    );
    await session.query("UPDATE assets SET vulnerabilities = '{0,0,0,2,0}' WHERE org_id = $1", [orgId]);
    const other = saveScan(server.database, scan);
    await waitFor(isWaiting);
    return { other };
  });
  expect((await saved.other).assets).toMatchObject([{ vulnerabilities: { high: 3 } }]);
});

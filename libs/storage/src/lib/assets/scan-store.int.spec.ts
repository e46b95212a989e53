import { assetSchema, newOrgId, type OrgId, type Vulnerability } from '@redoubt/contracts';
import { testServerUrl } from '../../testing/server-url.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { saveAssets } from './asset-store.ts';
import { listVulnerabilities } from './read-assets.ts';
import { saveScan } from './scan-store.ts';

const actor = { kind: 'operator', name: 'ops' } as const;
const nowMs = Date.UTC(2026, 10, 22, 12);
let server: TestDatabase;
let orgId: OrgId;

beforeAll(async () => {
  server = await createTestDatabase(testServerUrl());
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

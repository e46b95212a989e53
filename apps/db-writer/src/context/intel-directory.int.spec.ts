import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, saveIntelList, type TestDatabase } from '@redoubt/storage';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { createContextMetrics } from './context-metrics.ts';
import { IntelDirectory } from './intel-directory.ts';

let server: TestDatabase;
const orgs: OrgId[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
  for (let at = 0; at < 3; at += 1) {
    const orgId = newOrgId();
    orgs.push(orgId);
    await server.database.query(
      `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
       VALUES ($1, $2, $2, 1, 1, '{}')`,
      [orgId, `org-${at}`],
    );
    const indicators = Array.from({ length: 40 }, (_, n) => ({ kind: 'ip', value: `203.0.113.${n}`, confidence: n }));
    const actor = { kind: 'operator', name: 'ops' } as const;
    await saveIntelList(server.database, { orgId, name: 'feed', format: 'csv', source: 'spec', indicators, actor });
  }
});
afterAll(() => server.close());

it('shares its memory, so that organisations with full lists do not push out each other for ever', async () => {
  const metrics = testMetrics();
  const directory = new IntelDirectory(
    { database: server.database, log: testLogger(), clock: systemClock, metrics: createContextMetrics(metrics) },
    { intervalMs: 60_000, maxIndicators: 40, maxIndicatorsInMemory: 60, firstLoadMs: 30_000 },
  );
  await directory.start();
  const round = async (): Promise<void> => {
    for (const orgId of orgs) {
      const table = await directory.tableOf(orgId);
      if (table === undefined || table === 'unread') throw new Error('no table');
      // The surest are kept.
      expect(table.find('203.0.113.39')).toHaveLength(1);
    }
  };
  const loads = () => metrics.read('db_intel_loads_total', { result: 'loaded' });
  for (let rounds = 0; rounds < 3; rounds += 1) await round();
  const before = await loads();
  for (let rounds = 0; rounds < 5; rounds += 1) await round();
  expect(await loads()).toBe(before);
  expect(await metrics.read('db_intel_indicators')).toBeLessThanOrEqual(60);
  await directory.close();
});

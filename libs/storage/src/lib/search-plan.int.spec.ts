import { newOrgId, SEVERITIES, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { alertsPerDay, openCases, responseTimes } from './alert-figures.ts';
import { DAY_MS } from './event-days.ts';
import { EventPartitions } from './event-partitions.ts';
import { searchPlan } from './search-plan.ts';

let server: TestDatabase;
const orgIds: OrgId[] = Array.from({ length: 10 }, () => newOrgId());
const [orgId] = orgIds as [OrgId];
// Rows of both days, whatever the time of day: a partition without any is read as a whole.
const nowMs = Date.now() - (Date.now() % DAY_MS) + DAY_MS / 3;

beforeAll(async () => {
  server = await createTestDatabase();
  const { database } = server;
  await new EventPartitions(database).ensureAround(nowMs, 1, 0);
  await database.query(
    `INSERT INTO events (org_id, event_time, received_at, event_id, event_type, severity, is_future, payload)
     SELECT ($1::uuid[])[1 + n % 10], at, at, 's-' || n, 'type_' || n % 7, n % 5, false, '{}'
     FROM (SELECT n, to_timestamp($2::float8 / 1000) - n * interval '1 second' AS at FROM generate_series(1, 60000) AS n) AS x`,
    [orgIds, nowMs],
  );
  await database.query('ANALYZE events');
});
afterAll(() => server.close());

describe('a search by organisation, time and type', () => {
  test('reads each partition by the index made for it, and no table as a whole', async () => {
    const plan = await searchPlan(server.database, orgId, { type: 'type_3', fromMs: nowMs - DAY_MS }, { limit: 50 });
    expect(plan.length).toBeGreaterThan(0);
    for (const { table, index } of plan) expect([table, index]).toEqual([table, expect.stringMatching(/_type_/)]);
  });

  test('likewise without a type, and with a severity', async () => {
    for (const filters of [{}, { minSeverity: SEVERITIES[3] as 'high' }, { type: 'never' }]) {
      const plan = await searchPlan(server.database, orgId, { ...filters, fromMs: nowMs - DAY_MS }, { limit: 50 });
      expect(plan.filter(({ index }) => index === undefined)).toEqual([]);
    }
  });
});

describe('figures of alerts', () => {
  test('read indexes, not tables', async () => {
    const { database } = server;
    await database.query(
      `INSERT INTO alerts (org_id, alert_id, rule_id, severity, status, title, asset, first_seen, last_seen, created_at,
         updated_at, count, risk_score, version, doc)
       SELECT ($1::uuid[])[1 + n % 10], gen_random_uuid(), 'r', n % 5, CASE n % 50 WHEN 0 THEN 'firing' ELSE 'closed' END,
         't', 'a' || n % 9, at, at, at, at, 1, 0, 1, '{}'
       FROM (SELECT n, now() - n * interval '10 minutes' AS at FROM generate_series(1, 20000) AS n) AS x`,
      [orgIds],
    );
    await database.query(
      `INSERT INTO alert_history (org_id, record_id, alert_id, version, change, at, status, severity, count)
       SELECT org_id, 'a-' || row_number() OVER (), alert_id, 1, CASE severity WHEN 0 THEN 'closed' ELSE 'updated' END,
         updated_at, status, severity, 1 FROM alerts`,
    );
    await database.query('ANALYZE alerts, alert_history');
    const scans = async (): Promise<number> => {
      await database.query('SELECT pg_stat_force_next_flush()').catch(() => []);
      const rows = await database.query<{ scans: string }>(
        "SELECT sum(seq_scan) AS scans FROM pg_stat_user_tables WHERE relname IN ('alerts', 'alert_history')",
      );
      return Number(rows[0]?.scans);
    };
    const before = await scans();
    await openCases(database, orgId);
    await alertsPerDay(database, orgId, { days: 7, nowMs });
    const times = await responseTimes(database, orgId, { sinceMs: nowMs - 7 * DAY_MS });
    expect(times.closeSeconds).toBe(0);
    expect(await scans()).toBe(before);
  });
});

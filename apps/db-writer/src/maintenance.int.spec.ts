import { systemClock } from '@redoubt/contracts';
import { createTestDatabase, EventPartitions, type TestDatabase } from '@redoubt/storage';
import { createTempDir, waitFor, type TempDir } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { Maintenance } from './maintenance.ts';
import { createDbWriterMetrics } from './metrics.ts';

const today = Math.floor(Date.now() / 86_400_000);
let server: TestDatabase;
let temp: TempDir;

beforeAll(async () => {
  server = await createTestDatabase();
  temp = createTempDir('maintenance');
});
afterAll(async () => {
  await server.close();
  temp.remove();
});

it('is prepared before a day past its time is archived, and then archives it', async () => {
  const partitions = new EventPartitions(server.database);
  await partitions.ensure([today - 50]);
  const parts = { database: server.database, partitions, log: testLogger(), clock: systemClock };
  const maintenance = new Maintenance(
    { ...parts, metrics: createDbWriterMetrics(testMetrics()) },
    {
      ...{ intervalMs: 3_600_000, retryMs: 100, isMigrating: true, daysAhead: 2, defaultRetentionDays: 30 },
      archiveFolder: temp.path,
    },
  );
  await maintenance.prepare();
  expect(await partitions.list()).toEqual([-50, -1, 0, 1, 2].map((offset) => today + offset));
  maintenance.start();
  await waitFor(async () => !(await partitions.list()).includes(today - 50));
  await maintenance.close();
});

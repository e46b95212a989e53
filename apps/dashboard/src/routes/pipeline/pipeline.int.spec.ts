import { orgKeys, type GroupName } from '@redoubt/key-schema';
import { createStreamConsumer } from '@redoubt/stream';
import { createApiKey, provisionOrganization } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { ApiClient } from '../../testing/api-client.ts';
import { startApp, storeEvents, type TestApp } from '../../testing/start-app.ts';

const MINUTE_MS = 60_000;
let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
});
afterAll(() => app.close());

interface Group {
  group: string;
  workers: number;
  owner: { workerId: string; leaseAgeMs: number; expiresInMs: number } | null;
}
interface Minute {
  atMs: number;
  accepted: number;
  stored: number;
  dead: Record<string, number>;
}

describe('GET pipeline', () => {
  it('says who works for the organisation, and since when', async () => {
    // A group of this spec alone, since other specs work in the others.
    const group: GroupName = `siem_forwarder:${crypto.randomUUID()}`;
    await provisionOrganization(app, { name: 'owned', expectedGroups: [group] });
    const { text: key } = await createApiKey(app, { organization: 'owned', name: 'r', scopes: ['read'] });
    const find = async (): Promise<Group | undefined> =>
      ((await api.call('getPipeline', { key })).json.groups as Group[]).find((one) => one.group === group);
    expect(await find()).toMatchObject({ workers: 0, owner: null });
    const consumer = createStreamConsumer(
      { redis: app.redis, log: testLogger(), metrics: testMetrics() },
      { group, workerId: 'worker-7', handler: () => Promise.resolve('ack') },
    );
    await consumer.start();
    const held = await waitFor(async () => ((await find())?.owner ? await find() : undefined));
    expect(held).toMatchObject({ workers: 1, owner: { workerId: 'worker-7' } });
    expect(held.owner?.leaseAgeMs).toBeLessThan(MINUTE_MS);
    expect(held.owner?.expiresInMs).toBeGreaterThan(0);
    await consumer.close();
    expect(await find()).toMatchObject({ workers: 0, owner: null });
  });

  it('says what came in, was stored and was given up, by minute', async () => {
    const tenant = await app.addTenant('minutes');
    const atMs = Date.now();
    const ledger = orgKeys(tenant.orgId).ledger(atMs);
    await app.redis.call('HSET', ledger, ['accepted', 5, 'dead:alert_engine', 2, 'dead:db_writer', 0]);
    await storeEvents(app.database, tenant.orgId, [{}, {}, {}]);
    const { json } = await api.call('getPipeline', { key: tenant.read });
    const minutes = json.minutes as Minute[];
    expect(minutes).toHaveLength(30);
    expect(minutes.map((minute) => minute.atMs % MINUTE_MS)).toEqual(minutes.map(() => 0));
    expect(minutes.reduce((sum, { stored }) => sum + stored, 0)).toBe(3);
    const filled = minutes.filter(({ accepted }) => accepted > 0);
    expect(filled).toMatchObject([{ atMs: atMs - (atMs % MINUTE_MS), accepted: 5, dead: { alert_engine: 2 } }]);
  });
});

import { INTEL_RULE, type OrgId } from '@redoubt/contracts';
import { indicatorOf } from '@redoubt/enrichment';
import { orgKeys } from '@redoubt/key-schema';
import { removeIntelList, saveIntelList, searchEvents } from '@redoubt/storage';
import { createFrameProducer } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { refusedCommands, testLogger, testMetrics, type RunningApp } from '@redoubt/worker-test-kit';
import { WriterStage } from '../testing/stage.ts';

const actor = { kind: 'operator', name: 'ops' } as const;

let stage: WriterStage;
let writer: RunningApp;
let orgId: OrgId;

beforeAll(async () => {
  stage = await WriterStage.open(1);
  [orgId] = stage.orgs as [OrgId];
  const database = await stage.database();
  await database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, 'acme', 'Acme', 1, 1, '{db_writer}')`,
    [orgId],
  );
  await importList('feed', ['203.0.113.9', 'bad.example.org']);
  writer = stage.startWriter('w1', { INTEL_INTERVAL_MS: '100' });
  await writer.started;
});
afterAll(async () => {
  await writer.stop();
  await stage.close();
});

async function importList(name: string, texts: readonly string[]): Promise<void> {
  const indicators = texts.flatMap((text) => {
    const indicator = indicatorOf(text);
    return indicator === undefined ? [] : [{ ...indicator, confidence: 80, threat: 'botnet' }];
  });
  await saveIntelList(await stage.database(), { orgId, name, format: 'csv', source: 'test', indicators, actor });
}

async function send(events: readonly object[]): Promise<void> {
  const producer = createFrameProducer({ redis: stage.redis, log: testLogger(), metrics: testMetrics() });
  const lines = events.map((event) =>
    Buffer.from(JSON.stringify({ severity: 'low', eventType: 'dns_query', ...event })),
  );
  await producer.append({ orgId, lanes: [{ lane: 's', lines }] });
  await producer.close();
}

const listedEvents = async () => (await searchEvents(await stage.database(), orgId, { isListed: true })).events;
const detections = async (): Promise<string> =>
  JSON.stringify(await stage.redis.call('XRANGE', orgKeys(orgId).detectionsStream(), ['-', '+']));

it('keeps with the event what lists name in it, and tells alert-engine once per thing and asset', async () => {
  await send([
    { externalId: 'a', sourceIp: '203.0.113.9' },
    { externalId: 'b', sourceIp: '203.0.113.9', asset: 'web-2' },
    { externalId: 'c', asset: 'web-1', payload: { query: 'x.bad.example.org' } },
    { externalId: 'd', sourceIp: '203.0.113.10' },
  ]);
  await waitFor(async () => (await listedEvents()).length === 3);
  const events = await listedEvents();
  expect(events.find(({ externalId }) => externalId === 'c')?.intel).toEqual([
    {
      ...{ list: 'feed', kind: 'domain', indicator: 'bad.example.org', threat: 'botnet', confidence: 80 },
      ...{ field: 'payload.query', value: 'x.bad.example.org' },
    },
  ]);
  await waitFor(async () => (await detections()).includes('named by the list feed'));
  const text = await detections();
  expect(text.split(INTEL_RULE.id)).toHaveLength(3);
  expect(await writer.metrics.read('db_intel_matched_events_total')).toBe(3);
  expect(await writer.metrics.read('db_intel_detections_total', { result: 'sent' })).toBe(2);
  expect(await writer.metrics.read('db_intel_unread_events_total')).toBe(0);
});

it('follows lists as they change', async () => {
  const loads = async (): Promise<number> =>
    (await writer.metrics.read('db_intel_loads_total', { result: 'loaded' })) ?? 0;
  const before = await loads();
  await importList('more', ['198.51.100.0/24']);
  // Whatever comes brings the changed lists in.
  await waitFor(async () => {
    await send([{ externalId: 'wake' }]);
    return (await loads()) > before;
  });
  await send([{ externalId: 'net', destinationIp: '198.51.100.7', asset: 'db-1' }]);
  await waitFor(async () => (await listedEvents()).some(({ externalId }) => externalId === 'net'));
  for (const name of ['more', 'feed']) await removeIntelList(await stage.database(), { orgId, name, actor });
  await waitFor(async () => {
    await send([{ externalId: 'wake' }]);
    return (await writer.metrics.read('db_intel_indicators')) === 0;
  });
  expect(await refusedCommands('db-writer', stage.cluster.addresses)).toEqual([]);
});

import { orgKeys } from '@redoubt/key-schema';
import { createSink, enableSink, readSinkHealth, type NewSink, type SinkInfo } from '@redoubt/rulebook';
import { listAudit, type Database } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { refusedCommands } from '@redoubt/worker-test-kit';
import { WriterStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const by = { actor: 'spec' };
const BUDGET = { SINK_BUDGET_ENTRIES: '20', TRIM_INTERVAL_MS: '100', RELAY_INTERVAL_MS: '100' };
const timeoutMs = 30_000;

let stage: WriterStage;
let database: Database;
let orgId: (typeof stage.orgs)[0];
let writer: RunningApp;

beforeEach(async () => {
  stage = await WriterStage.open(1);
  [orgId] = stage.orgs as [typeof orgId];
  database = await stage.database();
  await database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, 'acme', 'Acme', 1000, 1000000, '{db_writer}')`,
    [orgId],
  );
  await stage.redis.call('HSET', orgKeys(orgId).config(), ['expectedGroups', 'db_writer']);
  writer = stage.startWriter('w1', BUDGET);
  await writer.started;
});
afterEach(async () => {
  await writer.stop();
  expect(await refusedCommands('db-writer', stage.cluster.addresses)).toEqual([]);
  await stage.close();
});

const groups = async (): Promise<string> =>
  String(await stage.redis.call('HGET', orgKeys(orgId).config(), ['expectedGroups']));
const kept = async (): Promise<number> => Number(await stage.redis.call('XLEN', orgKeys(orgId).eventsStream(), []));
const health = async (sink: SinkInfo) => (await readSinkHealth(stage.redis, orgId, [sink])).get(sink.sinkId);

async function addSink(more: Partial<NewSink> = {}): Promise<SinkInfo> {
  const sink = { type: 'file', name: 'far', fileName: 'far.ndjson', startAt: 'oldest', ...more } as NewSink;
  const info = await createSink(database, orgId, sink, by);
  await waitFor(async () => (await groups()).includes(info.group), { timeoutMs, what: 'it has its cursor' });
  return info;
}

/** One frame each. */
async function produce(frames: number): Promise<void> {
  for (let at = 0; at < frames; at++) await stage.produce(1);
}

test('a sink beyond its budget is taken off, said so, and what it held is let go; resumed it goes on at what is kept', async () => {
  const sink = await addSink();
  await produce(60);
  await waitFor(async () => (await health(sink))?.state === 'detached', { timeoutMs, what: 'it is taken off' });
  expect(await groups()).toBe('db_writer');
  // Trimming leaves up to a node of the stream, of 100 entries.
  await produce(150);
  await waitFor(async () => (await kept()) < 120, { timeoutMs, what: 'its entries are let go of' });
  expect(await writer.metrics.read('db_sinks_detached_total')).toBe(1);
  const page = await listAudit(database, orgId, { action: 'sink.detached' }, { limit: 10 });
  expect(page.entries).toMatchObject([
    {
      actorKind: 'system',
      actor: 'db-writer',
      targetKind: 'sink',
      targetId: sink.sinkId,
      after: { group: sink.group },
    },
  ]);

  const left = await kept();
  await enableSink(database, orgId, sink.sinkId, { ...by, isEnabled: true });
  await waitFor(async () => (await health(sink))?.state === 'new', { timeoutMs, what: 'it is back' });
  expect(await groups()).toBe('db_writer,siem_forwarder');
  const { skippedEntries, lagEntries } = (await health(sink)) as NonNullable<Awaited<ReturnType<typeof health>>>;
  expect(skippedEntries + (lagEntries ?? 0)).toBe(210);
  expect(lagEntries).toBeLessThanOrEqual(left);
});

test('one that is to be waited for stays', async () => {
  const sink = await addSink({ onFull: 'block' });
  await produce(60);
  expect(await stage.verdict()).toMatchObject({ lost: [] });
  await waitFor(async () => ((await health(sink))?.lagEntries ?? 0) === 60, { timeoutMs });
  expect(await groups()).toBe('db_writer,siem_forwarder');
  expect(await writer.metrics.read('db_sinks_detached_total')).toBe(0);
});

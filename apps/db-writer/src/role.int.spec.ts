import { orgKeys } from '@redoubt/key-schema';
import { createFrameProducer, provisionStreams } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { refusedCommands, testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { WriterStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

const GROUPS = ['db_writer', 'alert_engine', 'ml_engine', 'siem_forwarder', 'notifier'] as const;

describe('the Redis user of db-writer', () => {
  let stage: WriterStage;
  let writer: RunningApp | undefined;

  beforeEach(async () => {
    stage = await WriterStage.open(1);
  });
  afterEach(async () => {
    await writer?.stop();
    await stage.close();
  });

  it('may count events of every kind and trim every stream that some group reads', async () => {
    const [orgId] = stage.orgs as [(typeof stage.orgs)[0]];
    const keys = orgKeys(orgId);
    await provisionStreams(stage.redis, orgId, GROUPS);
    for (const stream of [keys.detectionsStream(), keys.commandsStream(), keys.alertsStream()]) {
      await stage.redis.call('XADD', stream, ['1-1', 'v', '1']);
    }
    writer = stage.startWriter('w1', { EXPECTED_GROUPS: GROUPS.join(','), TRIM_INTERVAL_MS: '100' });
    await writer.started;
    const producer = createFrameProducer({ redis: stage.redis, log: testLogger(), metrics: testMetrics() });
    const events = ['failed_login', 'sql_injection_attempt'].map((eventType, index) => ({
      ...{
        eventType,
        severity: 'low',
        sourceIp: `203.0.113.${index}`,
        asset: 'web-1',
        user: 'ann',
        eventTimeMs: Date.now(),
      },
    }));
    for (const event of [...events, ...events]) {
      await producer.append({ orgId, lanes: [{ lane: 's', lines: [Buffer.from(JSON.stringify(event))] }] });
    }
    await producer.close();
    // A group that has gone ahead lets the trimmer pass its entries.
    await waitFor(async () => (await writer?.metrics.read('db_events_stored_total')) === 4);
    for (const [stream, group] of [
      [keys.detectionsStream(), 'alert_engine'],
      [keys.commandsStream(), 'alert_engine'],
    ] as const) {
      await stage.redis.batch([{ name: 'XGROUP', key: stream, args: ['SETID', stream, group, '$'], retry: 'free' }]);
    }
    await waitFor(async () => (await stage.redis.call('XLEN', keys.commandsStream(), [])) === 0, { timeoutMs: 20_000 });
    expect(await writer.metrics.read('db_realtime_updates_total', { result: 'failed' })).toBe(0);
    const assets = await stage.redis.call('EXISTS', keys.topAssets(Date.now()), []);
    expect(assets).toBe(1);
    expect(await refusedCommands('db-writer', stage.cluster.addresses)).toEqual([]);
  });
});

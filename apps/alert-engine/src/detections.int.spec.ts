import { ANOMALY_RULES, INTEL_RULE, type Detection } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { chunkRecords, recordEntryFields, ringBell } from '@redoubt/stream';
import { waitFor } from '@redoubt/test-kit';
import { EngineStage } from './testing/stage.ts';
import type { RunningApp } from '@redoubt/worker-test-kit';

let stage: EngineStage;
let engine: RunningApp;

beforeAll(async () => {
  stage = await EngineStage.open(1);
  engine = stage.startEngine('w1');
  await engine.started;
});
afterAll(async () => {
  await engine.stop();
  await stage.close();
});

/** An unusual event as ml-scorer reports it. */
function detection(id: string, more: Partial<Detection> = {}): Detection {
  return {
    detectionId: id,
    ruleId: ANOMALY_RULES.event.id,
    ruleName: ANOMALY_RULES.event.name,
    severity: 'medium',
    subject: { user: 'svc-backup', asset: 'vault-1' },
    timeMs: Date.now(),
    eventIds: [id],
    reason: 'Unusual successful_login: user svc-backup, asset vault-1: never seen in the last 1,479 minutes',
    tags: [],
    anomalyScore: 97,
    ...more,
  };
}

async function detect(records: readonly unknown[]): Promise<void> {
  const stream = orgKeys(stage.org).detectionsStream();
  const lines = records.map((record) => Buffer.from(JSON.stringify(record)));
  for (const chunk of chunkRecords(lines)) {
    await stage.redis.call('XADD', stream, ['*', ...recordEntryFields(chunk, Date.now())]);
  }
  ringBell(stage.redis, stage.org, ['d']);
}

test('detections of others become alerts as those of rules do: one per subject, counted, and what is none is put aside', async () => {
  await detect([detection('s-1-0-0'), detection('s-1-0-1'), { detectionId: 'no detection' }]);
  await detect([detection('s-2-0-0'), detection('s-2-0-1', { subject: { user: 'anna' } })]);
  await waitFor(async () => (await stage.alerts()).length === 2);
  await stage.settle();
  const alerts = await stage.alerts();
  expect(alerts.find(({ subject }) => subject.asset === 'vault-1')).toMatchObject({
    status: 'firing',
    severity: 'medium',
    ruleId: ANOMALY_RULES.event.id,
    count: 3,
    anomalyScore: 97,
  });
  expect(alerts.find(({ subject }) => subject.user === 'anna')).toMatchObject({ count: 1 });
  await waitFor(
    async () => Number(await stage.redis.call('XLEN', orgKeys(stage.org).deadLetters('alert_engine'), [])) === 1,
  );
  expect(await stage.pending()).toBe(0);
});

test('what lists name opens one alert, counts on in it, and marks the address', async () => {
  const listed = { address: '203.0.113.9', score: 80, lists: ['feed'] };
  const found = detection('s-9-0-0', {
    ...{ ruleId: INTEL_RULE.id, ruleName: INTEL_RULE.name, severity: 'high', anomalyScore: undefined },
    ...{ subject: { asset: 'web-9', group: 'ip=203.0.113.9' }, groupKey: 'web-9 203.0.113.9', count: 40, listed },
    reason: 'destinationIp 203.0.113.9 is named by the list feed',
  });
  await detect([found]);
  await detect([{ ...found, detectionId: 's-9-0-1', eventIds: ['s-9-0-1'], count: 2 }]);
  const mine = async () => (await stage.alerts()).find(({ ruleId }) => ruleId === INTEL_RULE.id);
  await waitFor(async () => (await mine())?.count === 42);
  expect(await mine()).toMatchObject({ subject: found.subject, severity: 'high', reason: found.reason });
  const fields = await stage.redis.call('HMGET', orgKeys(stage.org).ipReputation(subjectHash('203.0.113.9')), [
    ...['ip', 'score', 'lists'],
  ]);
  expect(fields).toEqual(['203.0.113.9', '80', '["feed"]']);
});

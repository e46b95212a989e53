import { appendFileSync } from 'node:fs';
import { PermanentError, type Outcome } from '@redoubt/contracts';
import { createStreamConsumer, type BatchContext, type EventBatch } from '@redoubt/stream';
import { connectTestRedis, testLogger, testMetrics } from '../test-redis.ts';
import { deafTo } from './deaf-client.ts';
import type { WorkerSettings } from './worker-settings.ts';

const settings = JSON.parse(process.env.WORKER_SETTINGS ?? '{}') as WorkerSettings;

/** Writes the effects of a batch first, as a real handler makes its output durable, then says how it went. */
async function handle(batch: EventBatch, { epoch }: BatchContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let lines = '';
  for (const { eventId, fields } of batch.events) {
    const id = fields.externalId ?? '';
    if (id === settings.deadlyId) process.kill(process.pid, 'SIGKILL');
    if (settings.refusePrefix !== undefined && id.startsWith(settings.refusePrefix)) {
      outcomes.push({ kind: 'dead', reason: 'permanent_error', error: new PermanentError('refused by the test') });
      continue;
    }
    lines += `${settings.workerId} ${batch.orgId} ${batch.lane} ${eventId} ${id} ${epoch}\n`;
    outcomes.push({ kind: 'ack' });
  }
  if (lines !== '') appendFileSync(settings.effectsFile, lines);
  if (settings.pauseMs) await new Promise((resolve) => setTimeout(resolve, settings.pauseMs));
  return outcomes;
}

const client = await connectTestRedis(settings.addresses, settings.commandTimeoutMs);
const redis = settings.deafAfterMs === undefined ? client : deafTo(client, settings.deafAfterMs);
const log = testLogger();
const consumer = createStreamConsumer(
  { redis, log, metrics: testMetrics() },
  {
    group: 'db_writer',
    workerId: settings.workerId,
    handler: handle,
    sweepIntervalMs: 500,
    registryIntervalMs: 1_000,
    ...settings.options,
    ...(settings.leaseTimes ? { leaseTimes: settings.leaseTimes } : {}),
  },
);
process.once('SIGTERM', () => {
  void consumer.close().then(async () => {
    await redis.close();
    process.exit(0);
  });
});
await consumer.start();

import { newOrgId } from '@redoubt/contracts';
import { AppendRefused, type AppendRequest, type FrameAppender } from '@redoubt/stream';
import { createMetrics } from '@redoubt/telemetry';
import { Delivery, type Parcel } from './delivery.ts';
import { createSyslogMetrics, type Transport } from './syslog-metrics.ts';

const parcel: Parcel = {
  principal: {
    ...{ orgId: newOrgId(), keyId: 'k' },
    quota: { eventsPerSecond: 1, bytesPerSecond: 1, burstSeconds: 1 },
  },
  lanes: [{ lane: 's', lines: [Buffer.from('{"a":1}')] }],
  ...{ events: 1, bytes: 7 },
};

/** A store that refuses so often before it takes a parcel. */
function stage(transport: Transport, refusals: number, retryAfterMs: number) {
  const asked: AppendRequest['idempotency'][] = [];
  const append = (request: AppendRequest): ReturnType<FrameAppender['append']> => {
    asked.push(request.idempotency);
    const isRefused = asked.length <= refusals;
    return isRefused
      ? Promise.reject(new AppendRefused('not_replicated', 'no replica', retryAfterMs))
      : Promise.resolve({ duplicate: false, accepted: 1 });
  };
  const registry = createMetrics({ app: 'spec', isDefaultMetrics: false });
  const gauges = { connections: () => 0, heldBytes: () => 0, udpPort: () => undefined };
  const metrics = createSyslogMetrics(registry, gauges);
  const appender: FrameAppender = { append, close: () => Promise.resolve() };
  const quota = { charge: () => 0 };
  const deps = { appender, quota, metrics, signal: new AbortController().signal };
  return { asked, registry, delivery: new Delivery(deps, transport) };
}

test('a parcel that comes again is known by one id, so that the store takes it once more at most', async () => {
  const { asked, delivery } = stage('tcp', 4, 1);
  await delivery.send(parcel);
  expect(asked).toHaveLength(5);
  expect(asked[0]).toBeUndefined();
  expect(new Set(asked.slice(1).map((one) => one?.batchId)).size).toBe(1);
  const other = stage('tcp', 1, 1);
  await other.delivery.send(parcel);
  expect(other.asked[1]?.batchId).not.toBe(asked[1]?.batchId);
});

test('datagrams are given up when their store is away, so that they leave room for others', async () => {
  const { asked, registry, delivery } = stage('udp', 1_000, 2_500);
  await delivery.send(parcel);
  expect(asked.length).toBeLessThanOrEqual(3);
  expect(await registry.text()).toContain('messages_refused_total{reason="unavailable"} 1');
}, 60_000);

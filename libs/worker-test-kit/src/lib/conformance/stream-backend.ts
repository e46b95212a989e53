import { clientPart, consumerPart, trimmerPart } from '@redoubt/acl';
import type { OrgId, RecordLane } from '@redoubt/contracts';
import { GROUPS, lanesOfGroup, orgKeys, type GroupName } from '@redoubt/key-schema';
import {
  appendRecords,
  createFrameProducer,
  createStreamConsumer,
  provisionStreams,
  type FrameAppender,
  type StreamConsumer,
  type StreamConsumerOptions,
} from '@redoubt/stream';
import { partsCredentials } from '../app-login.ts';
import { createMemoryConsumer } from '../memory/memory-consumer.ts';
import { MemoryStreams, type MemoryDeadLetter } from '../memory/memory-streams.ts';
import { connectTestRedis, testLogger, testMetrics } from '../test-redis.ts';

/** What the conformance suite needs of an implementation of the streams. */
export interface StreamBackend {
  appender: FrameAppender;
  provision(orgId: OrgId, groups: readonly GroupName[]): Promise<void>;
  appendRecords(orgId: OrgId, lane: RecordLane, lines: readonly Buffer[]): Promise<unknown>;
  consumer(options: StreamConsumerOptions): StreamConsumer;
  deadLetters(orgId: OrgId, group: GroupName): Promise<readonly MemoryDeadLetter[]>;
  /** Entries a group has not acknowledged. */
  unacknowledged(orgId: OrgId, group: GroupName): Promise<number>;
  close(): Promise<void>;
}

export function openMemoryBackend(): Promise<StreamBackend> {
  const streams = new MemoryStreams();
  return Promise.resolve({
    appender: streams,
    provision: (orgId, groups) => Promise.resolve(streams.provision(orgId, groups)),
    appendRecords: (orgId, lane, lines) => Promise.resolve(streams.appendRecords(orgId, lane, lines)),
    consumer: (options) => createMemoryConsumer(streams, options),
    deadLetters: (orgId, group) => Promise.resolve(streams.deadLetters(orgId, group)),
    unacknowledged: (orgId, group) => Promise.resolve(streams.pending(orgId, group)),
    close: () => streams.close(),
  });
}

/** The real thing, on the integration project's cluster; consumers have the rights of consumers and no others. */
export async function openRedisBackend(): Promise<StreamBackend> {
  const rights = [clientPart, trimmerPart(), ...GROUPS.map(consumerPart)];
  const credentials = await partsCredentials('stream-consumer', rights);
  const [redis, writer, reader] = await Promise.all([
    connectTestRedis(),
    connectTestRedis(),
    connectTestRedis(undefined, undefined, credentials),
  ]);
  const log = testLogger();
  const appender = createFrameProducer({ redis: writer, log, metrics: testMetrics() });
  return {
    appender,
    provision: (orgId, groups) => provisionStreams(redis, orgId, groups),
    appendRecords: (orgId, lane, lines) => appendRecords(redis, orgId, lane, lines),
    consumer: (options) => createStreamConsumer({ redis: reader, log, metrics: testMetrics() }, options),
    async deadLetters(orgId, group) {
      const rows = (await redis.call('XRANGE', orgKeys(orgId).deadLetters(group), ['-', '+'])) as [string, string[]][];
      return rows.map(([, fields]) => ({ eventId: valueOf(fields, 'eventId'), reason: valueOf(fields, 'reason') }));
    },
    async unacknowledged(orgId, group) {
      const counts = await Promise.all(
        lanesOfGroup(group).map((lane) => backlog(redis, orgKeys(orgId).lane(lane), group)),
      );
      return counts.reduce((sum, n) => sum + n, 0);
    },
    async close() {
      await appender.close();
      await Promise.all([redis.close(), writer.close(), reader.close()]);
    },
  };
}

async function backlog(
  redis: Awaited<ReturnType<typeof connectTestRedis>>,
  key: string,
  group: string,
): Promise<number> {
  const [reply] = await redis.batch([{ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' }]);
  for (const row of reply as (string | number)[][]) {
    const info = Object.fromEntries(Array.from({ length: row.length / 2 }, (_, i) => [row[2 * i], row[2 * i + 1]]));
    if (info.name === group) return Number(info.pending) + Number(info.lag ?? 0);
  }
  throw new Error(`no group ${group}`);
}

function valueOf(fields: readonly string[], name: string): string {
  return fields[fields.indexOf(name) + 1] ?? '';
}

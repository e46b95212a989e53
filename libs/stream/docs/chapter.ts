import { newOrgId, type OrgId } from '@redoubt/contracts';
import { connectRedis, type RedisClient } from '@redoubt/redis';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import {
  createFrameProducer,
  createStreamConsumer,
  provisionStreams,
  type FrameAppender,
  type StreamConsumer,
  type StreamConsumerOptions,
} from '../src/index.ts';

/** What a chapter works with: a fresh organisation on the test cluster, closed again when the chapter ends. */
export class Chapter {
  readonly redis: RedisClient;
  readonly producer: FrameAppender;
  readonly orgId: OrgId = newOrgId();
  readonly #writer: RedisClient;
  readonly #consumers: StreamConsumer[] = [];

  private constructor(redis: RedisClient, writer: RedisClient) {
    this.redis = redis;
    this.#writer = writer;
    this.producer = createFrameProducer({ redis: writer, ...quiet() });
  }

  /** @param addresses `host:port,…` of the cluster */
  static async open(addresses: string): Promise<Chapter> {
    const nodes = addresses.split(',').map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    });
    // Two clients: WAIT and large flushes of the producer must not hold up the consumer's visits.
    const [redis, writer] = await Promise.all([connectRedis({ nodes }, quiet()), connectRedis({ nodes }, quiet())]);
    const chapter = new Chapter(redis, writer);
    await provisionStreams(redis, chapter.orgId, ['db_writer', 'alert_engine']);
    return chapter;
  }

  /** Starts a consumer that leaves other tests' organisations alone. */
  async consume(
    options: Required<Pick<StreamConsumerOptions, 'handler'>> & Partial<StreamConsumerOptions>,
  ): Promise<StreamConsumer> {
    const { handler, ...rest } = options;
    const consumer = createStreamConsumer(
      { redis: this.redis, ...quiet() },
      {
        group: 'db_writer',
        workerId: `chapter-${this.#consumers.length}`,
        sweepIntervalMs: 300,
        ...rest,
        handler: (batch, context) => (batch.orgId === this.orgId ? handler(batch, context) : Promise.resolve('ack')),
      },
    );
    this.#consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  async close(): Promise<void> {
    for (const consumer of this.#consumers) await consumer.close();
    await this.producer.close();
    await Promise.all([this.redis.close(), this.#writer.close()]);
  }
}

function quiet() {
  return {
    log: createLogger({ app: 'chapter', level: 'silent' }),
    metrics: createMetrics({ app: 'chapter', isDefaultMetrics: false }),
  };
}

/** One event as a sender's JSON line. */
export function eventLine(fields: object): Buffer {
  return Buffer.from(JSON.stringify({ eventType: 'failed_login', severity: 'medium', ...fields }));
}

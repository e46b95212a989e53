import type { Producer } from '@platformatic/kafka';
import { TargetRefusedError } from '@redoubt/service';
import type { SinkOf } from '@redoubt/rulebook';
import { failureOf } from '../failure.ts';
import { tlsOptions, type SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

/**
 * Kafka: one message per item, its id as key, acknowledged by all in-sync replicas. Written, not tried against a broker.
 * The client resolves names by itself and follows what brokers name, so it is for installations that let sinks lie
 * inside.
 */
export class KafkaWriter implements SinkWriter {
  readonly #sink: SinkOf<'kafka'>;
  readonly #reach: SinkReach;
  #producer: Producer<string, string, string, string> | undefined;

  constructor(sink: SinkOf<'kafka'>, reach: SinkReach) {
    this.#sink = sink;
    this.#reach = reach;
  }

  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<SendResult> {
    if (signal.aborted) return { kind: 'retry', detail: 'stopped' };
    const { topic } = this.#sink;
    try {
      // The client is large, and most installations have no Kafka.
      const kafka = await import('@platformatic/kafka');
      this.#producer ??= this.#connect(kafka);
      const messages = items.map(({ id, stream, text }) => ({
        ...{ topic, key: id, value: text },
        headers: { 'redoubt-stream': stream },
      }));
      await this.#producer.send({ messages, acks: kafka.ProduceAcks.ALL });
      return { kind: 'sent' };
    } catch (thrown) {
      await this.close();
      const detail = failureOf(thrown);
      return /too.?large/i.test(String(thrown)) ? { kind: 'too_large', detail } : { kind: 'retry', detail };
    }
  }

  #connect(kafka: typeof import('@platformatic/kafka')): Producer<string, string, string, string> {
    const { brokers, isTls, username, password } = this.#sink;
    // Whoever runs the broker that is named says where the others are, and the client goes there.
    if (!this.#reach.isPrivateAllowed) throw new TargetRefusedError('Kafka sinks need private targets to be allowed');
    return new kafka.Producer({
      ...{ clientId: 'redoubt', bootstrapBrokers: [...brokers], serializers: kafka.stringSerializers },
      ...{ retries: 0, connectTimeout: 5_000, timeout: this.#reach.timeoutMs },
      ...(isTls ? { tls: tlsOptions(this.#sink) } : {}),
      ...(username === undefined ? {} : { sasl: { mechanism: 'SCRAM-SHA-512', username, password: password ?? '' } }),
    });
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close(true).catch(() => undefined);
  }
}

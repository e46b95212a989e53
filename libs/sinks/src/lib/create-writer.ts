import type { Sink } from '@redoubt/rulebook';
import type { SinkReach } from './http/sink-http.ts';
import type { SinkWriter } from './sink-item.ts';
import { ElasticWriter } from './writers/elastic-writer.ts';
import { FileWriter } from './writers/file-writer.ts';
import { HecWriter } from './writers/hec-writer.ts';
import { KafkaWriter } from './writers/kafka-writer.ts';
import { OtlpWriter } from './writers/otlp-writer.ts';
import { S3Writer } from './writers/s3-writer.ts';
import { SyslogWriter } from './writers/syslog-writer.ts';
import { WebhookWriter } from './writers/webhook-writer.ts';

/** Wires the writer of a sink; opens nothing until something is sent. */
export function createWriter(sink: Sink, reach: SinkReach): SinkWriter {
  switch (sink.type) {
    case 'syslog':
      return new SyslogWriter(sink, reach);
    case 'splunk_hec':
      return new HecWriter(sink, reach);
    case 'elasticsearch':
      return new ElasticWriter(sink, reach);
    case 'otlp':
      return new OtlpWriter(sink, reach);
    case 'webhook':
      return new WebhookWriter(sink, reach);
    case 'file':
      return new FileWriter(sink, reach);
    case 's3':
      return new S3Writer(sink, reach);
    case 'kafka':
      return new KafkaWriter(sink, reach);
  }
}

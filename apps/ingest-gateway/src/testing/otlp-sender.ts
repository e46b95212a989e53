import { OTLPLogExporter as HttpExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';

/** Sends three log records with the stock SDK: `otlp-sender.ts http|proto <url> <key> <time in ms>`. */
const [exporterName, url = '', key = '', timeMs] = process.argv.slice(2);
const Exporter = exporterName === 'proto' ? ProtoExporter : HttpExporter;
const exporter = new Exporter({ url, headers: { authorization: `Bearer ${key}` } });
const provider = new LoggerProvider({
  resource: resourceFromAttributes({ 'host.name': 'web-1', 'service.name': 'shop', pid: 7 }),
  processors: [new BatchLogRecordProcessor({ exporter })],
});
const logger = provider.getLogger('spec', '1.2');
const timestamp = new Date(Number(timeMs));
const attributes = { 'user.name': 'u' };
logger.emit({ timestamp, severityNumber: 13, severityText: 'WARN', body: 'disk full', attributes });
logger.emit({ timestamp, severityNumber: 9, body: { eventType: 'failed_login', n: 12, ok: true, list: [1, 'a'] } });
logger.emit({
  timestamp,
  eventName: 'user.login',
  attributes: { 'source.ip': '203.0.113.9', deep: { a: [{ b: 1.5 }] } },
});
await provider.shutdown();

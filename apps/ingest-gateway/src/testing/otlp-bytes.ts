import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';

const proto = join(import.meta.dirname, '../protocols/otlp/logs.proto');
const request = protobuf.parse(readFileSync(proto, 'utf8')).root.lookupType('opentelemetry.ExportLogsServiceRequest');

/** The bytes in protobuf of an ExportLogsServiceRequest given as its JSON. */
export function encodeRequest(json: Record<string, unknown>): Buffer {
  return Buffer.from(request.encode(request.fromObject(json)).finish());
}

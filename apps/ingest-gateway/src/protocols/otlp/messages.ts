import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { toError } from '@redoubt/contracts';
import { Refusal } from '../../http/refusal.ts';

const { root } = protobuf.parse(readFileSync(join(import.meta.dirname, 'logs.proto'), 'utf8'));
const request = root.lookupType('opentelemetry.ExportLogsServiceRequest');
const response = root.lookupType('opentelemetry.ExportLogsServiceResponse');
const status = root.lookupType('opentelemetry.Status');

/** 64-bit numbers as text, as in OTLP's JSON; bytes stay bytes. */
const AS_JSON = { longs: String };

/** Decodes an ExportLogsServiceRequest into what its JSON would parse to. @throws Refusal invalid_message */
export function decodeRequest(body: Buffer): unknown {
  try {
    return request.toObject(request.decode(body), AS_JSON);
  } catch (thrown) {
    throw new Refusal('invalid_message', `not an ExportLogsServiceRequest: ${toError(thrown).message.slice(0, 200)}`);
  }
}

/** What part of a request was not taken. */
export interface PartialSuccess {
  rejectedLogRecords: number;
  errorMessage: string;
}

/** Encodes an ExportLogsServiceResponse. */
export function encodeResponse(partialSuccess: PartialSuccess | undefined): Buffer {
  return Buffer.from(response.encode(response.fromObject(partialSuccess ? { partialSuccess } : {})).finish());
}

/** Encodes a google.rpc.Status. */
export function encodeStatus(code: number, message: string): Buffer {
  return Buffer.from(status.encode(status.create({ code, message })).finish());
}

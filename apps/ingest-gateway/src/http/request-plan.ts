import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { OrgId } from '@redoubt/contracts';
import { encodingOf, type BodyEncoding } from '../body/content-encoding.ts';
import { formatOf, type BodyFormat } from '../body/content-type.ts';
import type { GatewayLimits } from '../limits.ts';
import { parsers } from '../parsers/index.ts';
import { Refusal } from './refusal.ts';

/** What the head of a request says about its body. */
export interface RequestPlan {
  format: BodyFormat;
  encoding: BodyEncoding;
  /** Absent with chunked transfer coding. */
  lengthBytes: number | undefined;
  idempotencyKey: string | undefined;
  text: { format?: string; offsetMinutes: number };
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
const OFFSET = /^([+-])(\d\d):?(\d\d)$/;
const DEFAULT_TEXT = { offsetMinutes: 0 };

/**
 * Reads and checks the head of `POST /v1/events`.
 *
 * @throws Refusal for whatever can be said before the body is there
 */
export function planOf(request: IncomingMessage, limits: GatewayLimits): RequestPlan {
  const { headers } = request;
  const format = formatOf(headers['content-type']);
  const encoding = encodingOf(headers['content-encoding']);
  const lengthBytes = lengthOf(request);
  if (lengthBytes === 0) throw new Refusal('empty_body');
  if (lengthBytes !== undefined && lengthBytes > limits.maxBodyBytes) {
    throw new Refusal('body_too_large', `${lengthBytes} bytes; at most ${limits.maxBodyBytes}`);
  }
  if (lengthBytes !== undefined && format === 'json' && encoding === 'identity') checkJsonLength(lengthBytes, limits);
  const text = format === 'text' ? textOptions(request.url ?? '') : DEFAULT_TEXT;
  return { format, encoding, lengthBytes, idempotencyKey: idempotencyKeyOf(request), text };
}

/** @throws Refusal body_too_large for a JSON body that may not be held whole */
export function checkJsonLength(lengthBytes: number, limits: GatewayLimits): void {
  if (lengthBytes <= limits.maxJsonBodyBytes) return;
  throw new Refusal(
    'body_too_large',
    `application/json: at most ${limits.maxJsonBodyBytes} bytes; larger bodies as application/x-ndjson`,
  );
}

/** Name of a batch under a client's key: user text never stands in a Redis key. */
export function batchIdOf(orgId: OrgId, idempotencyKey: string): string {
  return hash('sha256', `${orgId}\0${idempotencyKey}`, 'hex').slice(0, 32);
}

function lengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers['content-length'];
  if (length !== undefined) return Number(length);
  // Neither length nor chunked coding: HTTP/1.1 says there is no body (RFC 9112 section 6.3).
  return headers['transfer-encoding'] === undefined ? 0 : undefined;
}

function idempotencyKeyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !VISIBLE_ASCII.test(key)) throw new Refusal('invalid_idempotency_key');
  return key;
}

function textOptions(url: string): RequestPlan['text'] {
  const query = url.indexOf('?');
  if (query === -1) return DEFAULT_TEXT;
  const parameters = new URLSearchParams(url.slice(query + 1));
  const format = parameters.get('format') ?? 'auto';
  const offsetMinutes = offsetOf(parameters.get('timeZone') ?? 'Z');
  if (format === 'auto') return { offsetMinutes };
  if (format !== 'none' && !parsers.lineFormatNames.includes(format)) {
    throw new Refusal('invalid_parameter', `format is auto, none, ${parsers.lineFormatNames.join(', ')}`);
  }
  return { format, offsetMinutes };
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  // A plus in a query string is a space unless it was escaped; nobody means a space here.
  const match = OFFSET.exec(text.replace(/^ /, '+'));
  const minutes = match === null ? Number.NaN : Number(match[2]) * 60 + Number(match[3]);
  if (match === null || minutes > 14 * 60) throw new Refusal('invalid_parameter', 'timeZone is Z or ±HH:MM');
  return match[1] === '-' ? -minutes : minutes;
}

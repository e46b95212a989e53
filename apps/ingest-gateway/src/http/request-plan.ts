import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { OrgId } from '@redoubt/contracts';
import { encodingOf, type BodyEncoding } from '../body/content-encoding.ts';
import type { BodyItems, ItemParts } from '../items/body-items.ts';
import type { GatewayLimits } from '../limits.ts';
import type { EventFormat } from '../metrics.ts';
import { Refusal } from './refusal.ts';

/** What the head of a request says about its body. */
export interface RequestPlan {
  format: EventFormat;
  encoding: BodyEncoding;
  /** Absent with chunked transfer coding. */
  lengthBytes: number | undefined;
  idempotencyKey: string | undefined;
  /** Whatever decides, beside its bytes, what the body means: media type and parameters. */
  meaning: string;
  /** When one event is shed, none of the request is taken: its answer could not say which. */
  isShedWhole: boolean;
  /** How text lines are read. */
  text: { format?: string; offsetMinutes: number };
  /** Who sends what only the body itself shows to be the principal's: until it is read, it counts under this name. */
  unverifiedSender: string | undefined;
  /** Prepares the reading of the items. @throws Refusal when the body of an unverified sender is not the principal's */
  open(parts: ItemParts): BodyItems;
}

/** What a protocol adds to the head checks that all share. */
export interface ReadingPlan {
  format: EventFormat;
  meaning: string;
  /** The body is held whole and bounded like a JSON body. */
  isWhole: boolean;
  isShedWhole?: boolean;
  text?: RequestPlan['text'];
  unverifiedSender?: string | undefined;
  open(parts: ItemParts): BodyItems;
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;
export const DEFAULT_TEXT: RequestPlan['text'] = { offsetMinutes: 0 };

/**
 * Checks what is the same in the head of every request with events.
 *
 * @throws Refusal for whatever can be said before the body is there
 */
export function planOf(request: IncomingMessage, limits: GatewayLimits, reading: ReadingPlan): RequestPlan {
  const encoding = encodingOf(request.headers['content-encoding']);
  const lengthBytes = lengthOf(request);
  if (lengthBytes === 0) throw new Refusal('empty_body');
  if (lengthBytes !== undefined && lengthBytes > limits.maxBodyBytes) {
    throw new Refusal('body_too_large', `${lengthBytes} bytes; at most ${limits.maxBodyBytes}`);
  }
  if (lengthBytes !== undefined && reading.isWhole && encoding === 'identity') checkJsonLength(lengthBytes, limits);
  return {
    format: reading.format,
    encoding,
    lengthBytes,
    idempotencyKey: idempotencyKeyOf(request),
    meaning: reading.meaning,
    isShedWhole: reading.isShedWhole ?? false,
    text: reading.text ?? DEFAULT_TEXT,
    unverifiedSender: reading.unverifiedSender,
    open: reading.open,
  };
}

/** @throws Refusal body_too_large for a body that may not be held whole */
export function checkJsonLength(lengthBytes: number, limits: GatewayLimits): void {
  if (lengthBytes <= limits.maxJsonBodyBytes) return;
  throw new Refusal(
    'body_too_large',
    `a body that is read as a whole has at most ${limits.maxJsonBodyBytes} bytes; larger ones as application/x-ndjson`,
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

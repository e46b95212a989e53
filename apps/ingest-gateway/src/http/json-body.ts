import type { GatewayLimits } from '../limits.ts';
import { Refusal } from './refusal.ts';
import { checkJsonLength } from './request-plan.ts';

const BRACE = 0x7b;
const BRACKET = 0x5b;
/** White space around a single event that is read before the event is called too large. */
const SLACK_BYTES = 64 * 1024;

/**
 * Collects a body that is held whole.
 *
 * @param isOneObject  whether a body that begins with an object is one event
 * @throws Refusal body_too_large, event_too_large as soon as it shows
 */
export async function collectBody(
  chunks: AsyncIterable<Buffer>,
  limits: GatewayLimits,
  isOneObject: boolean,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  let isObject = isOneObject ? undefined : false;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    isObject ??= startsObject(chunk);
    if (isObject === true && bytes > limits.maxEventBytes + SLACK_BYTES) throw tooLarge(limits.maxEventBytes);
    checkJsonLength(bytes, limits);
  }
  return Buffer.concat(parts);
}

/**
 * Finds the single event of a body that is a JSON object; null when the body is an array.
 *
 * @throws Refusal empty_batch, invalid_json, event_too_large
 */
export function singleEventIn(
  body: Buffer,
  from: number,
  maxEventBytes: number,
): { start: number; end: number } | null {
  let start = from;
  let end = body.length;
  while (start < end && isSpace(body[start])) start += 1;
  if (body[start] === BRACKET) return null;
  while (end > start && isSpace(body[end - 1])) end -= 1;
  if (start === end) throw new Refusal(body.length === 0 ? 'empty_body' : 'empty_batch');
  if (body[start] !== BRACE) throw new Refusal('invalid_json');
  if (end - start > maxEventBytes) throw tooLarge(maxEventBytes);
  return { start, end };
}

function tooLarge(maxEventBytes: number): Refusal {
  return new Refusal('event_too_large', `more than ${maxEventBytes} bytes`);
}

function startsObject(chunk: Buffer): boolean | undefined {
  for (const byte of chunk) {
    if (byte === BRACE) return true;
    if (!isSpace(byte) && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) return false;
  }
  return undefined;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { MAX_SHORT_TEXT, parseTimestampMs } from '@redoubt/contracts';
import type { JsonObject } from '../shared/splice.ts';

/** Names of attributes and extensions: lower-case letters and digits (CloudEvents 1.0, section "Naming conventions"). */
const NAME = /^[a-z0-9]+$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const EVENT_TYPE = /^[a-z0-9_.]{1,64}$/;
const PREFIX = 'ce-';

/** Attributes of a binary message: headers `ce-*`, percent-decoded (HTTP protocol binding, section 3.1.3). */
export function headerAttributes(headers: IncomingHttpHeaders): JsonObject {
  const attributes = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith(PREFIX)) continue;
    attributes[name.slice(PREFIX.length)] = typeof value === 'string' ? percentDecoded(value) : value;
  }
  if (headers['content-type'] !== undefined) attributes['datacontenttype'] = headers['content-type'];
  return attributes;
}

/** Attributes of a structured message: all members but the data. */
export function memberAttributes(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'data' && name !== 'data_base64'));
}

/** What is wrong with attributes; undefined when nothing is. */
export function wrongAttribute(attributes: JsonObject): string | undefined {
  if (attributes['specversion'] !== '1.0') return 'specversion is 1.0';
  for (const name of ['id', 'source', 'type']) {
    if (typeof attributes[name] !== 'string' || attributes[name] === '') return `${name} is text and not empty`;
  }
  for (const name of ['datacontenttype', 'dataschema', 'subject', 'time']) {
    const value = attributes[name];
    if (value !== undefined && value !== null && (typeof value !== 'string' || value === '')) return `${name} is text`;
  }
  const { time, source } = attributes;
  if (typeof time === 'string' && (!RFC3339.test(time) || parseTimestampMs(time) === undefined))
    return 'time is RFC 3339';
  if (/[\s\u0000-\u001f]/.test(String(source))) return 'source is a URI reference';
  return Object.entries(attributes).find(([name, value]) => !NAME.test(name) || !isScalar(value)) === undefined
    ? undefined
    : 'names of attributes are lower-case letters and digits, their values plain';
}

/** Fields of ours that the attributes stand for. */
export function fieldsOf(attributes: JsonObject): Record<string, unknown> {
  const { id, source, type, time } = attributes as { id: string; source: string; type: string; time?: string };
  const eventType = type.toLowerCase();
  const own = `${source} ${id}`;
  return {
    externalId: own.length <= MAX_SHORT_TEXT ? own : hash('sha256', own),
    eventTimeMs: typeof time === 'string' ? parseTimestampMs(time) : undefined,
    eventType: EVENT_TYPE.test(eventType) ? eventType : undefined,
  };
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function percentDecoded(text: string): string {
  const plain = text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
  if (!plain.includes('%')) return plain;
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

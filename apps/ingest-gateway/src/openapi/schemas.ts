import { MAX_EVENT_TYPE, MAX_SHORT_TEXT, MAX_TAGS, SEVERITIES } from '@redoubt/contracts';
import { PROBLEM_KINDS, type ProblemCode } from '../http/refusal.ts';
import { ITEM_CODES } from '../items/item-error.ts';
import { MAX_LISTED_ERRORS } from '../limits.ts';

/** JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const shortText: JsonSchema = { type: ['string', 'number', 'boolean'], maxLength: MAX_SHORT_TEXT };
const longText: JsonSchema = { type: 'string' };

const event: JsonSchema = {
  type: 'object',
  minProperties: 1,
  description:
    'One security event in canonical names. The snake_case names (event_type, source_ip, timestamp …) and ECS paths ' +
    '(event.action, source.ip, @timestamp …) are understood as well. Further members travel along untouched.',
  properties: {
    eventType: {
      type: 'string',
      maxLength: MAX_EVENT_TYPE,
      description: 'Lower snake_case word; absent: unclassified',
    },
    severity: {
      description: 'One of the five words or a usual synonym, syslog 0-7 or ECS 8-100; absent: informational',
      anyOf: [{ enum: SEVERITIES }, { type: 'string' }, { type: 'integer', minimum: 0, maximum: 100 }],
    },
    sourceIp: { type: 'string', description: 'IPv4 or IPv6 address' },
    destinationIp: { type: 'string', description: 'IPv4 or IPv6 address' },
    user: shortText,
    asset: shortText,
    action: shortText,
    outcome: shortText,
    eventTimeMs: { type: ['integer', 'string'], description: 'Unix time (s, ms, µs, ns by magnitude) or RFC 3339' },
    message: longText,
    tags: { type: 'array', maxItems: MAX_TAGS, items: { type: 'string', maxLength: MAX_SHORT_TEXT } },
    payload: { description: 'Anything' },
    externalId: { ...shortText, description: "The sender's own id, used to find duplicates" },
  },
};

const itemError: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['index', 'code', 'detail'],
  properties: {
    index: {
      type: 'integer',
      minimum: 0,
      description: 'Position among the events of the body; blank lines not counted',
    },
    code: { enum: ITEM_CODES },
    detail: { type: 'string' },
  },
};

const errors: JsonSchema = {
  type: 'array',
  maxItems: MAX_LISTED_ERRORS,
  items: { $ref: '#/components/schemas/ItemError' },
};

const accepted: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['accepted', 'refused', 'errors', 'batchId'],
  properties: {
    accepted: { type: 'integer', minimum: 1, description: 'Events that are durable now' },
    refused: { type: 'integer', minimum: 0 },
    errors,
    errorsTruncated: { const: true, description: `More than ${MAX_LISTED_ERRORS} events were refused` },
    batchId: { type: 'string' },
  },
};

const problemBody: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { enum: Object.keys(PROBLEM_KINDS) },
    detail: { type: 'string' },
    accepted: { type: 'integer', minimum: 0, description: 'Events stored although the request as a whole failed' },
    refused: { type: 'integer', minimum: 0 },
    errors,
    errorsTruncated: { const: true },
  },
};

export const schemas: Readonly<Record<string, JsonSchema>> = {
  Event: event,
  ItemError: itemError,
  Accepted: accepted,
  Problem: problemBody,
};

/** The problem schema narrowed to the codes of one status. */
export function problemSchema(status: number): JsonSchema {
  const codes = problemCodesOf(status);
  return {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { status: { const: status }, code: { enum: codes } } },
    ],
  };
}

export function problemCodesOf(status: number): ProblemCode[] {
  const codes = Object.keys(PROBLEM_KINDS) as ProblemCode[];
  return codes.filter((code) => PROBLEM_KINDS[code].status === status);
}

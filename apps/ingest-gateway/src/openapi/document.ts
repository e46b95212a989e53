import { STATUS_CODES } from 'node:http';
import { MEDIA_TYPES } from '../body/content-type.ts';
import { ACCEPTED_ENCODINGS } from '../body/content-encoding.ts';
import { PROBLEM_KINDS } from '../http/refusal.ts';
import type { GatewayLimits } from '../limits.ts';
import { parsers } from '../parsers/index.ts';
import { protocolPaths, securitySchemes } from './protocols.ts';
import { problemCodesOf, problemSchema, schemas, type JsonSchema } from './schemas.ts';

/** Answered before a route is known, so no operation of the document produces them. */
const OUTSIDE_OPERATIONS = new Set([404, 405]);

/** Builds the OpenAPI 3.1 document of the gateway, with the limits it runs under. */
export function apiDocument(limits: GatewayLimits): JsonSchema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redoubt ingest gateway',
      version: '1',
      description:
        'Takes security events. Every answer of /v1/events, CloudEvents and webhooks that is no success has one shape, RFC 9457 `application/problem+json`; ' +
        'its `code` is the word to program against. 429 and 503 carry Retry-After. Paths and methods other than ' +
        'these are answered with 404 `not_found` and 405 `method_not_allowed`.',
    },
    security: [{ apiKey: [] }],
    paths: {
      '/v1/events': { post: postEvents(limits) },
      ...protocolPaths(acceptedResponse, problemResponses()),
      '/v1/openapi.json': {
        get: {
          operationId: 'getApiDocument',
          summary: 'This document',
          security: [],
          responses: { 200: { description: 'OpenAPI 3.1', content: json({ type: 'object' }) } },
        },
      },
    },
    components: {
      schemas,
      securitySchemes,
    },
  };
}

function postEvents(limits: GatewayLimits): JsonSchema {
  return {
    operationId: 'postEvents',
    summary: 'Send events',
    description: [
      'One JSON object, a JSON array, NDJSON, or plain log lines. Good events of a batch are kept when others are refused.',
      `Content-Encoding: ${ACCEPTED_ENCODINGS}.`,
      `Bodies up to ${limits.pieceBytes} bytes (decompressed) stand or fall together. Larger NDJSON and text bodies are`,
      'stored piece by piece while they arrive: an answer other than 202 then says in `accepted` how many events are',
      'stored all the same. Send an Idempotency-Key with such bodies: the same request sent again stores nothing twice.',
    ].join(' '),
    parameters: [idempotencyKey, format, timeZone],
    requestBody: { required: true, content: requestContent(limits) },
    responses: { 202: acceptedResponse, ...problemResponses() },
  };
}

const idempotencyKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Names the request for 24 h. Sent again with the same body nothing is stored twice, with another it is 422. ' +
    'Events that a 202 lists as shed stay so under the key: send those under a new one.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const format: JsonSchema = {
  name: 'format',
  in: 'query',
  description:
    'text/plain only: how lines are read. `auto` takes whatever format knows the line, `none` reads nothing.',
  schema: { enum: ['auto', 'none', ...parsers.lineFormatNames], default: 'auto' },
};

const timeZone: JsonSchema = {
  name: 'timeZone',
  in: 'query',
  description: 'text/plain only: offset of times that name no zone, `Z` or `±HH:MM`.',
  schema: { type: 'string', pattern: '^(Z|[+-]\\d\\d:?\\d\\d)$', default: 'Z' },
};

const acceptedResponse: JsonSchema = {
  description: 'At least one event is durable. `refused` of them are not; `errors` says why.',
  headers: {
    'Idempotent-Replayed': {
      description: '`true` when every event had been stored before under the same Idempotency-Key',
      schema: { const: 'true' },
    },
  },
  content: json({ $ref: '#/components/schemas/Accepted' }),
};

function requestContent({ maxEventBytes, maxBodyBytes, maxJsonBodyBytes }: GatewayLimits): JsonSchema {
  const event = { $ref: '#/components/schemas/Event' };
  const schemaOf = {
    json: {
      description: `At most ${maxJsonBodyBytes} bytes, each event at most ${maxEventBytes}`,
      anyOf: [event, { type: 'array', items: event }],
    },
    ndjson: { type: 'string', description: `One event per line; at most ${maxBodyBytes} bytes on the wire` },
    text: { type: 'string', description: `One log line per line; at most ${maxBodyBytes} bytes on the wire` },
  };
  return Object.fromEntries(Object.entries(MEDIA_TYPES).map(([type, name]) => [type, { schema: schemaOf[name] }]));
}

function problemResponses(): JsonSchema {
  const statuses = [...new Set(Object.values(PROBLEM_KINDS).map((kind) => kind.status))];
  const rows = statuses
    .filter((status) => !OUTSIDE_OPERATIONS.has(status))
    .map((status) => [status, problemResponse(status)]);
  return Object.fromEntries(rows) as JsonSchema;
}

function problemResponse(status: number): JsonSchema {
  const codes = problemCodesOf(status).map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}.`);
  return {
    description: `${STATUS_CODES[status] ?? 'Problem'}. ${codes.join(' ')}`,
    ...(status === 429 || status === 503 ? { headers: { 'Retry-After': retryAfter } } : {}),
    ...(status === 401 ? { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } } : {}),
    content: { 'application/problem+json': { schema: problemSchema(status) } },
  };
}

const retryAfter: JsonSchema = { description: 'Whole seconds', schema: { type: 'integer', minimum: 1 } };

function json(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

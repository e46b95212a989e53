import { HEC_CODES } from '../protocols/hec/codes.ts';
import { WEBHOOK_SHAPES } from '../protocols/webhooks/shapes.ts';
import type { JsonSchema } from './schemas.ts';

const JSON_TYPE = 'application/json';
const BINARY: JsonSchema = { type: 'string', format: 'binary' };
const ANYTHING: JsonSchema = {};

/** Every scheme that carries an API key. */
export const securitySchemes: JsonSchema = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, `rk_<id>_<secret>`; it names the organisation',
  },
  apiKeyAsPassword: { type: 'http', scheme: 'basic', description: 'Any user name, the API key as password' },
  splunkOrElastic: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Splunk <key>`, `ApiKey <key>` or `ApiKey <base64 of id:key>`',
  },
};

const ANY_SCHEME = [{ apiKey: [] }, { apiKeyAsPassword: [] }, { splunkOrElastic: [] }];

/**
 * The paths of the protocols besides `POST /v1/events`. Their answers are those of the protocol they are named after.
 *
 * @param problems  problem answers of the protocols that have no words of their own
 */
export function protocolPaths(accepted: JsonSchema, problems: JsonSchema): JsonSchema {
  return {
    ...hecPaths(),
    '/v1/logs': { post: otlp },
    '/_bulk': { post: bulk('postBulk', []) },
    '/{index}/_bulk': { post: bulk('postIndexBulk', [pathParameter('index', { type: 'string' })]) },
    '/': { get: handshake },
    '/v1/cloudevents': { post: cloudEvents(accepted, problems) },
    '/v1/webhooks/{shape}': { post: webhook('postWebhook', [shape], accepted, problems) },
    '/v1/webhooks/{shape}/{keyId}': {
      post: webhook('postSignedWebhook', [shape, pathParameter('keyId', { type: 'string' })], accepted, problems),
    },
  };
}

function hecPaths(): JsonSchema {
  const content = { [JSON_TYPE]: { schema: hecEvents }, 'text/plain': { schema: hecEvents } };
  const raw = { 'text/plain': { schema: { type: 'string', description: 'An event per line' } } };
  const query = ['time', 'host', 'source', 'sourcetype', 'index', 'channel'].map((name) => ({
    ...{ name, in: 'query', schema: { type: 'string' } },
  }));
  const post = (operationId: string, body: JsonSchema): JsonSchema => ({
    ...{ operationId, summary: 'Splunk HTTP Event Collector', security: ANY_SCHEME, parameters: [channel, ...query] },
    ...{ requestBody: { required: true, content: body }, responses: hecResponses([200, 400, 401, 403, 413, 500, 503]) },
  });
  const acks = {
    'application/json': {
      schema: { type: 'object', properties: { acks: { type: 'array', items: { type: 'integer' } } } },
    },
  };
  return {
    '/services/collector': { post: post('postHec', content) },
    '/services/collector/event': { post: post('postHecEvent', content) },
    '/services/collector/event/1.0': { post: post('postHecEvent1', content) },
    '/services/collector/raw': { post: post('postHecRaw', raw) },
    '/services/collector/raw/1.0': { post: post('postHecRaw1', raw) },
    '/services/collector/ack': {
      post: { ...post('postHecAck', acks), summary: 'Which requests of the channel are durable' },
    },
    '/services/collector/health': {
      get: { operationId: 'getHecHealth', security: [], responses: hecResponses([200, 503]) },
    },
  };
}

const channel: JsonSchema = {
  ...{ name: 'X-Splunk-Request-Channel', in: 'header', schema: { type: 'string', format: 'uuid' } },
  description: 'With a channel the answer has an `ackId`; the events are durable by then.',
};

const hecEvents: JsonSchema = {
  type: 'string',
  description:
    'JSON objects `{"time", "host", "source", "sourcetype", "index", "fields", "event"}`, one behind the other',
};

function hecResponses(statuses: readonly number[]): JsonSchema {
  const rows = statuses.map((status) => {
    const codes = Object.entries(HEC_CODES).filter(([, kind]) => kind.status === status);
    const description = codes.map(([code, { text }]) => `${code}: ${text}`).join('. ');
    return [status, { description: `${description}.`, content: { [JSON_TYPE]: { schema: hecAnswer } } }];
  });
  return Object.fromEntries(rows) as JsonSchema;
}

const hecAnswer: JsonSchema = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    code: { type: 'integer' },
    ackId: { type: 'integer' },
    'invalid-event-number': { type: 'integer', description: 'Events before it are stored' },
    acks: { type: 'object', additionalProperties: { type: 'boolean' } },
  },
};

const otlpContent = (description: string): JsonSchema => ({
  'application/x-protobuf': { schema: { ...BINARY, description } },
  [JSON_TYPE]: { schema: { type: 'object', description } },
});

const otlpProblem = { description: 'google.rpc.Status', content: otlpContent('google.rpc.Status') };

const otlp: JsonSchema = {
  operationId: 'exportLogs',
  summary: 'OTLP logs over HTTP, protobuf or JSON',
  requestBody: { required: true, content: otlpContent('ExportLogsServiceRequest') },
  responses: {
    200: {
      description: 'ExportLogsServiceResponse; `partialSuccess` counts records that were not taken',
      content: otlpContent('ExportLogsServiceResponse'),
    },
    ...Object.fromEntries([400, 401, 403, 408, 413, 415, 422, 429, 500, 503].map((status) => [status, otlpProblem])),
  },
};

const elasticError = {
  description: 'An error as Elasticsearch words it',
  content: { [JSON_TYPE]: { schema: { type: 'object' } } },
};

function bulk(operationId: string, parameters: readonly JsonSchema[]): JsonSchema {
  const filterPath = { name: 'filter_path', in: 'query', schema: { type: 'string' } };
  return {
    ...{ operationId, summary: 'Elasticsearch bulk', security: ANY_SCHEME, parameters: [...parameters, filterPath] },
    requestBody: { required: true, content: { 'application/x-ndjson': { schema: { type: 'string' } } } },
    responses: {
      200: {
        description: 'Per action 201, 400 (also for update and delete) or 429',
        headers: { 'X-Elastic-Product': { schema: { const: 'Elasticsearch' } } },
        content: { [JSON_TYPE]: { schema: bulkAnswer } },
      },
      ...Object.fromEntries([400, 401, 403, 408, 413, 415, 422, 429, 500, 503].map((status) => [status, elasticError])),
    },
  };
}

const bulkAnswer: JsonSchema = {
  type: 'object',
  properties: {
    took: { type: 'integer' },
    errors: { type: 'boolean' },
    items: { type: 'array', items: { type: 'object', maxProperties: 1 } },
  },
};

const handshake: JsonSchema = {
  operationId: 'getElasticInfo',
  summary: 'What shippers for Elasticsearch ask first',
  security: ANY_SCHEME,
  responses: {
    200: { description: 'Name and version', content: { [JSON_TYPE]: { schema: { type: 'object' } } } },
    401: elasticError,
  },
};

function cloudEvents(accepted: JsonSchema, problems: JsonSchema): JsonSchema {
  const description = 'An event in the JSON format of CloudEvents 1.0';
  return {
    operationId: 'postCloudEvents',
    summary: 'CloudEvents 1.0: structured, batched, or binary with `ce-` headers',
    requestBody: {
      required: true,
      content: {
        'application/cloudevents+json': { schema: { type: 'object', description } },
        'application/cloudevents-batch+json': { schema: { type: 'array', items: { type: 'object', description } } },
        '*/*': { schema: ANYTHING },
      },
    },
    responses: { 202: accepted, ...problems },
  };
}

const shape = pathParameter('shape', { enum: Object.keys(WEBHOOK_SHAPES) });

function webhook(
  operationId: string,
  parameters: readonly JsonSchema[],
  accepted: JsonSchema,
  problems: JsonSchema,
): JsonSchema {
  const isSigned = parameters.length > 1;
  return {
    operationId,
    summary: isSigned ? 'A webhook signed with the secret of a key' : 'A webhook with an API key',
    parameters,
    ...(isSigned
      ? {
          security: [],
          description:
            '`X-Hub-Signature-256`, the Standard Webhooks headers, or the secret itself as bearer token or `X-Gitlab-Token`.',
        }
      : {}),
    requestBody: { required: true, content: { [JSON_TYPE]: { schema: ANYTHING } } },
    responses: { 202: accepted, ...problems },
  };
}

function pathParameter(name: string, schema: JsonSchema): JsonSchema {
  return { name, in: 'path', required: true, schema };
}

import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { SESSION_COOKIE } from '../auth/session-cookie.ts';
import { PROBLEM_KINDS, type ProblemCode } from '../http/problem-kinds.ts';
import type { Route } from '../http/route.ts';
import { componentsOf, refTo, type JsonSchema } from './components.ts';

/** Problems of every operation. */
const COMMON: readonly ProblemCode[] = ['malformed_request', 'internal'];
const OF_CREDENTIAL: readonly ProblemCode[] = ['unauthenticated', 'forbidden', 'rate_limited', 'unavailable'];
/** Pages of other origins change nothing. */
const OF_OPEN: readonly ProblemCode[] = ['forbidden', 'rate_limited'];
const OF_BODY: readonly ProblemCode[] = [
  ...(['invalid_json', 'invalid_body', 'body_too_large', 'unsupported_media_type', 'request_timeout'] as const),
];

/** Builds the OpenAPI 3.1 document of the operations given. */
export function apiDocument(routes: readonly Route[]): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redoubt dashboard',
      version: '1',
      description:
        'Reads and handles what was detected. Every answer that is no success has one shape, RFC 9457 ' +
        '`application/problem+json`; its `code` is the word to program against. 429 and 503 carry Retry-After. The ' +
        'organisation comes from the credential alone, so what belongs to another one is answered with 404 like what ' +
        'is not there. Times are epoch milliseconds. Paths and methods other than these are answered with 404 ' +
        '`not_found` and 405 `method_not_allowed`.',
    },
    security: [{ apiKey: [] }, { session: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: componentsOf(routes),
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, `rk_<id>_<secret>`; it names the organisation',
        },
        session: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The token of a session; it names the organisation it was opened in',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description:
            'The same token, as signing in sets it for browsers. What is no GET needs `csrfToken` of the session as ' +
            '`x-csrf-token` then',
        },
      },
    },
  };
}

/** Problems that an operation may answer. */
export function problemsOf(route: Route): ProblemCode[] {
  const codes: ProblemCode[] = [
    ...COMMON,
    ...(route.permission === null ? OF_OPEN : OF_CREDENTIAL),
    // Operations without a query refuse every parameter.
    'invalid_parameter',
    ...(route.params === undefined ? [] : (['not_found'] as const)),
    ...(route.body === undefined ? [] : OF_BODY),
    ...(route.problems ?? []),
  ];
  return [...new Set(codes)];
}

function operationOf(route: Route): JsonSchema {
  const { operationId, summary, description, permission, body } = route;
  const needs =
    permission === null ? [] : [permission === 'any' ? 'Needs any credential.' : `Needs \`${permission}\`.`];
  return {
    operationId,
    summary,
    description: [...(description === undefined ? [] : [description]), ...needs].join(' '),
    ...(permission === null ? { security: [] } : {}),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refTo(operationId, 'Body') } } } }),
    responses: { [route.status ?? 200]: successOf(route), ...problemResponses(problemsOf(route)) },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): JsonSchema[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'output' });
  return Object.entries(properties).map(([name, one]) => {
    const { description, ...rest } = one as { description?: string; default?: unknown; type?: unknown };
    // A default makes a value always there for the handler, and never asked of the caller.
    const isRequired = place === 'path' || (required.includes(name) && rest.default === undefined);
    return {
      ...{ name, in: place, required: isRequired },
      ...(description === undefined ? {} : { description }),
      ...(rest.type === 'array' ? { style: 'form', explode: false } : {}),
      schema: rest,
    };
  });
}

function successOf({ operationId, status = 200, mediaTypes, reply }: Route): JsonSchema {
  const headers = { 'X-Request-Id': { schema: { type: 'string' } } };
  if (reply === null) return { description: STATUS_CODES[status], headers };
  const types = mediaTypes ?? ['application/json'];
  const schema = refTo(operationId, 'Reply');
  return {
    description: STATUS_CODES[status],
    headers,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  };
}

function problemResponses(codes: readonly ProblemCode[]): Record<string, JsonSchema> {
  const statuses = [...new Set(codes.map((code) => PROBLEM_KINDS[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      problemResponse(
        status,
        codes.filter((code) => PROBLEM_KINDS[code].status === status),
      ),
    ]),
  );
}

function problemResponse(status: number, codes: readonly ProblemCode[]): JsonSchema {
  const words = codes.map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}.`);
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { status: { const: status }, code: { enum: codes } } },
    ],
  };
  return {
    description: `${STATUS_CODES[status] ?? 'Problem'}. ${words.join(' ')}`,
    ...(status === 429 || status === 503 ? { headers: { 'Retry-After': retryAfter } } : {}),
    ...(status === 401 ? { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } } : {}),
    content: { 'application/problem+json': { schema } },
  };
}

const retryAfter: JsonSchema = { description: 'Whole seconds', schema: { type: 'integer', minimum: 1 } };

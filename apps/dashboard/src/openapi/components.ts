import { alertSchema, incidentSchema, suppressionSchema } from '@redoubt/contracts';
import { z } from 'zod';
import { PROBLEM_KINDS } from '../http/problem-kinds.ts';
import type { Route } from '../http/route.ts';

/** JSON Schema 2020-12, as OpenAPI 3.1 uses it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const base = '#/components/schemas/';

const problemSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { enum: Object.keys(PROBLEM_KINDS) },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'message'],
        properties: {
          path: { type: 'string' },
          message: { type: 'string' },
          line: { type: 'integer' },
          code: { type: 'string' },
        },
      },
    },
  },
};

/** Where the schema of an operation's body or answer stands. */
export function refTo(operationId: string, what: 'Body' | 'Reply'): JsonSchema {
  return { $ref: base + nameOf(operationId, what) };
}

/** All schemas by name: those of operations, what they share, and the problem. */
export function componentsOf(routes: readonly Route[]): Record<string, JsonSchema> {
  const replies = z.registry<{ id: string }>();
  replies.add(alertSchema, { id: 'Alert' }).add(incidentSchema, { id: 'Incident' });
  replies.add(suppressionSchema, { id: 'Suppression' });
  const bodies = z.registry<{ id: string }>();
  for (const { operationId, reply, body } of routes) {
    if (reply) replies.add(reply, { id: nameOf(operationId, 'Reply') });
    if (body) bodies.add(body, { id: nameOf(operationId, 'Body') });
  }
  return { Problem: problemSchema, ...schemasOf(replies, 'output'), ...schemasOf(bodies, 'input') };
}

function nameOf(operationId: string, what: 'Body' | 'Reply'): string {
  return `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}${what}`;
}

function schemasOf(registry: z.core.$ZodRegistry<{ id: string }>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => base + id });
  for (const schema of Object.values(schemas)) {
    // A component is named by its place.
    delete schema.$schema;
    delete schema.$id;
  }
  return schemas as Record<string, JsonSchema>;
}

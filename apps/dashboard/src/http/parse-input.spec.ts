import type { Request } from 'express';
import { z } from 'zod';
import { parseInput } from './parse-input.ts';
import { Refusal } from './refusal.ts';
import { defineRoute } from './route.ts';

const body = z.union([
  z.strictObject({ kind: z.string(), ids: z.array(z.uuid()) }),
  z.strictObject({ kind: z.string(), all: z.literal(true), since: z.number(), until: z.number() }),
]);
const route = defineRoute({
  ...({ method: 'post', path: '/x/{id}', operationId: 'x', summary: 'x', permission: null, reply: null } as const),
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ limit: z.coerce.number().optional() }),
  body,
  handle: async () => ({ isEmpty: true }),
});

function refusedOf(given: { params?: object; query?: object; body?: unknown }): unknown {
  const request = { params: { id: 'a' }, query: {}, body: { kind: 'k', ids: [] }, ...given } as unknown as Request;
  try {
    return parseInput(route, request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, ...(error.extra.errors ?? []).map(({ path, message }) => `${path}: ${message}`)];
  }
}

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

it.each([
  [{}, { params: { id: 'a' }, query: {}, body: { kind: 'k', ids: [] } }],
  [{ params: { id: 'a\0' } }, ['not_found']],
  [{ query: { limit: '1\0' } }, ['invalid_parameter', 'limit: holds a NUL']],
  [{ query: { orgId: 'x', tenant: 'y' } }, ['invalid_parameter', 'orgId: is not known', 'tenant: is not known']],
  [{ body: { kind: 'k', ids: ['\0'] } }, ['invalid_body', 'ids.0: holds a NUL']],
  [{ body: { 'a\0': 1 } }, ['invalid_body', 'a\0: holds a NUL']],
  [{ body: { kind: 'k', ids: ['*'] } }, ['invalid_body', 'ids.0: Invalid UUID']],
  [{ body: { kind: 'k', ids: [], orgId: 'x' } }, ['invalid_body', 'orgId: is not known']],
])('%j', (given, expected) => {
  expect(refusedOf(given)).toEqual(expected);
});

it('refuses what is too deep without going there', () => {
  const refused = refusedOf({ body: deep(100_000) }) as string[];
  expect([refused[0], refused[1]?.endsWith('.0: is too deep')]).toEqual(['invalid_body', true]);
});

it.each([
  '{"__proto__":{"isAdmin":true},"kind":"k","ids":[]}',
  '{"constructor":{"prototype":{"isAdmin":true}},"kind":"k","ids":[]}',
  '{"kind":"k","ids":[],"__proto__":{"all":true,"since":1,"until":2}}',
])('%s gives nothing a property', (text) => {
  const input = refusedOf({ body: JSON.parse(text) as unknown });
  const isRefused = Array.isArray(input) && input[0] === 'invalid_body';
  const taken = isRefused ? {} : (input as { body: object }).body;
  expect(Object.getPrototypeOf(taken)).toBe(Object.prototype);
  expect(Object.keys(taken).filter((name) => !['kind', 'ids'].includes(name))).toEqual([]);
  expect([taken, {}, []].map((one) => 'isAdmin' in one || 'all' in one)).toEqual([false, false, false]);
});

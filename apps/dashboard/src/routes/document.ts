import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import { apiDocument } from '../openapi/document.ts';

/** The operation that answers the API document of the others and itself. */
export function documentRoute(others: readonly Route[]): Route {
  const route = defineRoute({
    method: 'get',
    path: '/api/v1/openapi.json',
    operationId: 'getApiDocument',
    summary: 'This document',
    permission: null,
    reply: z.record(z.string(), z.unknown()),
    handle: async () => ({ json: document }),
  });
  const document = apiDocument([...others, route]);
  return route;
}

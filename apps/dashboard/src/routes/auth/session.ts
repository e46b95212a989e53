import { describeMe, meSchema } from '../../auth/me.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

export function sessionRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/session',
    operationId: 'getSession',
    summary: 'Who asks, and what they may do',
    permission: 'any',
    reply: meSchema,
    handle: async ({ principal }) => ({ json: await describeMe(services, principal) }),
  });
}

import { listSuppressions } from '@redoubt/rulebook';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { flag } from '../parameters.ts';
import type { Services } from '../services.ts';
import { shownSuppression } from './schemas.ts';

export function listSuppressionsRoute({ database, clock }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/suppressions',
    operationId: 'listSuppressions',
    summary: 'List suppressions in force and to come, the one that ends last first',
    permission: 'suppressions:read',
    query: z.strictObject({ isWithEnded: flag.default(false).describe('Those that have ended as well') }),
    reply: z.strictObject({ suppressions: z.array(shownSuppression) }),
    handle: async ({ principal, query }) => {
      const options = { nowMs: clock.now(), isWithEnded: query.isWithEnded };
      return { json: { suppressions: await listSuppressions(database, principal.orgId, options) } };
    },
  });
}

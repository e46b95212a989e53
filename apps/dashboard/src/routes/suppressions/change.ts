import { createSuppression, expireSuppression, listSuppressions } from '@redoubt/rulebook';
import { z } from 'zod';
import { actorOf } from '../../auth/actor.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { authorOf, reason } from '../author.ts';
import { given } from '../parameters.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce, matchers, shownSuppression } from './schemas.ts';

const reply = z.strictObject({ suppression: shownSuppression, isInForce });
const time = z.int().min(0).max(253_402_300_799_999);

export function createSuppressionRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/suppressions',
    operationId: 'createSuppression',
    summary: 'Hide alerts for a time: they are made and counted, and nobody is told',
    permission: 'suppressions:write',
    body: z.strictObject({
      matchers,
      reason: z.string().min(1).max(1_024).describe('Others will read it'),
      startsAtMs: time.optional().describe('Now when absent'),
      expiresAtMs: time,
    }),
    status: 201,
    reply,
    problems: ['refused'],
    handle: async (call) => {
      const { startsAtMs, ...body } = call.body;
      const { orgId } = call.principal;
      const wanted = { ...body, owner: actorOf(call.principal), ...given({ startsAtMs }) };
      const options = { ...authorOf(call, body.reason), nowMs: services.clock.now() };
      const suppression = await createSuppression(services.database, orgId, wanted, options);
      return { json: { suppression, isInForce: await relayNow(services, orgId) } };
    },
  });
}

export function expireSuppressionRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/suppressions/{suppressionId}/expire',
    operationId: 'expireSuppression',
    summary: 'End a suppression now',
    permission: 'suppressions:write',
    params: z.strictObject({ suppressionId: z.uuid() }),
    query: z.strictObject({ reason }),
    reply,
    problems: ['refused'],
    handle: async (call) => {
      const { suppressionId } = call.params;
      const { orgId } = call.principal;
      const { database, clock } = services;
      const nowMs = clock.now();
      const known = await listSuppressions(database, orgId, { nowMs, isWithEnded: true });
      if (!known.some((one) => one.suppressionId === suppressionId)) throw new Refusal('not_found');
      const options = { ...authorOf(call, call.query.reason), nowMs };
      const suppression = await expireSuppression(database, orgId, suppressionId, options);
      return { json: { suppression, isInForce: await relayNow(services, orgId) } };
    },
  });
}

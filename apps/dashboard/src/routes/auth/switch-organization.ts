import { z } from 'zod';
import { meSchema } from '../../auth/me.ts';
import { membershipOf, openSession } from '../../auth/open-session.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

export function switchOrganizationRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/organization',
    operationId: 'switchOrganization',
    summary: 'Work in another organisation',
    description: 'Opens a session there, with the rights one has there, and ends the one that asked.',
    permission: 'any',
    body: z.strictObject({ orgId: z.uuid() }),
    reply: meSchema,
    problems: ['refused'],
    handle: async ({ principal, body, ...origin }) => {
      if (principal.kind === 'api_key') throw new Refusal('refused', 'an API key belongs to one organisation');
      const { orgId } = await membershipOf(services, principal.userId, body.orgId);
      const { userId, sessionEpoch } = principal;
      const { setCookie, me } = await openSession(services, { userId, sessionEpoch, orgId }, origin);
      await services.auth.sessions.close(principal, origin.address);
      return { json: me, setCookies: [setCookie] };
    },
  });
}

import { auditActorOf, may } from '@redoubt/tenancy';
import { z } from 'zod';
import { endedSessionCookie } from '../../auth/session-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

export function endSessionRoute({ auth }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/sessions/{sessionId}',
    operationId: 'endSession',
    summary: 'End a session at once',
    description: "Closes its sockets too. Needs `members:write`, but for one's own.",
    permission: 'any',
    params: z.strictObject({ sessionId: z.string().regex(/^[0-9a-f]{64}$/) }),
    status: 204,
    reply: null,
    handle: async ({ principal, params: { sessionId }, address }) => {
      const found = await auth.sessions.find(principal.orgId, sessionId);
      const isOwn = principal.kind === 'user' && found?.userId === principal.userId;
      // What belongs to others is looked for by those only who may end it.
      if (!isOwn && !may(principal, 'members:write')) throw new Refusal('forbidden', 'this needs members:write');
      if (!found) throw new Refusal('not_found');
      await auth.sessions.revoke(found, auditActorOf(principal, { address }));
      const isCurrent = principal.kind === 'user' && principal.sessionHash === sessionId;
      return { isEmpty: true, ...(isCurrent ? { setCookies: [endedSessionCookie()] } : {}) };
    },
  });
}

import { getMember, may } from '@redoubt/tenancy';
import { z } from 'zod';
import { endedSessionCookie } from '../../auth/session-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf, reason } from '../author.ts';
import type { Services } from '../services.ts';

export function endMemberSessionsRoute({ auth, database }: Services): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/members/{userId}/sessions',
    operationId: 'endMemberSessions',
    summary: 'End all sessions of a member in the organisation at once',
    description: "Closes their sockets too. Needs `members:write`, but for one's own.",
    permission: 'any',
    params: z.strictObject({ userId: z.uuid() }),
    query: z.strictObject({ reason }),
    reply: z.strictObject({ ended: z.int() }),
    handle: async (call) => {
      const { principal, params } = call;
      const { userId } = params;
      const isOwn = principal.kind === 'user' && principal.userId === userId;
      if (!isOwn && !may(principal, 'members:write')) throw new Refusal('forbidden', 'this needs members:write');
      const { orgId } = principal;
      if (!(await getMember(database, orgId, userId))) throw new Refusal('not_found');
      const ended = await auth.sessions.revokeAll({ orgId, userId }, byOf(call, call.query.reason));
      return { json: { ended }, ...(isOwn ? { setCookies: [endedSessionCookie()] } : {}) };
    },
  });
}

import { findUsers, may, type SessionInfo } from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { flag } from '../parameters.ts';
import type { Services } from '../services.ts';

const sessionSchema = z.strictObject({
  sessionId: z.string(),
  userId: z.uuid(),
  email: z.string().nullable(),
  displayName: z.string().nullable(),
  address: z.string(),
  userAgent: z.string(),
  startedAtMs: z.int(),
  lastSeenAtMs: z.int(),
  expiresAtMs: z.int(),
  isCurrent: z.boolean().describe('The one that asks'),
});

export function listSessionsRoute({ auth, database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/sessions',
    operationId: 'listSessions',
    summary: 'Who is signed in to the organisation',
    description: "At most 1,000. Needs `members:read`, but for one's own.",
    permission: 'any',
    query: z.strictObject({ mine: flag.default(false).describe("One's own only") }),
    reply: z.strictObject({ sessions: z.array(sessionSchema) }),
    handle: async ({ principal, query: { mine } }) => {
      if (!mine && !may(principal, 'members:read')) throw new Refusal('forbidden', 'this needs members:read');
      const found = await auth.sessions.list(principal.orgId, mine ? principal.id : undefined);
      const users = await findUsers(
        database,
        found.map(({ userId }) => userId),
      );
      const current = principal.kind === 'user' ? principal.sessionHash : undefined;
      const sessions = found.map((one) => {
        const user = users.get(one.userId);
        return {
          ...rowOf(one),
          ...{ email: user?.email ?? null, displayName: user?.displayName ?? null },
          isCurrent: one.sessionHash === current,
        };
      });
      return { json: { sessions } };
    },
  });
}

function rowOf({ sessionHash, userId, address, userAgent, createdAtMs, lastSeenAtMs, expiresAtMs }: SessionInfo) {
  return {
    ...{ sessionId: sessionHash, userId, address, userAgent },
    ...{ startedAtMs: createdAtMs, lastSeenAtMs, expiresAtMs },
  };
}

import { endedSessionCookie } from '../../auth/session-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

export function logoutRoute({ auth }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/logout',
    operationId: 'logout',
    summary: 'End the session',
    description: 'Its sockets are closed too.',
    permission: 'any',
    status: 204,
    reply: null,
    problems: ['refused'],
    handle: async ({ principal, address }) => {
      if (principal.kind === 'api_key') throw new Refusal('refused', 'an API key has no session to end');
      await auth.sessions.close(principal, address);
      return { isEmpty: true, setCookies: [endedSessionCookie()] };
    },
  });
}

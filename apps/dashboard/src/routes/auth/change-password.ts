import { setPassword } from '@redoubt/tenancy';
import { z } from 'zod';
import { openSession, proofOf } from '../../auth/open-session.ts';
import { hasCookieOf } from '../../auth/session-of-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { tooOften } from './login.ts';

const typed = z.string().min(1).max(1_024);

export function changePasswordRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/password',
    operationId: 'changePassword',
    summary: "Change one's own password",
    description:
      "Ends all of the user's sessions, everywhere; the browser that asked gets a new one, with another `csrfToken`.",
    permission: 'any',
    body: z.strictObject({ current: typed, next: typed }),
    status: 204,
    reply: null,
    problems: ['refused'],
    handle: async ({ principal, body, ...call }) => {
      if (principal.kind === 'api_key') throw new Refusal('refused', 'an API key has no password');
      const { address } = call;
      const { userId, sessionHash, orgId } = principal;
      const asked = { userId, sessionHash, password: body.current, address };
      const proof = await services.auth.passwords.checkAgain(asked);
      if ('refused' in proof) {
        if (proof.refused === 'throttled') throw tooOften(proof.retryAfterMs);
        throw new Refusal('forbidden', 'the current password is wrong');
      }
      const by = { kind: 'user' as const, name: userId, address };
      const { sessionEpoch } = proof.user;
      const user = await setPassword(services, userId, body.next, { by, sessionEpoch });
      if (!hasCookieOf(principal, call)) return { isEmpty: true };
      const { setCookie } = await openSession(services, { ...proofOf(user), orgId }, call);
      return { isEmpty: true, setCookies: [setCookie] };
    },
  });
}

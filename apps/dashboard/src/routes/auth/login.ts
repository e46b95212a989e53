import { z } from 'zod';
import { meSchema } from '../../auth/me.ts';
import { answerWithSession, membershipOf, proofOf } from '../../auth/open-session.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

const mostTyped = 1_024;

export function loginRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/login',
    operationId: 'login',
    summary: 'Sign in with a password',
    description: 'Sets the session cookie. Guessing is slowed down by account and address.',
    permission: null,
    body: z.strictObject({
      email: z.string().min(1).max(mostTyped),
      password: z.string().min(1).max(mostTyped),
      organization: z.string().min(1).max(200).optional().describe('Name or id; the first by name if not given'),
    }),
    reply: meSchema,
    problems: ['unauthenticated', 'forbidden', 'rate_limited', 'refused', 'unavailable'],
    handle: async ({ body, ...origin }) => {
      const { email, password, organization } = body;
      const result = await services.auth.passwords.check({ email, password, address: origin.address });
      if ('user' in result) {
        const { orgId } = await membershipOf(services, result.user.id, organization);
        return answerWithSession(services, { ...proofOf(result.user), orgId }, origin);
      }
      throw result.refused === 'throttled' ? tooOften(result.retryAfterMs) : wrong();
    },
  });
}

/** Says the same whether there is such an account or not. */
function wrong(): Refusal {
  return new Refusal('unauthenticated', 'the address or the password is wrong', { isSuspect: true });
}

/** Guessing goes on later. */
export function tooOften(retryAfterMs: number): Refusal {
  const retryAfterS = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new Refusal('rate_limited', 'too many attempts: wait before the next', { retryAfterS });
}

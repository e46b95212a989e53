import { acceptInvitation, findInvitation, findUser, ROLES, type Invitation } from '@redoubt/tenancy';
import { z } from 'zod';
import { meSchema } from '../../auth/me.ts';
import { answerWithSession, proofOf, type Proof } from '../../auth/open-session.ts';
import { sessionOfCookie } from '../../auth/session-of-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Call, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';
import { tooOften } from './login.ts';

const token = z.string().min(1).max(128).describe('Of the link in the invitation');
const typed = z.string().min(1).max(1_024);

const accepted = z.strictObject({
  token,
  displayName: typed.optional().describe('Of somebody new'),
  password: typed.optional().describe('A new one of somebody new, their own of somebody who has an account'),
});

type Acceptance = z.infer<typeof accepted>;

export function showInvitationRoute({ database }: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/invitations/show',
    operationId: 'showInvitation',
    summary: 'What an invitation is to',
    permission: null,
    body: z.strictObject({ token }),
    reply: z.strictObject({
      organization: z.string(),
      email: z.string(),
      role: z.enum(ROLES),
      hasAccount: z.boolean().describe('Then its password, or a session, is needed to accept'),
    }),
    problems: ['not_found', 'unavailable'],
    handle: async ({ body }) => {
      const found = await findInvitation(database, body.token);
      if (!found) throw gone();
      const { orgName: organization, email, role, isKnownUser: hasAccount } = found;
      return { json: { organization, email, role, hasAccount } };
    },
  });
}

export function acceptInvitationRoute(services: Services): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/auth/invitations/accept',
    operationId: 'acceptInvitation',
    summary: 'Become a member',
    description:
      'Somebody new gives a name and a password. Somebody who has an account proves it by its password or the session ' +
      'of the browser. Opens a session in the organisation; one that the browser had ends.',
    permission: null,
    body: accepted,
    reply: meSchema,
    problems: ['unauthenticated', 'not_found', 'rate_limited', 'refused', 'unavailable'],
    handle: async ({ body, ...call }) => {
      const invitation = await findInvitation(services.database, body.token);
      if (!invitation) throw gone();
      const held = await sessionOfCookie(services, call);
      const owner = invitation.isKnownUser
        ? await ownerOf(services, invitation, { body, held, address: call.address })
        : undefined;
      const as = owner ? { signedInAs: owner.userId } : newcomer(body);
      const { user, orgId } = await acceptInvitation(services, body.token, as, { address: call.address });
      return answerWithSession(services, { ...(owner ?? proofOf(user)), orgId }, call);
    },
  });
}

/** Whoever has the account that is invited, once they have proved it. */
async function ownerOf(
  { database, auth }: Services,
  { email }: Invitation,
  given: { body: Acceptance; held: Proof | undefined } & Pick<Call<unknown, unknown, unknown>, 'address'>,
): Promise<Proof> {
  const { body, held, address } = given;
  if (held && (await findUser(database, email))?.id === held.userId) return held;
  if (body.password === undefined) throw new Refusal('unauthenticated', 'sign in first, or give the password');
  const proof = await auth.passwords.check({ email, password: body.password, address });
  if ('user' in proof) return proofOf(proof.user);
  if (proof.refused === 'throttled') throw tooOften(proof.retryAfterMs);
  throw new Refusal('unauthenticated', 'the password is wrong', { isSuspect: true });
}

function newcomer({ displayName, password }: Acceptance): { displayName: string; password: string } {
  if (displayName !== undefined && password !== undefined) return { displayName, password };
  throw new Refusal('refused', 'somebody new gives a name and a password');
}

function gone(): Refusal {
  return new Refusal('not_found', 'the invitation has ended, was used, or never was', { isSuspect: true });
}

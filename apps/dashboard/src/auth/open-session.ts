import type { OrgId } from '@redoubt/contracts';
import { listMemberships, type Membership, type User, type UserPrincipal } from '@redoubt/tenancy';
import type { Answer, Call } from '../http/route.ts';
import { Refusal } from '../http/refusal.ts';
import type { Services } from '../routes/services.ts';
import { describeMe } from './me.ts';
import { sessionOfCookie } from './session-of-cookie.ts';
import { sessionCookie } from './session-cookie.ts';

/** Where a session is opened from. */
export type Origin = Pick<Call<unknown, unknown, unknown>, 'address' | 'userAgent' | 'cookie'>;

/** Who has proved who they are, and what the session epoch of the user was when they did. */
export type Proof = Pick<UserPrincipal, 'userId' | 'sessionEpoch'>;

/** The proof of somebody who signed in, or whose user record was just changed in their own name. */
export function proofOf({ id: userId, sessionEpoch }: User): Proof {
  return { userId, sessionEpoch };
}

/**
 * Opens a session of somebody who has proved who they are, and ends the one that the browser had.
 *
 * @returns the line that gives it to the browser, and Me
 */
export async function openSession(
  services: Services,
  given: Proof & { orgId: OrgId },
  origin: Origin,
): Promise<{ setCookie: string; me: Awaited<ReturnType<typeof describeMe>> }> {
  const { auth, clock } = services;
  const { address, userAgent } = origin;
  const { userId, orgId, sessionEpoch } = given;
  const before = await sessionOfCookie(services, origin);
  const { token, principal } = await auth.sessions.open({ userId, orgId, address, userAgent, sessionEpoch });
  if (before) await auth.sessions.close(before, address);
  const setCookie = sessionCookie(token, principal.expiresAtMs, clock.now());
  return { setCookie, me: await describeMe(services, principal) };
}

/** The same as an answer. */
export async function answerWithSession(...given: Parameters<typeof openSession>): Promise<Answer> {
  const { setCookie, me } = await openSession(...given);
  return { json: me, setCookies: [setCookie] };
}

/**
 * The organisation that somebody wants to work in.
 *
 * @param wanted name or id; without one it is the first by name
 * @throws Refusal when they belong to none, or not to that one, whether there is such a one or not
 */
export async function membershipOf(services: Services, userId: string, wanted?: string): Promise<Membership> {
  const memberships = await listMemberships(services.database, userId);
  const found = memberships.find(({ orgId, orgName }) => wanted === undefined || [orgId, orgName].includes(wanted));
  if (found) return found;
  throw new Refusal('forbidden', `the account is no member of ${wanted === undefined ? 'any' : 'that'} organisation`);
}

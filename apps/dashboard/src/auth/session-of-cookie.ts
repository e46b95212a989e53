import { sessionHashOf, type Principal, type UserPrincipal } from '@redoubt/tenancy';
import type { Call } from '../http/route.ts';
import type { Services } from '../routes/services.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

type WithCookie = Pick<Call<unknown, unknown, unknown>, 'cookie'>;

/** Who the browser is signed in as, for operations that ask for no credential; undefined for nobody. */
export async function sessionOfCookie({ auth }: Services, { cookie }: WithCookie): Promise<UserPrincipal | undefined> {
  const token = cookie(SESSION_COOKIE);
  const result = token === undefined ? undefined : await auth.sessions.verify(token);
  return result && 'sessionHash' in result ? result : undefined;
}

/** Whether the request proved who asks by the cookie, so that its browser can be given another one. */
export function hasCookieOf(principal: Principal, { cookie }: WithCookie): principal is UserPrincipal {
  const token = cookie(SESSION_COOKIE);
  return principal.kind === 'user' && token !== undefined && sessionHashOf(token) === principal.sessionHash;
}

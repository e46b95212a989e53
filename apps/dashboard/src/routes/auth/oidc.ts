import { RetryableError } from '@redoubt/contracts';
import { listMemberships, type OidcResult, type User } from '@redoubt/tenancy';
import { z } from 'zod';
import { openSession, proofOf, type Origin } from '../../auth/open-session.ts';
import type { OidcGate } from '../../auth/oidc-gate.ts';
import { endedOidcCookie, OIDC_COOKIE, oidcCookie } from '../../auth/session-cookie.ts';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Answer, type Call, type Route } from '../../http/route.ts';
import type { Services } from '../services.ts';

/** Why somebody who came back from the provider is not signed in; the page says it in words. */
type LoginError = Extract<OidcResult, { refused: string }>['refused'] | 'unavailable';

const startPath = '/api/v1/auth/oidc/start';

export function authOptionsRoute({ auth }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/options',
    operationId: 'getAuthOptions',
    summary: 'How one can sign in beside a password',
    permission: null,
    reply: z.strictObject({ oidc: z.strictObject({ label: z.string(), startPath: z.string() }).nullable() }),
    handle: async () => ({ json: { oidc: auth.oidc ? { label: auth.oidc.label, startPath } : null } }),
  });
}

export function startOidcRoute({ auth, log }: Services): Route {
  return defineRoute({
    method: 'get',
    path: startPath,
    operationId: 'startOidc',
    summary: 'Go to the OpenID provider to sign in',
    description: 'For browsers. When the provider cannot be reached it goes back to the page with `error=unavailable`.',
    permission: null,
    status: 302,
    reply: null,
    problems: ['not_found'],
    handle: async () => {
      const gate = gateOf(auth.oidc);
      try {
        const { url, transaction } = await (await gate.login()).start();
        return { redirectTo: url.href, setCookies: [oidcCookie(transaction)] };
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        log.warn({ err: error }, 'oidc_unavailable');
        return failed('unavailable');
      }
    },
  });
}

const text = z.string().max(4_096).optional();

export function finishOidcRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/auth/oidc/callback',
    operationId: 'finishOidc',
    summary: 'Where the OpenID provider sends people back to',
    description:
      'Opens a session in the first organisation by name and goes to the page, or to `/login?error=<code>`: ' +
      '`transaction`, `provider`, `no_email`, `account_exists`, `disabled`, `no_role`, `unavailable`.',
    permission: null,
    query: z.looseObject({ code: text, state: text, iss: text, error: text }),
    status: 302,
    reply: null,
    problems: ['not_found'],
    handle: async ({ query, ...call }) => {
      const gate = gateOf(services.auth.oidc);
      try {
        const result = await (await gate.login()).finish(urlOf(query), call.cookie(OIDC_COOKIE));
        return 'user' in result ? await enter(services, result.user, call) : refused(services, result, call);
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
        services.log.warn({ err: error }, 'oidc_unavailable');
        return failed('unavailable');
      }
    },
  });
}

function gateOf(gate: OidcGate | undefined): OidcGate {
  if (!gate) throw new Refusal('not_found', 'there is no OpenID provider');
  return gate;
}

/** Only what came as a query counts; where it came to is known. */
function urlOf(query: Readonly<Record<string, unknown>>): URL {
  const url = new URL('http://callback.invalid');
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string') url.searchParams.append(name, value);
  }
  return url;
}

async function enter(services: Services, user: User, origin: Origin): Promise<Answer> {
  const [first] = await listMemberships(services.database, user.id);
  if (!first) return failed('no_role');
  const { setCookie } = await openSession(services, { ...proofOf(user), orgId: first.orgId }, origin);
  return { redirectTo: '/', setCookies: [setCookie, endedOidcCookie()] };
}

function refused(
  { refusals }: Services,
  result: Extract<OidcResult, { refused: string }>,
  { address }: Pick<Call<unknown, unknown, unknown>, 'address'>,
): Answer {
  refusals.note({ operation: 'finishOidc', code: result.refused, address });
  return failed(result.refused);
}

function failed(error: LoginError): Answer {
  return { redirectTo: `/login?error=${error}`, setCookies: [endedOidcCookie()] };
}

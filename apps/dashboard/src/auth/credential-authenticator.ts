import type { IncomingMessage } from 'node:http';
import {
  isCsrfToken,
  principalOfKey,
  type ApiKeyVerifier,
  type Principal,
  type SessionKeys,
  type Sessions,
  type UserPrincipal,
} from '@redoubt/tenancy';
import type { Authenticator, AuthRefusal } from './authenticator.ts';
import type { PlatformRights } from './platform-rights.ts';
import { changesSomething, isOfOtherOrigin, OTHER_ORIGIN } from './request-origin.ts';
import { cookieOf, SESSION_COOKIE } from './session-cookie.ts';

/** Carries the token that only our own page knows. */
export const CSRF_HEADER = 'x-csrf-token';
/** Longer than any session token; keeps signatures of hostile texts from being checked. */
const maxTokenChars = 4_096;
const bearer = /^bearer +(\S+)$/i;

/** What tells who holds a credential. */
export interface CredentialVerifiers {
  keys: ApiKeyVerifier;
  sessions: Pick<Sessions, 'verify'>;
  /** Of the sessions; CSRF tokens are made of them. */
  sessionKeys: SessionKeys;
  platform: Pick<PlatformRights, 'limit'>;
}

/**
 * Recognises requests by the API key or session token of their Authorization header, else by the session cookie. A
 * cookie also comes along when another page asks: such requests are refused by their origin, and those that change
 * something without the session's CSRF token too.
 */
export function credentialAuthenticator(verifiers: CredentialVerifiers): Authenticator {
  return {
    authenticate: async (request): Promise<Principal | AuthRefusal> => {
      const { authorization, cookie } = request.headers;
      if (authorization !== undefined) return ofHeader(verifiers, authorization);
      const token = cookieOf(cookie, SESSION_COOKIE);
      if (token === undefined) return { refused: 'the request has neither an Authorization header nor a session' };
      const result = await ofSession(verifiers, token);
      return 'sessionHash' in result ? checkedForgery(verifiers.sessionKeys, request, result) : result;
    },
  };
}

/** Who holds a session token or API key that came without a header. */
export function holderOf(verifiers: CredentialVerifiers, token: string): Promise<Principal | AuthRefusal> {
  return ofHeader(verifiers, `Bearer ${token}`);
}

function ofHeader(verifiers: CredentialVerifiers, authorization: string): Promise<Principal | AuthRefusal> {
  const token = bearer.exec(authorization)?.[1];
  const isKey = token === undefined || token.startsWith('rk_') || token.length > maxTokenChars;
  return isKey ? ofKey(verifiers.keys, authorization) : ofSession(verifiers, token);
}

async function ofKey(keys: ApiKeyVerifier, authorization: string): Promise<Principal | AuthRefusal> {
  const result = await keys.verify(authorization);
  if ('unavailable' in result) return result;
  // One text for all: a caller without a valid key learns nothing about keys.
  if ('refused' in result) return { refused: 'the API key is not valid', isSuspect: true };
  return principalOfKey(result);
}

async function ofSession(
  { sessions, platform }: Pick<CredentialVerifiers, 'sessions' | 'platform'>,
  token: string,
): Promise<UserPrincipal | Exclude<AuthRefusal, { forbidden: string }>> {
  const result = await sessions.verify(token);
  if ('unavailable' in result) return result;
  if (!('refused' in result)) return platform.limit(result);
  // That a session ends is what sessions do.
  return { refused: 'the session is not valid, or has ended', isSuspect: result.refused === 'invalid' };
}

function checkedForgery(
  keys: SessionKeys,
  request: IncomingMessage,
  principal: UserPrincipal,
): UserPrincipal | AuthRefusal {
  if (isOfOtherOrigin(request)) return { forbidden: OTHER_ORIGIN, principal };
  if (!changesSomething(request)) return principal;
  const given = request.headers[CSRF_HEADER];
  const isOurs = typeof given === 'string' && isCsrfToken(keys, principal.sessionHash, given);
  return isOurs ? principal : { forbidden: `${CSRF_HEADER} is not the csrfToken of the session`, principal };
}

import { principalOfKey, type ApiKeyVerifier, type Principal, type Sessions } from '@redoubt/tenancy';
import type { Authenticator, AuthRefusal } from './authenticator.ts';

/** Longer than any session token; keeps signatures of hostile texts from being checked. */
const maxTokenChars = 4_096;
const bearer = /^bearer +(\S+)$/i;

/** What tells who holds a credential. Without `sessions` only API keys are recognised. */
export interface CredentialVerifiers {
  keys: ApiKeyVerifier;
  sessions?: Pick<Sessions, 'verify'>;
}

/** Recognises requests by the API key or session token of their Authorization header. */
export function bearerAuthenticator(verifiers: CredentialVerifiers): Authenticator {
  return {
    authenticate: async ({ headers: { authorization } }) => {
      if (authorization === undefined) return { refused: 'the request has no Authorization header' };
      const token = bearer.exec(authorization)?.[1];
      const isKey = token === undefined || token.startsWith('rk_') || token.length > maxTokenChars;
      return isKey || !verifiers.sessions ? ofKey(verifiers.keys, authorization) : ofSession(verifiers.sessions, token);
    },
  };
}

async function ofKey(keys: ApiKeyVerifier, authorization: string): Promise<Principal | AuthRefusal> {
  const result = await keys.verify(authorization);
  if ('unavailable' in result) return result;
  // One text for all: a caller without a valid key learns nothing about keys.
  return 'refused' in result ? { refused: 'the API key is not valid' } : principalOfKey(result);
}

async function ofSession(sessions: Pick<Sessions, 'verify'>, token: string): Promise<Principal | AuthRefusal> {
  const result = await sessions.verify(token);
  return 'refused' in result ? { refused: 'the session is not valid, or has ended' } : result;
}

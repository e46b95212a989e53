import { principalOfKey, type ApiKeyVerifier } from '@redoubt/tenancy';
import type { Authenticator } from './authenticator.ts';

/** Recognises requests by the API key of their Authorization header. */
export function keyAuthenticator(verifier: ApiKeyVerifier): Authenticator {
  return {
    authenticate: async ({ headers: { authorization } }) => {
      if (authorization === undefined) return { refused: 'the request has no Authorization header' };
      const result = await verifier.verify(authorization);
      if ('unavailable' in result) return result;
      // One text for all: a caller without a valid key learns nothing about keys.
      return 'refused' in result ? { refused: 'the API key is not valid' } : principalOfKey(result);
    },
  };
}

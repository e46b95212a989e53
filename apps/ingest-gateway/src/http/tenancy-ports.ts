import type { ApiKeyVerifier, Quota, VerifyResult } from '@redoubt/tenancy';
import type { Authenticator, Principal, QuotaGate } from './ports.ts';
import { Refusal } from './refusal.ts';

const SCOPE = 'ingest';
const RETRY_AFTER_S = 1;
const CHALLENGE = { 'www-authenticate': 'Bearer realm="redoubt"' };

/** Authenticates with API keys that carry the scope `ingest`. */
export function keyAuthenticator(verifier: ApiKeyVerifier): Authenticator {
  return {
    authenticate: (authorization) => {
      const result = verifier.verify(authorization);
      return result instanceof Promise ? result.then(principalOf) : principalOf(result);
    },
  };
}

function principalOf(result: VerifyResult): Principal {
  if ('orgId' in result) {
    if (!result.scopes.includes(SCOPE)) throw new Refusal('forbidden', `the key needs the scope ${SCOPE}`);
    return result;
  }
  if ('unavailable' in result) {
    throw new Refusal('unavailable', 'API keys cannot be looked up now', { retryAfterS: RETRY_AFTER_S });
  }
  // Revoked and expired keys are told so: their holder proved to have the secret. Anything else learns nothing.
  const detail = {
    malformed: 'send Authorization: Bearer rk_<id>_<secret>',
    unknown: 'the key is not known',
    revoked: 'the key was revoked',
    expired: 'the key has expired',
  }[result.refused];
  throw new Refusal('unauthenticated', detail, { headers: CHALLENGE });
}

/** Charges the quota that came with the key. */
export function quotaGate(quota: Quota): QuotaGate {
  return {
    charge: ({ orgId, quota: limits }, cost) => {
      const decision = quota.take(orgId, cost, limits);
      if (decision instanceof Promise) return decision.then((late) => (late.ok ? 0 : late.retryAfterMs));
      return decision.ok ? 0 : decision.retryAfterMs;
    },
  };
}

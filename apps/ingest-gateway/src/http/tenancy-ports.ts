import { systemClock, type Clock } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { webhookContext, type ApiKeyVerifier, type Quota, type VerifyResult } from '@redoubt/tenancy';
import type { Authenticator, CertificateAuthenticator, Principal, QuotaGate, WebhookKeys } from './ports.ts';
import { Refusal } from './refusal.ts';

const SCOPE = 'ingest';
const RETRY_AFTER_S = 1;
const CHALLENGE = { 'www-authenticate': 'Bearer realm="redoubt"' };

/** How long a good answer is used without asking the verifier; adds to the time a revoked key still works. */
const MEMO_MS = 500;
const MAX_MEMO = 10_000;

/**
 * Authenticates with API keys that carry the scope `ingest`.
 *
 * The verifier hashes the secret at every question, a tenth of what a single-event request costs; a good answer is
 * therefore kept for half a second under the whole header. Bound: 10,000 headers, then it starts anew.
 */
export function keyAuthenticator(
  verifier: Pick<ApiKeyVerifier, 'verify' | 'verifyCertificate'>,
  clock: Clock = systemClock,
): Authenticator & CertificateAuthenticator {
  const memo = new Map<string, Principal>();
  let memoEndsMs = 0;
  const remember = (name: string | undefined, result: VerifyResult): Principal => {
    const principal = principalOf(result);
    if (memo.size >= MAX_MEMO) memo.clear();
    if (name !== undefined) memo.set(name, principal);
    return principal;
  };
  const remembered = (
    name: string | undefined,
    verify: () => VerifyResult | Promise<VerifyResult>,
  ): Principal | Promise<Principal> => {
    const nowMs = clock.monotonicMs();
    if (nowMs >= memoEndsMs) {
      memo.clear();
      memoEndsMs = nowMs + MEMO_MS;
    }
    const known = name === undefined ? undefined : memo.get(name);
    if (known !== undefined) return known;
    const result = verify();
    return result instanceof Promise ? result.then((late) => remember(name, late)) : remember(name, result);
  };
  return {
    authenticate: (authorization) => remembered(authorization, () => verifier.verify(authorization)),
    authenticateCertificate: (fingerprint) =>
      // No header has a line feed in it.
      remembered(`\n${fingerprint.toString('latin1')}`, () => verifier.verifyCertificate(fingerprint)),
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
  throw new Refusal('unauthenticated', detail, { headers: CHALLENGE, keyRefusal: result.refused });
}

/**
 * Opens the secrets that webhooks are signed with.
 *
 * @param secretBox  absent where the gateway has no keys for it: then no webhook under a key id is taken
 */
export function webhookKeys(
  verifier: Pick<ApiKeyVerifier, 'findWebhook'>,
  secretBox: SecretBox | undefined,
): WebhookKeys {
  return {
    find: async (keyId) => {
      const result = await verifier.findWebhook(keyId);
      if ('unavailable' in result || secretBox === undefined) {
        throw new Refusal('unavailable', 'webhook secrets cannot be looked up now', { retryAfterS: RETRY_AFTER_S });
      }
      const principal = principalOf(result);
      if (!('webhookSecret' in result)) throw new Refusal('unauthenticated');
      return { principal, secret: secretBox.open(result.webhookSecret, webhookContext(result.orgId, keyId)) };
    },
  };
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

import type { OrgId } from '@redoubt/contracts';
import type { OrgQuota, QuotaCost } from '@redoubt/tenancy';

/** Who sends, taken from the credential and nothing else. */
export interface Principal {
  orgId: OrgId;
  keyId: string;
  quota: OrgQuota;
}

/** Checks credentials. */
export interface Authenticator {
  /**
   * Answers without a promise when the key is known, which is nearly always: a request costs tens of microseconds.
   *
   * @throws Refusal unauthenticated, forbidden, unavailable; also as rejection
   */
  authenticate(authorization: string | undefined): Principal | Promise<Principal>;
}

/** Checks client certificates, for protocols that know no other credential. */
export interface CertificateAuthenticator {
  /**
   * @param fingerprint  SHA-256 of a certificate whose private key the sender was seen to have
   * @throws Refusal like an Authenticator
   */
  authenticateCertificate(fingerprint: Buffer): Principal | Promise<Principal>;
}

/** Charges an organisation for what it sends. */
export interface QuotaGate {
  /** @returns 0 when charged, else the ms to wait before it is worth asking again; without a promise nearly always */
  charge(principal: Principal, cost: QuotaCost): number | Promise<number>;
}

/** Looks up whose webhooks come under a key id. */
export interface WebhookKeys {
  /**
   * @returns the secret that the webhook's source signs with
   * @throws Refusal unauthenticated when there is no such key or it has no secret, forbidden, unavailable
   */
  find(keyId: string): Promise<{ principal: Principal; secret: string }>;
}

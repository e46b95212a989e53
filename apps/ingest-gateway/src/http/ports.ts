import type { OrgId } from '@redoubt/contracts';

/** Who sends, taken from the credential and nothing else. */
export interface Principal {
  orgId: OrgId;
  keyId: string;
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

/** Charges an organisation for what it sends. */
export interface QuotaGate {
  /** @throws Refusal quota_exceeded, unavailable; also as rejection */
  charge(orgId: OrgId, cost: { events: number; bytes: number }): void | Promise<void>;
}

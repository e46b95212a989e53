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

/** Charges an organisation for what it sends. */
export interface QuotaGate {
  /** @returns 0 when charged, else the ms to wait before it is worth asking again; without a promise nearly always */
  charge(principal: Principal, cost: QuotaCost): number | Promise<number>;
}

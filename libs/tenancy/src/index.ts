export { API_KEY_SCOPES, createApiKey, listApiKeys, revokeApiKey } from './lib/api-keys.ts';
export type { ApiKeyScope, NewApiKey } from './lib/api-keys.ts';
export type { ApiKeyInfo } from './lib/api-key-records.ts';
export { createApiKeyVerifier } from './lib/api-key-verifier.ts';
export type {
  ApiKeyVerifier,
  ApiKeyVerifierOptions,
  KeyRefusal,
  VerifiedKey,
  VerifyResult,
} from './lib/api-key-verifier.ts';
export { DEFAULT_QUOTA, DEFAULT_RETENTION_DAYS } from './lib/organization.ts';
export type { Organization, OrgFeatures, OrgQuota, OrgState } from './lib/organization.ts';
export { findOrganization, getOrganization, listOrganizations } from './lib/organization-records.ts';
export { provisionOrganization, updateOrganization } from './lib/organizations.ts';
export type { ProvisionRequest } from './lib/organizations.ts';
export { createQuota } from './lib/quota.ts';
export type { Quota, QuotaDecision, QuotaOptions } from './lib/quota.ts';
export type { QuotaCost } from './lib/token-bucket.ts';
export { reconcile } from './lib/reconcile.ts';
export type { TenancyDeps } from './lib/tenancy-deps.ts';

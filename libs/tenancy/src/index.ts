export { API_KEY_SCOPES, createApiKey, listApiKeys, MAX_KEY_NAME, revokeApiKey } from './lib/api-keys.ts';
export type { ApiKeyScope, NewApiKey } from './lib/api-keys.ts';
export type { ApiKeyInfo } from './lib/api-key-records.ts';
export { readWebhookSecrets, replaceSealedWebhookSecrets, webhookContext } from './lib/webhook-secret.ts';
export { createApiKeyVerifier } from './lib/api-key-verifier.ts';
export type {
  ApiKeyVerifier,
  ApiKeyVerifierOptions,
  KeyRefusal,
  VerifiedKey,
  VerifiedWebhook,
  VerifyResult,
} from './lib/api-key-verifier.ts';
export { DEFAULT_QUOTA, DEFAULT_RETENTION_DAYS } from './lib/organization.ts';
export type { FeatureChange, Organization, OrgFeatures, OrgQuota, OrgState } from './lib/organization.ts';
export { findOrganization, getOrganization, listOrganizations } from './lib/organization-records.ts';
export { provisionOrganization, updateOrganization } from './lib/organizations.ts';
export type { ProvisionRequest } from './lib/organizations.ts';
export { createQuota } from './lib/quota.ts';
export type { Quota, QuotaDecision, QuotaOptions } from './lib/quota.ts';
export type { QuotaCost } from './lib/token-bucket.ts';
export { reconcile } from './lib/reconcile.ts';
export type { TenancyDeps } from './lib/tenancy-deps.ts';
export {
  isPermission,
  isPlatformPermission,
  isRole,
  PERMISSIONS,
  ROLE_PERMISSIONS,
  ROLES,
  SCOPE_PERMISSIONS,
} from './lib/people/permissions.ts';
export type { Permission, Role } from './lib/people/permissions.ts';
export { auditActorOf, may, mayGrantScope, principalOfKey, withoutPlatform } from './lib/people/principal.ts';
export type { KeyPrincipal, Principal, UserPrincipal } from './lib/people/principal.ts';
export { DEFAULT_PASSWORD_COST } from './lib/people/password-hash.ts';
export type { PasswordCost } from './lib/people/password-hash.ts';
export type { EmailProof, User } from './lib/people/user.ts';
export {
  createUser,
  disableUser,
  enableUser,
  findUser,
  findUsers,
  getUser,
  listUsers,
  setPassword,
  signOutUser,
} from './lib/people/users.ts';
export type { ChangeOptions } from './lib/people/users.ts';
export { readActorNames, type ActorId } from './lib/people/actor-names.ts';
export { getMember, listMembers, listMemberships } from './lib/people/list-members.ts';
export type { Member, Membership, MembershipSource } from './lib/people/list-members.ts';
export { removeMember, setMember } from './lib/people/members.ts';
export {
  acceptInvitation,
  findInvitation,
  inviteMember,
  listInvitations,
  noteMailed,
  revokeInvitation,
} from './lib/people/invitations.ts';
export type { Invitation, InvitationState } from './lib/people/invitations.ts';
export { addressHolders, networkMatcher } from './lib/address-holders.ts';
export { DEFAULT_THROTTLE_LIMITS, networkOf } from './lib/people/login-throttle.ts';
export type { AttemptLimit, ThrottleLimits } from './lib/people/login-throttle.ts';
export { createPasswordLogin, isPasswordOf } from './lib/people/password-login.ts';
export type { LoginResult, PasswordLogin } from './lib/people/password-login.ts';
export { parseSessionKeys } from './lib/sessions/session-keys.ts';
export type { SessionKey, SessionKeys } from './lib/sessions/session-keys.ts';
export { csrfTokenOf, isCsrfToken } from './lib/sessions/csrf-token.ts';
export { sessionHashOf } from './lib/sessions/session-token.ts';
export { createSessions, type Sessions } from './lib/sessions/sessions.ts';
export type { NewSession, SessionDeps, SessionInfo, SessionOptions, SessionResult } from './lib/sessions/sessions.ts';
export { endOrgSessions, endUserSessions, parseEndedSessions } from './lib/sessions/end-sessions.ts';
export type { EndedSessions } from './lib/sessions/end-sessions.ts';
export { createRateLimit, DEFAULT_REQUEST_LIMITS } from './lib/rate-limit.ts';
export type { RateLimit, RequestLimit, RequestLimits } from './lib/rate-limit.ts';
export { connectOidc, type OidcLogin } from './lib/oidc/oidc-login.ts';
export type { OidcDeps, OidcOptions, OidcResult } from './lib/oidc/oidc-login.ts';
export type { OidcRoleRule } from './lib/oidc/oidc-roles.ts';
export type { OidcRefusal } from './lib/oidc/oidc-user.ts';

import { isDeepStrictEqual } from 'node:util';
import { type OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { AuditActor } from '@redoubt/storage';
import { createStreams, provisionStreams, registerOrganization } from '@redoubt/stream';
import { projectApiKeys, projectOrganization } from './projection.ts';
import { readProjectableKeys } from './api-key-records.ts';
import {
  checkFeatures,
  checkOrgDisplayName,
  checkOrgName,
  DEFAULT_QUOTA,
  DEFAULT_RETENTION_DAYS,
  type Organization,
  type OrgFeatures,
  type OrgQuota,
} from './organization.ts';
import {
  activateOrganization,
  getOrganization,
  insertOrganization,
  updateOrganizationRecord,
  type OrganizationChange,
} from './organization-records.ts';
import { OPERATOR, type TenancyDeps } from './tenancy-deps.ts';

/** Writers at the same moment are few. */
const MAX_ROUNDS = 10;

export interface ProvisionRequest {
  /** Short unique name, `[a-z0-9-]`. */
  name: string;
  displayName?: string;
  retentionDays?: number;
  quota?: OrgQuota;
  /** Groups that must read everything; they are made at the start of both lanes. */
  expectedGroups: readonly GroupName[];
  features?: OrgFeatures;
  /** Who makes it, for the audit log. @default an operator */
  by?: AuditActor;
}

/**
 * Makes an organisation ready for its first event: record, streams and groups, registry, settings; then `active`.
 *
 * A repeated call with the same name finishes one that was interrupted and returns what is there; it does not change
 * an existing organisation's settings.
 * @throws PermanentError  a name that cannot be one
 * @throws RetryableError  PostgreSQL or the organisation's slot is away: call again
 */
export async function provisionOrganization(deps: TenancyDeps, request: ProvisionRequest): Promise<Organization> {
  const given = {
    name: checkOrgName(request.name),
    displayName: checkOrgDisplayName(request.displayName ?? request.name),
    retentionDays: request.retentionDays ?? DEFAULT_RETENTION_DAYS,
    quota: request.quota ?? DEFAULT_QUOTA,
    expectedGroups: request.expectedGroups,
    features: checkFeatures(request.features ?? {}),
  };
  const organization = await insertOrganization(deps.database, given, request.by ?? OPERATOR);
  return completeProvisioning(deps, organization);
}

/**
 * The steps after the record; each may be repeated.
 *
 * @param prepare what has to be there before anybody finds the organisation; its streams and settings are
 */
export async function completeProvisioning(
  deps: TenancyDeps,
  organization: Organization,
  prepare?: (organization: Organization) => Promise<void>,
): Promise<Organization> {
  await createStreams(deps.redis, organization.id, organization.expectedGroups);
  const active: Organization = { ...organization, state: 'active' };
  await projectOrganization(deps.redis, active);
  await prepare?.(active);
  await registerOrganization(deps.redis, organization.id);
  await activateOrganization(deps.database, organization.id);
  return active;
}

/**
 * Changes settings; gateways follow within 3 s, alert-engine once the outbox is relayed. A group that is newly expected
 * starts at the oldest kept entry.
 *
 * @throws PermanentError  no such organisation, or a value that will not do
 * @throws RetryableError  when Redis is away the record is changed: repeat the call, or let `reconcile` finish it
 */
export async function updateOrganization(
  deps: TenancyDeps,
  nameOrId: string,
  change: OrganizationChange,
  options: { by?: AuditActor } = {},
): Promise<Organization> {
  if (change.features) checkFeatures(change.features);
  const checked =
    change.displayName === undefined ? change : { ...change, displayName: checkOrgDisplayName(change.displayName) };
  const { id } = await getOrganization(deps.database, nameOrId);
  const organization = await updateOrganizationRecord(deps.database, id, checked, options.by ?? OPERATOR);
  if (change.expectedGroups) await provisionStreams(deps.redis, id, change.expectedGroups);
  await projectLatest(deps, organization);
  if (change.quota) await projectKeysOf(deps, id);
  return organization;
}

/** Changes at once write to Redis in any order: whoever writes last looks whether it was the latest. */
async function projectLatest(deps: TenancyDeps, changed: Organization): Promise<void> {
  let organization = changed;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await projectOrganization(deps.redis, organization);
    const latest = await getOrganization(deps.database, organization.id);
    if (isDeepStrictEqual(latest, organization)) return;
    organization = latest;
  }
}

async function projectKeysOf(deps: TenancyDeps, orgId: OrgId): Promise<void> {
  await projectApiKeys(deps.redis, await readProjectableKeys(deps.database, [orgId]));
}

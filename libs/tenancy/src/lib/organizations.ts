import { type OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import type { AuditActor } from '@redoubt/storage';
import { provisionStreams } from '@redoubt/stream';
import { projectApiKeys, projectOrganization } from './projection.ts';
import { readProjectableKeys } from './api-key-records.ts';
import {
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
    displayName: request.displayName ?? request.name,
    retentionDays: request.retentionDays ?? DEFAULT_RETENTION_DAYS,
    quota: request.quota ?? DEFAULT_QUOTA,
    expectedGroups: request.expectedGroups,
    features: request.features ?? {},
  };
  const organization = await insertOrganization(deps.database, given, request.by ?? OPERATOR);
  return completeProvisioning(deps, organization);
}

/** The steps after the record; each may be repeated. */
export async function completeProvisioning(deps: TenancyDeps, organization: Organization): Promise<Organization> {
  await provisionStreams(deps.redis, organization.id, organization.expectedGroups);
  const active: Organization = { ...organization, state: 'active' };
  await projectOrganization(deps.redis, active);
  await activateOrganization(deps.database, organization.id);
  return active;
}

/**
 * Changes settings; gateways follow within 3 s, alert-engine once the outbox is relayed. A group that is newly expected starts at the oldest kept entry.
 *
 * @throws PermanentError when there is no such organisation
 */
export async function updateOrganization(
  deps: TenancyDeps,
  nameOrId: string,
  change: OrganizationChange,
  options: { by?: AuditActor } = {},
): Promise<Organization> {
  const { id } = await getOrganization(deps.database, nameOrId);
  const organization = await updateOrganizationRecord(deps.database, id, change, options.by ?? OPERATOR);
  if (change.expectedGroups) await provisionStreams(deps.redis, id, change.expectedGroups);
  await projectOrganization(deps.redis, organization);
  if (change.quota) await projectKeysOf(deps, id);
  return organization;
}

async function projectKeysOf(deps: TenancyDeps, orgId: OrgId): Promise<void> {
  await projectApiKeys(deps.redis, await readProjectableKeys(deps.database, [orgId]));
}

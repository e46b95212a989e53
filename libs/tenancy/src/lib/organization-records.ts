import { isDeepStrictEqual } from 'node:util';
import { isOrgId, newOrgId, PermanentError, type OrgId } from '@redoubt/contracts';
import type { GroupName } from '@redoubt/key-schema';
import { appendAudit, recordSettingsChange, type AuditActor, type Database } from '@redoubt/storage';
import type { FeatureChange, Organization, OrgFeatures, OrgQuota, OrgState } from './organization.ts';

interface OrganizationRow {
  id: OrgId;
  name: string;
  display_name: string;
  state: OrgState;
  retention_days: number;
  events_per_second: number;
  bytes_per_second: string;
  burst_seconds: number;
  expected_groups: GroupName[];
  features: OrgFeatures;
  created_at: Date;
}

/** What a new organisation is made of. */
export interface NewOrganization {
  name: string;
  displayName: string;
  retentionDays: number;
  quota: OrgQuota;
  expectedGroups: readonly GroupName[];
  features: OrgFeatures;
}

const COLUMNS =
  'id, name, display_name, state, retention_days, events_per_second, bytes_per_second, burst_seconds, ' +
  'expected_groups, features, created_at';

/** Writes the record in state `provisioning`, or returns the one that already has the name. */
export async function insertOrganization(
  database: Database,
  given: NewOrganization,
  by: AuditActor,
): Promise<Organization> {
  await database.transaction(async (session) => {
    const [row] = await session.query<OrganizationRow>(INSERT, [
      ...[newOrgId(), given.name, given.displayName, given.retentionDays],
      ...[given.quota.eventsPerSecond, given.quota.bytesPerSecond, given.quota.burstSeconds],
      ...[given.expectedGroups, JSON.stringify(given.features)],
    ]);
    if (!row) return;
    const target = { kind: 'org', id: row.id };
    const entry = { orgId: row.id, actor: by, target, action: 'org.created', after: auditedOf(organizationOf(row)) };
    await appendAudit(session, entry);
  });
  return getOrganization(database, given.name);
}

const INSERT = `
  INSERT INTO organizations (id, name, display_name, retention_days, events_per_second, bytes_per_second,
    burst_seconds, expected_groups, features)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`;

/** @param nameOrId @throws PermanentError when there is none */
export async function getOrganization(database: Database, nameOrId: string): Promise<Organization> {
  const found = await findOrganization(database, nameOrId);
  if (!found) throw new PermanentError(`there is no organisation ${JSON.stringify(nameOrId)}`);
  return found;
}

export async function findOrganization(database: Database, nameOrId: string): Promise<Organization | undefined> {
  const column = isOrgId(nameOrId) ? 'id' : 'name';
  const rows = await database.query<OrganizationRow>(`SELECT ${COLUMNS} FROM organizations WHERE ${column} = $1`, [
    nameOrId,
  ]);
  return rows[0] && organizationOf(rows[0]);
}

/** One page by id; `afterId` is the last id of the page before. */
export async function listOrganizations(
  database: Database,
  page: { afterId?: OrgId; limit?: number } = {},
): Promise<Organization[]> {
  const rows = await database.query<OrganizationRow>(
    `SELECT ${COLUMNS} FROM organizations WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
    [page.afterId ?? null, page.limit ?? 500],
  );
  return rows.map(organizationOf);
}

export async function activateOrganization(database: Database, orgId: OrgId): Promise<void> {
  await database.query(
    "UPDATE organizations SET state = 'active', updated_at = now() WHERE id = $1 AND state <> 'active'",
    [orgId],
  );
}

/** What may be changed of an organisation. */
export interface OrganizationChange {
  displayName?: string;
  retentionDays?: number;
  quota?: OrgQuota;
  expectedGroups?: readonly GroupName[];
  /** Flags that are not named stay as they are. */
  features?: FeatureChange;
}

/**
 * Changes what is given and leaves the rest; changed flags are noted in the outbox, since alert-engine acts on them.
 *
 * @throws PermanentError when there is no such organisation
 */
export async function updateOrganizationRecord(
  database: Database,
  orgId: OrgId,
  change: OrganizationChange,
  by: AuditActor,
): Promise<Organization> {
  return database.transaction(async (session) => {
    const [held] = await session.query<OrganizationRow>(
      `SELECT ${COLUMNS} FROM organizations WHERE id = $1 FOR NO KEY UPDATE`,
      [orgId],
    );
    if (change.features) await recordSettingsChange(session, { orgId, topic: 'features', actor: settingsActor(by) });
    const rows = await session.query<OrganizationRow>(UPDATE, [
      orgId,
      change.retentionDays ?? null,
      change.quota?.eventsPerSecond ?? null,
      change.quota?.bytesPerSecond ?? null,
      change.quota?.burstSeconds ?? null,
      change.expectedGroups ?? null,
      change.features ? JSON.stringify(change.features) : null,
      change.displayName ?? null,
    ]);
    const row = rows[0];
    if (!row || !held) throw new PermanentError(`there is no organisation ${orgId}`);
    const [before, after] = [organizationOf(held), organizationOf(row)];
    const states = { before: auditedOf(before), after: auditedOf(after) };
    // Starting a platform sets the groups again that are set already.
    if (!isDeepStrictEqual(states.before, states.after)) {
      const target = { kind: 'org', id: orgId };
      await appendAudit(session, { orgId, actor: by, action: 'org.changed', target, ...states });
    }
    return after;
  });
}

/** As rules and alerts name it. */
function settingsActor({ kind, name }: AuditActor): string {
  return kind === 'user' || kind === 'api_key' ? `${kind}:${name}` : name;
}

function auditedOf(organization: Organization): Record<string, unknown> {
  const { name, displayName, retentionDays, quota, expectedGroups, features } = organization;
  return { name, displayName, retentionDays, quota, expectedGroups, features };
}

// Cursors of sinks come and go with the sinks.
const UPDATE = `
  UPDATE organizations SET retention_days = coalesce($2, retention_days),
    events_per_second = coalesce($3, events_per_second), bytes_per_second = coalesce($4, bytes_per_second),
    burst_seconds = coalesce($5, burst_seconds), expected_groups = coalesce($6 || ARRAY(SELECT one FROM unnest(expected_groups) AS one
      WHERE one LIKE 'siem\\_forwarder%' AND NOT one = ANY ($6)), expected_groups),
    features = CASE WHEN $7::jsonb IS NULL THEN features ELSE jsonb_strip_nulls(features || $7::jsonb) END,
    display_name = coalesce($8, display_name), updated_at = now()
  WHERE id = $1 RETURNING ${COLUMNS}`;

function organizationOf(row: OrganizationRow): Organization {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    state: row.state,
    retentionDays: row.retention_days,
    quota: {
      eventsPerSecond: row.events_per_second,
      bytesPerSecond: Number(row.bytes_per_second),
      burstSeconds: row.burst_seconds,
    },
    expectedGroups: row.expected_groups,
    features: row.features,
    createdAtMs: row.created_at.getTime(),
  };
}

import type { OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { Queries } from './people/user-records.ts';
import type { ProjectedApiKey } from './projection.ts';

/** What operators see of a key; its secret is nowhere. */
export interface ApiKeyInfo {
  id: string;
  orgId: OrgId;
  name: string;
  scopes: string[];
  createdAtMs: number;
  expiresAtMs?: number;
  revokedAtMs?: number;
  /** Webhooks under its id are signed with a secret of its own. */
  hasWebhookSecret: boolean;
}

interface KeyRow {
  id: string;
  org_id: OrgId;
  name: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

interface ProjectableRow extends KeyRow {
  secret_hash: Buffer;
  webhook_secret: Buffer | null;
  events_per_second: number;
  bytes_per_second: string;
  burst_seconds: number;
}

/** Most keys of one organisation, revoked ones included. */
export const MAX_KEYS_PER_ORG = 1_000;

/** @returns false when the organisation is not active or has its fill of keys */
export async function insertApiKey(
  queries: Queries,
  key: {
    id: string;
    orgId: OrgId;
    secretHash: Buffer;
    name: string;
    scopes: readonly string[];
    expiresAtMs?: number;
    /** Sealed. */
    webhookSecret?: Buffer;
  },
): Promise<boolean> {
  const rows = await queries.query(
    `INSERT INTO api_keys (id, org_id, secret_hash, name, scopes, expires_at, webhook_secret)
     SELECT $1, o.id, $3, $4, $5, to_timestamp($6::float8), $7 FROM organizations o
     WHERE o.id = $2 AND o.state = 'active'
       AND (SELECT count(*) FROM api_keys k WHERE k.org_id = o.id) < ${MAX_KEYS_PER_ORG}
     RETURNING id`,
    [
      key.id,
      key.orgId,
      key.secretHash,
      key.name,
      key.scopes,
      key.expiresAtMs === undefined ? null : key.expiresAtMs / 1000,
      key.webhookSecret ?? null,
    ],
  );
  return rows.length === 1;
}

/** Marks a key revoked; the first revocation's time stays. @returns undefined when it was revoked before, or is none */
export async function markRevoked(
  queries: Queries,
  id: string,
): Promise<{ orgId: OrgId; name: string; scopes: string[] } | undefined> {
  const [row] = await queries.query<KeyRow>(
    `UPDATE api_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL
     RETURNING id, org_id, name, scopes, created_at, expires_at, revoked_at`,
    [id],
  );
  return row && { orgId: row.org_id, name: row.name, scopes: row.scopes };
}

export async function listKeyRecords(database: Database, orgId: OrgId): Promise<ApiKeyInfo[]> {
  const rows = await database.query<KeyRow & { has_webhook_secret: boolean }>(
    `SELECT id, org_id, name, scopes, created_at, expires_at, revoked_at, webhook_secret IS NOT NULL AS has_webhook_secret
     FROM api_keys WHERE org_id = $1 ORDER BY created_at, id`,
    [orgId],
  );
  return rows.map((row) => ({
    id: row.id,
    orgId: row.org_id,
    name: row.name,
    scopes: row.scopes,
    createdAtMs: row.created_at.getTime(),
    hasWebhookSecret: row.has_webhook_secret,
    ...endsOf(row),
  }));
}

function endsOf(row: KeyRow): { expiresAtMs?: number; revokedAtMs?: number } {
  return {
    ...(row.expires_at ? { expiresAtMs: row.expires_at.getTime() } : {}),
    ...(row.revoked_at ? { revokedAtMs: row.revoked_at.getTime() } : {}),
  };
}

/** Keys as Redis should hold them. */
export async function readProjectableKeys(
  database: Database,
  orgIds: readonly OrgId[],
  keyId?: string,
): Promise<ProjectedApiKey[]> {
  const rows = await database.query<ProjectableRow>(
    `SELECT k.id, k.org_id, k.name, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.secret_hash, k.webhook_secret,
       o.events_per_second, o.bytes_per_second, o.burst_seconds
     FROM api_keys k JOIN organizations o ON o.id = k.org_id
     WHERE k.org_id = ANY ($1::uuid[]) AND ($2::text IS NULL OR k.id = $2)`,
    [orgIds, keyId ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    orgId: row.org_id,
    secretHash: row.secret_hash,
    scopes: row.scopes,
    quota: {
      eventsPerSecond: row.events_per_second,
      bytesPerSecond: Number(row.bytes_per_second),
      burstSeconds: row.burst_seconds,
    },
    ...endsOf(row),
    ...(row.webhook_secret === null ? {} : { webhookSecret: row.webhook_secret }),
  }));
}

export async function findKeyOrg(database: Database, id: string): Promise<OrgId | undefined> {
  const rows = await database.query<{ org_id: OrgId }>('SELECT org_id FROM api_keys WHERE id = $1', [id]);
  return rows[0]?.org_id;
}

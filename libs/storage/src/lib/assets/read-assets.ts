import { SEVERITIES, type AssetContext, type OrgId, type Vulnerability } from '@redoubt/contracts';
import type { Database } from '../database.ts';
import { asReader } from '../reader.ts';
import { ASSET_COLUMNS, assetOf, criticalityOf, type AssetRow, type StoredAsset } from './asset-rows.ts';

const MAX_VULNERABILITIES_SHOWN = 1_000;

export interface AssetListOptions {
  /** 1 to 20,000. */
  limit: number;
  /** Names after this one only, for the next page. */
  after?: string;
  /** Part of the name, an address or the owner, any case. */
  text?: string;
}

/** Assets of an organisation by name. */
export async function listAssets(
  database: Database,
  orgId: OrgId,
  { limit, after, text }: AssetListOptions,
): Promise<StoredAsset[]> {
  const pattern = text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await asReader(database, orgId, (session) =>
    session.query<AssetRow>(
      `SELECT ${ASSET_COLUMNS} FROM assets
       WHERE org_id = $1 AND ($2::text IS NULL OR name > $2)
         AND ($3::text IS NULL OR name ILIKE $3 OR owner ILIKE $3 OR array_to_string(addresses, ' ') ILIKE $3)
       ORDER BY name LIMIT $4`,
      [orgId, after ?? null, pattern, limit],
    ),
  );
  return rows.map(assetOf);
}

/** Those of the names that are in the inventory. */
export async function findAssets(database: Database, orgId: OrgId, names: readonly string[]): Promise<StoredAsset[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<AssetRow>(
      `SELECT ${ASSET_COLUMNS} FROM assets WHERE org_id = $1 AND name = ANY ($2::text[]) ORDER BY name`,
      [orgId, names],
    ),
  );
  return rows.map(assetOf);
}

interface VulnerabilityRow {
  id: string;
  component: string;
  severity: number;
  version: string | null;
  fixed_in: string | null;
  title: string | null;
}

/** When a scanner scanned the assets of an organisation last, epoch ms by their names. */
export async function lastScans(database: Database, orgId: OrgId, scanner: string): Promise<Map<string, number>> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<{ asset: string; scanned_at: Date }>(
      'SELECT asset, scanned_at FROM asset_scans WHERE org_id = $1 AND scanner = $2',
      [orgId, scanner],
    ),
  );
  return new Map(rows.map((row) => [row.asset, row.scanned_at.getTime()]));
}

/** Weaknesses of an asset by the newest scan of each scanner, each once, the worst first, at most 1,000. */
export async function listVulnerabilities(database: Database, orgId: OrgId, asset: string): Promise<Vulnerability[]> {
  const rows = await asReader(database, orgId, (session) =>
    session.query<VulnerabilityRow>(
      `SELECT DISTINCT ON (severity, id, component) id, component, severity, version, fixed_in, title
       FROM asset_vulnerabilities WHERE org_id = $1 AND asset = $2
       ORDER BY severity DESC, id, component, scanner LIMIT ${MAX_VULNERABILITIES_SHOWN}`,
      [orgId, asset],
    ),
  );
  return rows.map((row) => ({
    ...{ id: row.id, severity: SEVERITIES[row.severity] ?? 'informational', component: row.component },
    ...(row.version === null ? {} : { version: row.version }),
    ...(row.fixed_in === null ? {} : { fixedIn: row.fixed_in }),
    ...(row.title === null ? {} : { title: row.title }),
  }));
}

/** What something is about, as events and alerts say it. */
export interface AssetMention {
  asset?: string | undefined;
  sourceIp?: string | undefined;
  destinationIp?: string | undefined;
}

/**
 * The inventory's word on what each of them is about, in their order: by name, else by source address, else by
 * destination address.
 */
export async function assetContexts(
  database: Database,
  orgId: OrgId,
  mentions: readonly AssetMention[],
): Promise<(AssetContext | undefined)[]> {
  const names = distinct(mentions.map(({ asset }) => asset));
  const addresses = distinct(mentions.flatMap(({ sourceIp, destinationIp }) => [sourceIp, destinationIp]));
  if (names.length + addresses.length === 0) return mentions.map(() => undefined);
  const rows = await asReader(database, orgId, (session) =>
    session.query<Pick<AssetRow, 'name' | 'addresses' | 'criticality' | 'owner'>>(
      `SELECT name, addresses, criticality, owner FROM assets
       WHERE org_id = $1 AND (name = ANY ($2::text[]) OR addresses && $3::text[])`,
      [orgId, names, addresses],
    ),
  );
  const byName = new Map(rows.map((row) => [row.name, row]));
  const byAddress = new Map(rows.flatMap((row) => row.addresses.map((address) => [address, row])));
  return mentions.map(({ asset = '', sourceIp = '', destinationIp = '' }) => {
    const row = byName.get(asset) ?? byAddress.get(sourceIp) ?? byAddress.get(destinationIp);
    if (row === undefined) return undefined;
    const { name, criticality, owner } = row;
    return { name, criticality: criticalityOf(criticality), ...(owner === null ? {} : { owner }) };
  });
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}

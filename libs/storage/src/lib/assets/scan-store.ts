import { SEVERITIES, severityRank, type OrgId, type Vulnerability } from '@redoubt/contracts';
import { appendAudit } from '../audit/append-audit.ts';
import type { AuditActor } from '../audit/audit-entry.ts';
import type { Database } from '../database.ts';
import { cleanText, jsonbText } from '../pg-json.ts';
import type { Session } from '../session.ts';
import { ASSET_COLUMNS, assetOf, type AssetRow, type StoredAsset } from './asset-rows.ts';

/** What a scanner says of one host. */
export interface HostScan {
  /** Name or address, as the scanner calls it. */
  host: string;
  vulnerabilities: readonly Vulnerability[];
}

export interface ScanToSave {
  orgId: OrgId;
  scanner: string;
  scannedAtMs: number;
  hosts: readonly HostScan[];
  actor: AuditActor;
}

export interface SavedScan {
  /** As they are now. */
  assets: StoredAsset[];
  /** Hosts that are in no inventory: what was found on them is not kept. */
  unknownHosts: string[];
}

/** Weaknesses of one asset by one scanner that are kept, the worst first; the rest is only counted. */
export const MAX_VULNERABILITIES = 10_000;
const TIMEOUT_MS = 60_000;

/**
 * Puts what a scan found in place of what earlier scans of the same assets by the same scanner did, in one transaction;
 * audited. A scan that is older than what is held of its scanner changes nothing.
 */
export async function saveScan(database: Database, scan: ScanToSave): Promise<SavedScan> {
  const { orgId, actor, scanner } = scan;
  return database.transaction(
    async (session) => {
      const assets: StoredAsset[] = [];
      const unknownHosts: string[] = [];
      for (const [name, found] of await byAsset(session, orgId, scan.hosts, unknownHosts)) {
        assets.push(await saveOne(session, scan, name, [...found.values()]));
      }
      const hosts = scan.hosts.length;
      const after = {
        scanner,
        hosts,
        unknown: unknownHosts.length,
        assets: assets.map(({ name }) => name).slice(0, 50),
      };
      const target = { kind: 'asset', id: assets.length === 1 ? (assets[0] as StoredAsset).name : 'inventory' };
      if (assets.length > 0) await appendAudit(session, { orgId, actor, action: 'asset.scanned', target, after });
      return { assets, unknownHosts };
    },
    { role: 'redoubt_writer', orgId, statementTimeoutMs: TIMEOUT_MS },
  );
}

type Found = Map<string, Vulnerability>;

/**
 * Hosts that are one asset by its name or an address of it are taken together. The assets are locked from here on, in
 * order: who sums one up sees what all others have saved of it.
 */
async function byAsset(
  session: Session,
  orgId: OrgId,
  hosts: readonly HostScan[],
  unknownHosts: string[],
): Promise<Map<string, Found>> {
  const names = hosts.map(({ host }) => cleanText(host));
  const rows = await session.query<{ name: string; addresses: string[] }>(
    `SELECT name, addresses FROM assets WHERE org_id = $1 AND (name = ANY ($2::text[]) OR addresses && $2::text[])
     ORDER BY name FOR NO KEY UPDATE`,
    [orgId, names],
  );
  const known = new Map(rows.flatMap((row) => row.addresses.map((address) => [address, row.name])));
  for (const { name } of rows) known.set(name, name);
  const found = new Map<string, Found>();
  for (const { host, vulnerabilities } of hosts) {
    const name = known.get(cleanText(host));
    if (name === undefined) {
      unknownHosts.push(host);
      continue;
    }
    const mine: Found = found.get(name) ?? new Map<string, Vulnerability>();
    for (const one of vulnerabilities) {
      // As they are stored: without NUL two may be one.
      mine.set(cleanText(`${one.id}\n${one.component}`), one);
    }
    found.set(name, mine);
  }
  return found;
}

async function saveOne(
  session: Session,
  { orgId, scanner, scannedAtMs, actor }: ScanToSave,
  name: string,
  vulnerabilities: readonly Vulnerability[],
): Promise<StoredAsset> {
  const counts = SEVERITIES.map((severity) => vulnerabilities.filter((one) => one.severity === severity).length);
  const worst = [...vulnerabilities].sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
  const rows = worst.slice(0, MAX_VULNERABILITIES).map((one) => ({
    ...{ id: one.id, component: one.component, severity: severityRank(one.severity) },
    ...{ version: one.version ?? null, fixed_in: one.fixedIn ?? null, title: one.title ?? null },
  }));
  const by = [orgId, name, scanner];
  const isNew = await session.query(
    `INSERT INTO asset_scans AS held (org_id, asset, scanner, scanned_at, vulnerabilities)
     VALUES ($1, $2, $3, to_timestamp($4::float8 / 1000), $5)
     ON CONFLICT (org_id, asset, scanner) DO UPDATE
       SET scanned_at = EXCLUDED.scanned_at, vulnerabilities = EXCLUDED.vulnerabilities
       WHERE held.scanned_at <= EXCLUDED.scanned_at
     RETURNING 1`,
    [...by, scannedAtMs, counts],
  );
  if (isNew.length > 0) {
    await session.query('DELETE FROM asset_vulnerabilities WHERE org_id = $1 AND asset = $2 AND scanner = $3', by);
    await session.query(
      `INSERT INTO asset_vulnerabilities (org_id, asset, scanner, id, component, severity, version, fixed_in, title)
       SELECT $1, $2, $3, given.* FROM jsonb_to_recordset($4::jsonb)
         AS given (id text, component text, severity smallint, version text, fixed_in text, title text)`,
      [...by, jsonbText(rows)],
    );
  }
  return assetOf(await sumUp(session, orgId, name, `${actor.kind}:${actor.name}`));
}

/** What all scanners say of an asset together. */
async function sumUp(session: Session, orgId: OrgId, name: string, updatedBy: string): Promise<AssetRow> {
  const [row] = await session.query<AssetRow>(
    `WITH newest AS (
       SELECT scanned_at AS at, asset_scans.scanner AS by FROM asset_scans
       WHERE org_id = $1 AND asset = $2 ORDER BY scanned_at DESC LIMIT 1),
     total AS (
       SELECT array_agg(sum ORDER BY place)::integer[] AS counts FROM (
         SELECT place, sum(count) AS sum FROM asset_scans, unnest(vulnerabilities) WITH ORDINALITY AS each (count, place)
         WHERE org_id = $1 AND asset = $2 GROUP BY place) AS sums)
     UPDATE assets SET scanned_at = newest.at, scanner = newest.by, vulnerabilities = total.counts,
       updated_at = now(), updated_by = $3
     FROM newest, total WHERE org_id = $1 AND name = $2 RETURNING ${ASSET_COLUMNS}`,
    [orgId, name, updatedBy],
  );
  return row as AssetRow;
}

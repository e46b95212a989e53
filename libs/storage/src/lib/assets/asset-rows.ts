import { CRITICALITIES, SEVERITIES, type Asset, type Criticality, type VulnerabilityCounts } from '@redoubt/contracts';

/** An asset as the inventory holds it. */
export interface StoredAsset extends Asset {
  /** When it was last scanned, epoch ms, and with what; by whichever of its scanners. */
  scannedAtMs?: number;
  scanner?: string;
  /** Of the newest scans of all its scanners together. */
  vulnerabilities: VulnerabilityCounts;
  updatedAtMs: number;
  updatedBy: string;
}

export interface AssetRow {
  name: string;
  addresses: string[];
  criticality: number;
  owner: string | null;
  tags: string[];
  scanned_at: Date | null;
  scanner: string | null;
  vulnerabilities: number[];
  updated_at: Date;
  updated_by: string;
}

export const ASSET_COLUMNS =
  'name, addresses, criticality, owner, tags, scanned_at, scanner, vulnerabilities, updated_at, updated_by';

export function assetOf(row: AssetRow): StoredAsset {
  return {
    ...{ name: row.name, addresses: row.addresses, criticality: criticalityOf(row.criticality), tags: row.tags },
    ...(row.owner === null ? {} : { owner: row.owner }),
    ...(row.scanned_at === null ? {} : { scannedAtMs: row.scanned_at.getTime() }),
    ...(row.scanner === null ? {} : { scanner: row.scanner }),
    vulnerabilities: countsOf(row.vulnerabilities),
    ...{ updatedAtMs: row.updated_at.getTime(), updatedBy: row.updated_by },
  };
}

export function criticalityOf(rank: number): Criticality {
  return CRITICALITIES[rank] ?? 'medium';
}

/** How it is stored: its place in CRITICALITIES. */
export function criticalityRank(criticality: Criticality): number {
  return CRITICALITIES.indexOf(criticality);
}

/** Weaknesses in the order of SEVERITIES. */
export function countsOf(counts: readonly number[]): VulnerabilityCounts {
  return Object.fromEntries(SEVERITIES.map((severity, i) => [severity, counts[i] ?? 0])) as VulnerabilityCounts;
}

import { CRITICALITIES, SEVERITIES } from '@redoubt/contracts';
import type { ShownAssetHealth } from '@redoubt/rulebook';
import type { StoredAsset } from '@redoubt/storage';
import { z } from 'zod';
import { formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatTime, isoTime } from '../output/time.ts';

export const assetJsonSchema = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  criticality: z.enum(CRITICALITIES),
  owner: z.string().optional(),
  tags: z.array(z.string()),
  vulnerabilities: z.record(z.enum(SEVERITIES), z.number().int()).describe('of the newest scan, by severity'),
  scannedAt: z.string().optional().describe('RFC 3339; absent: never scanned'),
  scanner: z.string().optional(),
  health: z
    .object({
      status: z.string().optional().describe('healthy, warning, critical or silent'),
      securityScore: z.number().optional().describe('0 to 100'),
      events1h: z.number().optional(),
    })
    .describe('what Redis holds of it; empty while nobody has looked at it'),
  updatedAt: z.string().describe('RFC 3339'),
  updatedBy: z.string(),
});
export type AssetJson = z.infer<typeof assetJsonSchema>;

export function assetJson(asset: StoredAsset, health: ShownAssetHealth): AssetJson {
  const { name, addresses, criticality, owner, tags, vulnerabilities, scannedAtMs, scanner } = asset;
  const { status, securityScore, events1h } = health;
  return {
    ...{ name, addresses, criticality, tags, vulnerabilities },
    ...(owner === undefined ? {} : { owner }),
    ...(scannedAtMs === undefined ? {} : { scannedAt: isoTime(scannedAtMs) }),
    ...(scanner === undefined ? {} : { scanner }),
    health: {
      ...(status === undefined ? {} : { status }),
      ...(securityScore === undefined ? {} : { securityScore }),
      ...(events1h === undefined ? {} : { events1h }),
    },
    ...{ updatedAt: isoTime(asset.updatedAtMs), updatedBy: asset.updatedBy },
  };
}

export function renderAssets(assets: readonly AssetJson[], view: View): string {
  return renderTable(
    [
      { name: 'asset', isFlexible: true },
      { name: 'criticality' },
      { name: 'owner' },
      { name: 'health' },
      { name: 'score', align: 'right' },
      { name: 'weaknesses' },
      { name: 'last scan (utc)' },
      { name: 'addresses' },
    ],
    assets.map((asset) => [
      printable(asset.name),
      asset.criticality,
      printable(asset.owner ?? '-'),
      asset.health.status ?? '-',
      asset.health.securityScore === undefined ? '-' : formatCount(asset.health.securityScore),
      weaknessesOf(asset),
      asset.scannedAt === undefined ? 'never' : formatTime(Date.parse(asset.scannedAt)),
      printable(asset.addresses.join(' ') || '-'),
    ]),
    view,
  );
}

/** `2 critical, 1 high`, worst first. */
export function weaknessesOf({ vulnerabilities }: Pick<AssetJson, 'vulnerabilities'>): string {
  const parts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = vulnerabilities[severity];
    return count === 0 ? [] : [`${formatCount(count)} ${severity}`];
  });
  return parts.join(', ') || '-';
}

import { CRITICALITIES, SEVERITIES } from '@redoubt/contracts';
import type { StoredAsset } from '@redoubt/storage';
import { z } from 'zod';
import type { AssetHealth } from '../../cache/asset-health.ts';

const count = z.int().min(0);

/** An asset as it is answered. */
export const shownAssetSchema = z.strictObject({
  name: z.string(),
  addresses: z.array(z.string()),
  criticality: z.enum(CRITICALITIES),
  owner: z.string().optional(),
  tags: z.array(z.string()),
  vulnerabilities: z
    .strictObject(Object.fromEntries(SEVERITIES.map((severity) => [severity, count])))
    .describe('Weaknesses that its newest scan found'),
  scannedAtMs: z.number().nullable().describe('Null: never'),
  scanner: z.string().optional(),
  health: z.strictObject({
    status: z.enum(['healthy', 'warning', 'critical', 'silent']),
    securityScore: z.number().describe('0 to 100: open alerts, severe events, silence and weaknesses take from it'),
    events1h: count.describe('Events of this hour and the one before'),
    openAlerts: count,
  }),
  updatedAtMs: z.number(),
  updatedBy: z.string(),
});
export type ShownAsset = z.input<typeof shownAssetSchema>;

export function shownAsset(asset: StoredAsset, assessed: AssetHealth): ShownAsset {
  const { name, addresses, criticality, owner, tags, vulnerabilities, scannedAtMs, scanner } = asset;
  const { status, health: securityScore, events: events1h, openAlerts } = assessed;
  return {
    ...{ name, addresses, criticality, tags, vulnerabilities, scannedAtMs: scannedAtMs ?? null },
    ...(owner === undefined ? {} : { owner }),
    ...(scanner === undefined ? {} : { scanner }),
    health: { status, securityScore, events1h, openAlerts },
    ...{ updatedAtMs: asset.updatedAtMs, updatedBy: asset.updatedBy },
  };
}

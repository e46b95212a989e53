import { z } from 'zod';
import { isIpAddress } from './ip-address.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** How much depends on an asset, least first. */
export const CRITICALITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Criticality = (typeof CRITICALITIES)[number];

export const MAX_ASSET_NAME = 256;
/** Addresses and tags of one asset. */
export const MAX_ASSET_ADDRESSES = 32;
export const MAX_ASSET_TAGS = 32;

/** One asset as people give it; its name is what events call it. */
export const assetSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(MAX_ASSET_NAME)
    .regex(/^\P{Cc}*$/u, 'holds control characters'),
  addresses: z.array(z.string().refine(isIpAddress, 'is no IP address')).max(MAX_ASSET_ADDRESSES).default([]),
  criticality: z.enum(CRITICALITIES).default('medium'),
  owner: z
    .string()
    .trim()
    .regex(/^\P{Cc}{1,256}$/u)
    .optional(),
  tags: z
    .array(
      z
        .string()
        .trim()
        .regex(/^\P{Cc}{1,64}$/u),
    )
    .max(MAX_ASSET_TAGS)
    .default([]),
});
export type Asset = z.output<typeof assetSchema>;

/** What events and alerts say of the asset they are about. */
export const assetContextSchema = z.strictObject({
  name: z.string(),
  criticality: z.enum(CRITICALITIES),
  owner: z.string().optional(),
});
export type AssetContext = z.infer<typeof assetContextSchema>;

/** One weakness that a scanner found on an asset. */
export const vulnerabilitySchema = z.strictObject({
  /** `CVE-2024-3094`, or the scanner's own id. */
  id: z.string().min(1).max(128),
  severity: z.enum(SEVERITIES),
  /** What is weak: a package, or a port. */
  component: z.string().max(256),
  version: z.string().max(128).optional(),
  fixedIn: z.string().max(256).optional(),
  title: z.string().max(512).optional(),
});
export type Vulnerability = z.infer<typeof vulnerabilitySchema>;

/** Weaknesses by severity. */
export type VulnerabilityCounts = Record<Severity, number>;

const POINTS: Readonly<VulnerabilityCounts> = { informational: 0, low: 0.2, medium: 1, high: 5, critical: 15 };
const MOST_POINTS = 60;

/**
 * What known weaknesses take off the security score of an asset: 15 for a critical one, 5, 1 and 0.2 for a high, medium
 * and low one, 60 at most.
 */
export function vulnerabilityPoints(counts: Readonly<VulnerabilityCounts>): number {
  return Math.min(
    MOST_POINTS,
    SEVERITIES.reduce((sum, severity) => sum + POINTS[severity] * counts[severity], 0),
  );
}

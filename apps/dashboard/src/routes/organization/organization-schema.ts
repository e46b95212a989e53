import { effectiveFeatures, FEATURE_NAMES, FEATURES, type FeatureName } from '@redoubt/contracts';
import { alertSettingsSchema, type AlertSettingsRecord } from '@redoubt/rulebook';
import type { Organization } from '@redoubt/tenancy';
import { z } from 'zod';

/** One entry for each flag there is. */
export function perFeature<T extends z.ZodType>(of: (name: FeatureName) => T): Record<FeatureName, T> {
  return Object.fromEntries(FEATURE_NAMES.map((name) => [name, of(name)])) as Record<FeatureName, T>;
}

export const organizationSchema = z.strictObject({
  orgId: z.uuid(),
  name: z.string(),
  displayName: z.string(),
  retentionDays: z.int().describe('How long events are kept'),
  quota: z.strictObject({ eventsPerSecond: z.number(), bytesPerSecond: z.number(), burstSeconds: z.number() }),
  features: z.strictObject(perFeature((name) => z.boolean().describe(FEATURES[name].description))),
  featureInfo: z
    .array(
      z.strictObject({
        name: z.enum(FEATURE_NAMES as [FeatureName, ...FeatureName[]]),
        title: z.string(),
        description: z.string(),
        isOnByDefault: z.boolean(),
      }),
    )
    .describe('What each flag does'),
  alertSettings: alertSettingsSchema,
  createdAtMs: z.int(),
});

export function organizationJson(
  { id: orgId, name, displayName, retentionDays, quota, features, createdAtMs }: Organization,
  alertSettings: AlertSettingsRecord,
): z.input<typeof organizationSchema> {
  return {
    ...{ orgId, name, displayName, retentionDays, quota, alertSettings, createdAtMs },
    features: effectiveFeatures(features),
    featureInfo: FEATURE_NAMES.map((flag) => ({ name: flag, ...FEATURES[flag] })),
  };
}

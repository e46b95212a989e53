import { SEVERITIES } from '@redoubt/contracts';
import { z } from 'zod';
import type { AlertSettingsRecord } from '../settings/alert-settings.ts';

/** Id of the pack that ships with alert-engine; it is never stored. */
export const BUILT_IN_PACK_ID = 'redoubt-core';
/** Stands for whatever version of the built-in pack the running alert-engine has. */
export const BUILT_IN_PACK_VERSION = 'built-in';

/** Rules that count events by severity; they run only while the organisation has a threshold for them. */
export const SEVERITY_RULE_PREFIX = 'redoubt_severity_';

export const MAX_PACKS = 20;
export const MAX_DISABLED_RULES = 10_000;
export const MAX_OVERRIDES = 5_000;

export const packIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'has 1 to 63 lower-case letters, digits or dashes');
export const packVersionSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'has 1 to 64 letters, digits, dots, dashes or underscores');
export const packReferenceSchema = z.strictObject({ packId: packIdSchema, version: packVersionSchema });
export type PackReference = z.infer<typeof packReferenceSchema>;

export const ruleIdSchema = z.string().min(1).max(256);

/** What an organisation changes about a rule; what is not given stays as the rule says. */
export const ruleOverrideSchema = z.strictObject({
  threshold: z.number().min(0).max(1e9).optional(),
  windowSeconds: z
    .int()
    .min(1)
    .max(30 * 86_400)
    .optional(),
  severity: z.enum(SEVERITIES).optional(),
  isEnabled: z.boolean().optional(),
});
export type RuleOverride = z.infer<typeof ruleOverrideSchema>;

/** Which rules an organisation runs, and how. */
export const orgRuleSettingsSchema = z.strictObject({
  /** Grows with every change; 0 when there never was one. */
  version: z.int().nonnegative(),
  packs: z.array(packReferenceSchema).max(MAX_PACKS),
  /** Rule ids that do not run, whatever the overrides say. */
  disabled: z.array(ruleIdSchema).max(MAX_DISABLED_RULES),
  overrides: z.record(ruleIdSchema, ruleOverrideSchema),
});
export type OrgRuleSettings = z.infer<typeof orgRuleSettingsSchema>;

/** Of an organisation that never changed anything: the built-in pack alone. */
export const DEFAULT_RULES: OrgRuleSettings = {
  version: 0,
  packs: [{ packId: BUILT_IN_PACK_ID, version: BUILT_IN_PACK_VERSION }],
  disabled: [],
  overrides: {},
};

/** The overrides in force: a severity threshold switches its rule on; an override by name says the rest. */
export function effectiveOverrides(
  overrides: OrgRuleSettings['overrides'],
  settings: Pick<AlertSettingsRecord, 'alertThresholds'>,
): OrgRuleSettings['overrides'] {
  const merged: OrgRuleSettings['overrides'] = { ...overrides };
  for (const [severity, threshold] of Object.entries(settings.alertThresholds)) {
    const ruleId = `${SEVERITY_RULE_PREFIX}${severity}`;
    merged[ruleId] = { isEnabled: true, threshold, ...overrides[ruleId] };
  }
  return merged;
}

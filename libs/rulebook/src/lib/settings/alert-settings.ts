import { z } from 'zod';

const seconds = (least: number, most: number, usual: number) => z.int().min(least).max(most).default(usual);
const threshold = z.int().min(1).max(1_000_000).optional();
const thresholds = { critical: threshold, high: threshold, medium: threshold };

/** Most inhibitions of an organisation, and rules that one names. */
const MAX_INHIBITIONS = 100;
const MAX_INHIBITION_RULES = 100;
const ruleIds = z.array(z.string().min(1).max(256)).min(1).max(MAX_INHIBITION_RULES);

/** Event types and payload fields of each that anomaly scoring can be asked to look at. */
const MAX_SCORED_TYPES = 100;
const MAX_SCORED_FIELDS = 8;
const scoredFields = z
  .record(z.string().min(1).max(64), z.array(z.string().min(1).max(128)).min(1).max(MAX_SCORED_FIELDS))
  .refine((fields) => Object.keys(fields).length <= MAX_SCORED_TYPES, `at most ${MAX_SCORED_TYPES} event types`);

const inhibition = {
  /** While an alert of one of these is open, … */
  sourceRuleIds: ruleIds,
  /** … less severe ones of these stay quiet; absent: of every rule … */
  targetRuleIds: ruleIds.optional(),
  /** … if they have the same value here. */
  equal: z.enum(['sourceIp', 'user', 'asset']),
};

const shape = {
  /** Event time after the last matching event in which a further match counts to the same alert. */
  dedupWindowSeconds: seconds(60, 7 * 86_400, 3_600),
  /** People are told again of an alert that goes on this long. */
  repeatIntervalSeconds: seconds(60, 30 * 86_400, 14_400),
  /** How late an event may come and still count. */
  latenessSeconds: seconds(0, 86_400, 300),
  riskHalfLifeHours: z.number().min(0.1).max(8_760).default(24),
  /** Events of a severity within the rule's window that raise an alert. A severity that is not named raises none. */
  alertThresholds: z.object(thresholds).default({}),
  /** Alerts that keep others quiet. */
  inhibitions: z.array(z.object(inhibition)).max(MAX_INHIBITIONS).default([]),
  /** About so many unusual events a day become alerts; 0: none. */
  anomalyBudgetPerDay: z.number().min(0).max(10_000).default(10),
  /** Payload fields, as dotted paths, that anomaly scoring looks at beside the usual ones, by event type. */
  anomalyFields: scoredFields.default({}),
  /**
   * End of a change window, epoch ms; 0: none. In the hour before it, at most, anomaly scoring takes what comes for the
   * new normal, as after a deployment or a move.
   */
  anomalyChangeUntilMs: z.int().min(0).default(0),
};

/**
 * How an organisation's alerts are kept; what is not given has its default. Fields that it does not know are left out:
 * a later release may have written them.
 */
export const alertSettingsSchema = z.object(shape);
export type AlertSettingsRecord = z.infer<typeof alertSettingsSchema>;

/** The same for what a person gives: a field that it does not know is a mistake. */
export const givenAlertSettingsSchema = z.strictObject({
  ...shape,
  alertThresholds: z.strictObject(thresholds).default({}),
  inhibitions: z.array(z.strictObject(inhibition)).max(MAX_INHIBITIONS).default([]),
});

/** A change as a person gives it: what is not named stays; a list or a group of thresholds is replaced as a whole. */
export const alertSettingsChangeSchema = z.strictObject({
  dedupWindowSeconds: shape.dedupWindowSeconds.unwrap().optional(),
  repeatIntervalSeconds: shape.repeatIntervalSeconds.unwrap().optional(),
  latenessSeconds: shape.latenessSeconds.unwrap().optional(),
  riskHalfLifeHours: shape.riskHalfLifeHours.unwrap().optional(),
  alertThresholds: z.strictObject(thresholds).optional(),
  inhibitions: z.array(z.strictObject(inhibition)).max(MAX_INHIBITIONS).optional(),
  anomalyBudgetPerDay: shape.anomalyBudgetPerDay.unwrap().optional(),
  anomalyFields: shape.anomalyFields.unwrap().optional(),
  anomalyChangeUntilMs: shape.anomalyChangeUntilMs.unwrap().optional(),
});
export type AlertSettingsChange = z.infer<typeof alertSettingsChangeSchema>;

export const DEFAULT_ALERT_SETTINGS: AlertSettingsRecord = alertSettingsSchema.parse({});

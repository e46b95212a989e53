import { z } from 'zod';

/** Rules under whose names alerts about anomalies stand. */
export const ANOMALY_RULES = {
  event: { id: 'redoubt_anomaly', name: 'Unusual activity' },
  silence: { id: 'redoubt_anomaly_silence', name: 'Sender fell silent' },
} as const;

/** Most reasons that a score, a detection or an alert carries. */
export const MAX_ANOMALY_REASONS = 3;

/** One part of an anomaly score: what was looked at, and how much of the score it makes up. */
export const anomalyReasonSchema = z.strictObject({
  /** Kind of finding: `rarity`, `burst`, `fan_out`, `number`, `hour`, `own_model`. */
  code: z.enum(['rarity', 'burst', 'fan_out', 'number', 'hour', 'own_model']),
  /** Which combination of fields, by its name in libs/scoring. */
  aspect: z.string().max(64),
  /** Values by field name. */
  fields: z.record(z.string().max(128), z.string().max(1_024)),
  /** Part of the whole score, 0-1. */
  share: z.number().min(0).max(1),
  /** The same in plain words. */
  text: z.string().max(1_024),
});
export type AnomalyReason = z.infer<typeof anomalyReasonSchema>;

/** The reasons of one score, the weightiest first. */
export const anomalyReasonsSchema = z.array(anomalyReasonSchema).max(MAX_ANOMALY_REASONS);

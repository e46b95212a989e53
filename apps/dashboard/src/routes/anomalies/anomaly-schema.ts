import { anomalyReasonsSchema, SEVERITIES, type EventScore } from '@redoubt/contracts';
import type { TopScore } from '@redoubt/storage';
import { z } from 'zod';

/** How unusual an event is, and why. */
export const anomalySchema = z.strictObject({
  anomalyScore: z.number().describe('0-100, how unusual for the organisation; unusual is not malicious'),
  threatScore: z.number().describe('0-100, how much it should worry, with severity'),
  confidence: z.number().describe('0-1, how much had been seen to base it on'),
  isWarmingUp: z.boolean().describe('The model was less than a day old, so the score was capped'),
  reasons: anomalyReasonsSchema.describe('The weightiest first'),
});

/** An unusual event, as far as its score keeps it. */
export const anomalousEventSchema = z.strictObject({
  eventId: z.string(),
  eventType: z.string(),
  severity: z.enum(SEVERITIES),
  sourceIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  eventTimeMs: z.number(),
  ...anomalySchema.shape,
  tail: z.number().describe('Share of the organisation’s events that are at least as unusual'),
  alike: z.number().int().describe('Events it stands for: those of the same type, source, user and asset, itself too'),
});

export function anomalyJson(score: EventScore): z.input<typeof anomalySchema> {
  const { anomalyScore, threatScore, confidence, isWarmingUp, reasons } = score;
  return { anomalyScore, threatScore, confidence, isWarmingUp, reasons };
}

export function anomalousEventJson(score: TopScore): z.input<typeof anomalousEventSchema> {
  const { eventId, eventType, severity, sourceIp, user, asset, timeMs, tail, alike } = score;
  return {
    ...{ eventId, eventType, severity, eventTimeMs: timeMs, tail, alike },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(user === undefined ? {} : { user }),
    ...(asset === undefined ? {} : { asset }),
    ...anomalyJson(score),
  };
}

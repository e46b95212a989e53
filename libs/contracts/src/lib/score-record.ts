import { z } from 'zod';
import { anomalyReasonsSchema } from './anomaly-reason.ts';
import { SEVERITIES } from './severity.ts';

/** Scores are counted in so many ranges of equal width over 0-100. */
export const SCORE_RANGES = 20;

/** Range of a score, 0 to SCORE_RANGES - 1; 100 belongs to the last. */
export function scoreRangeOf(anomalyScore: number): number {
  return Math.min(SCORE_RANGES - 1, Math.max(0, Math.floor((anomalyScore * SCORE_RANGES) / 100)));
}

/** The score of one event that is worth keeping. */
export const eventScoreSchema = z.strictObject({
  type: z.literal('score'),
  /** The same at every delivery; the first record of an event stands. */
  eventId: z.string().min(1).max(128),
  eventType: z.string().max(256),
  severity: z.enum(SEVERITIES),
  sourceIp: z.string().optional(),
  user: z.string().optional(),
  asset: z.string().optional(),
  /** Event time, epoch ms. */
  timeMs: z.int(),
  /** Accept time, epoch ms. */
  acceptedAtMs: z.int(),
  /** 0-100: how unusual for the organisation. Unusual is not malicious. */
  anomalyScore: z.number().min(0).max(100),
  /** 0-100: how much it should worry, with severity. */
  threatScore: z.number().min(0).max(100),
  /** 0-1. */
  confidence: z.number().min(0).max(1),
  /** Share of the organisation's events that are at least as unusual. */
  tail: z.number().min(0).max(1),
  /** The model was less than a day old: the score was capped. */
  isWarmingUp: z.boolean(),
  reasons: anomalyReasonsSchema,
});
export type EventScore = z.infer<typeof eventScoreSchema>;

/** Scores of one accept minute by range; counts of several records of a minute add up. */
export const scoreMinuteSchema = z.strictObject({
  type: z.literal('minute'),
  /** Start of the minute, epoch ms. */
  minuteMs: z.int(),
  counts: z.array(z.int().min(0)).length(SCORE_RANGES),
});
export type ScoreMinute = z.infer<typeof scoreMinuteSchema>;

/** How the model of an organisation is doing; the newest stands. */
export const modelStateSchema = z.strictObject({
  type: z.literal('model'),
  atMs: z.int(),
  /** Event time of the first and of the newest minute that it learned, epoch ms. */
  learnsSinceMs: z.int(),
  learnedUntilMs: z.int(),
  isWarmingUp: z.boolean(),
  /** Event time at which the warm-up ends, epoch ms. */
  warmUpEndsMs: z.int(),
  confidence: z.number().min(0).max(1),
  /** Part of the recent events that belongs to floods, 0-1. */
  floodShare: z.number().min(0).max(1),
  events: z.int().min(0),
  lateEvents: z.int().min(0),
  futureEvents: z.int().min(0),
  sizeClass: z.enum(['S', 'M', 'L']),
  /** Verdicts that the model took in. */
  verdicts: z.int().min(0),
  eventsPerDay: z.number().min(0),
  /** Score from which an event becomes a detection now, 0-100. */
  detectionScore: z.number().min(0).max(100),
  /** Detections a day, and how many could follow at once. */
  budgetPerDay: z.number().min(0),
  budgetLeft: z.number().min(0),
});
export type ModelState = z.infer<typeof modelStateSchema>;

/** One line of a frame on `{org}:scores:stream`. */
export const scoreRecordSchema = z.discriminatedUnion('type', [eventScoreSchema, scoreMinuteSchema, modelStateSchema]);
export type ScoreRecord = z.infer<typeof scoreRecordSchema>;

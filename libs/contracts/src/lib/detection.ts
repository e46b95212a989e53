import { z } from 'zod';
import { alertSubjectSchema } from './alert.ts';
import { anomalyReasonsSchema } from './anomaly-reason.ts';
import { SEVERITIES } from './severity.ts';

/**
 * One line of a frame on `{org}:detections:stream`: something another service than alert-engine found remarkable.
 * It enters deduplication, suppression and grouping by the same door as a rule match.
 */
export const detectionSchema = z.strictObject({
  /** The same at every delivery. */
  detectionId: z.string().min(1).max(128),
  ruleId: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/),
  ruleName: z.string().min(1).max(256),
  severity: z.enum(SEVERITIES),
  subject: alertSubjectSchema,
  /** Tells alerts of the rule apart instead of the subject. */
  groupKey: z.string().min(1).max(4_096).optional(),
  /** Event time, epoch ms. */
  timeMs: z.int(),
  /** The events it rests on. */
  eventIds: z.array(z.string()).min(1).max(20),
  /** How many events it stands for; absent = those named. */
  count: z.int().positive().optional(),
  /** Why, in plain words. */
  reason: z.string().min(1).max(1_024),
  tags: z.array(z.string().max(128)).max(64),
  /** 0-100. */
  anomalyScore: z.number().min(0).max(100).optional(),
  /** An address that lists name, and how sure they are, 0-100. */
  listed: z
    .strictObject({
      address: z.string().max(45),
      score: z.number().min(0).max(100),
      lists: z.array(z.string()).max(10),
    })
    .optional(),
  /** What the score is made of. */
  anomalyReasons: anomalyReasonsSchema.optional(),
});
export type Detection = z.infer<typeof detectionSchema>;

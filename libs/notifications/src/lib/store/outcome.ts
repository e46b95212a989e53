import { z } from 'zod';

/** What became of a message: `sent`, `dead` (given up, with the reason) or `dropped` (its channel is gone). */
export const OUTCOMES = ['sent', 'dead', 'dropped'] as const;

/** Entries kept per channel, and how long after the last, s. */
export const MAX_OUTCOMES = 100;
export const OUTCOME_LIFE_SECONDS = 30 * 86_400;

/** One line of a channel's list of outcomes. */
export const notificationOutcomeSchema = z.object({
  messageId: z.string(),
  outcome: z.enum(OUTCOMES),
  /** `HTTP 400`, `network: ECONNREFUSED` … */
  detail: z.string(),
  reason: z.enum(['new', 'changed', 'repeat', 'test']),
  groupKey: z.string(),
  /** Alert ids with the versions that were told, the first 100. */
  alerts: z.array(z.object({ alertId: z.string(), version: z.int() })),
  toldCount: z.int(),
  attempts: z.int(),
  startedAtMs: z.int(),
  finishedAtMs: z.int(),
});
export type NotificationOutcome = z.infer<typeof notificationOutcomeSchema>;

import { defineJobType } from '@redoubt/jobs';
import { z } from 'zod';

/** Tries before people are told. */
export const WORK_ATTEMPTS = 5;
export const MAIL_ATTEMPTS = 8;

/** A run or report that somebody or the schedule asked for; what is wanted stands in PostgreSQL. */
export const workJob = defineJobType({
  queue: 'compliance-work',
  schema: z.strictObject({ requestId: z.uuid() }),
  attempts: WORK_ATTEMPTS,
  backoff: { firstMs: 1_000, maxMs: 60_000 },
});

/** A report to be mailed to one address. */
export const mailJob = defineJobType({
  queue: 'compliance-mail',
  schema: z.strictObject({
    reportId: z.uuid(),
    to: z.string().min(3).max(254),
    isAttached: z.boolean(),
    formats: z.array(z.string()).max(5),
  }),
  attempts: MAIL_ATTEMPTS,
  // A report that is made again, since its maker died, is not mailed again.
  keepCompleted: { count: 10_000, ageSeconds: 7 * 86_400 },
  backoff: { firstMs: 2_000, maxMs: 600_000 },
});

export type WorkJob = z.infer<(typeof workJob)['schema']>;
export type MailJob = z.infer<(typeof mailJob)['schema']>;

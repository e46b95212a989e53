import { suppressionMatcherSchema, suppressionSchema, MAX_SUPPRESSION_MATCHERS } from '@redoubt/contracts';
import { z } from 'zod';

export const matchers = z
  .array(suppressionMatcherSchema)
  .min(1)
  .max(MAX_SUPPRESSION_MATCHERS)
  .describe('All of them must hold');

/** A suppression as it is answered. */
export const shownSuppression = z.strictObject({
  ...suppressionSchema.shape,
  endedBy: z.string().optional().describe('Who ended it before its time'),
});

/** Whether Redis has the change already; if not, it follows as soon as that works. */
export const isInForce = z.boolean().describe('False: it is kept, and in force as soon as Redis can be reached');

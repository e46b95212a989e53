import type { LegalHold } from '@redoubt/storage';
import { z } from 'zod';
import { isoTime } from '../../output/time.ts';

export const holdSchema = z.object({
  holdId: z.string(),
  organization: z.string().describe('name'),
  isInForce: z.boolean(),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: z.string().describe('RFC 3339'),
  releasedBy: z.string().optional(),
  releasedAt: z.string().optional(),
  releaseReason: z.string().optional(),
});
export type HoldJson = z.infer<typeof holdSchema>;

export function holdJson(hold: LegalHold, organization: string): HoldJson {
  const { holdId, reason, placedBy, placedAtMs, released } = hold;
  return {
    ...{ holdId, organization, isInForce: released === undefined, reason, placedBy, placedAt: isoTime(placedAtMs) },
    ...(released === undefined
      ? {}
      : { releasedBy: released.by, releasedAt: isoTime(released.atMs), releaseReason: released.reason }),
  };
}

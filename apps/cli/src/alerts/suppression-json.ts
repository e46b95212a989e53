import { suppressionMatcherSchema, type Suppression } from '@redoubt/contracts';
import type { StoredSuppression } from '@redoubt/rulebook';
import { z } from 'zod';
import { isoTime } from '../output/time.ts';
import { shortId } from './case-id.ts';

export const suppressionSchema = z.object({
  suppressionId: z.string(),
  shortId: z.string().describe('first digits of the id; commands take them where they are unique'),
  owner: z.string(),
  reason: z.string(),
  state: z.enum(['to_come', 'in_force', 'ended']),
  createdAt: z.string().describe('RFC 3339'),
  startsAt: z.string().optional().describe('RFC 3339; absent: from its creation'),
  expiresAt: z.string().describe('RFC 3339'),
  endedBy: z.string().optional().describe('who ended it early'),
  matchers: z.array(z.object(suppressionMatcherSchema.shape)).describe('all must hold'),
});
export type SuppressionJson = z.infer<typeof suppressionSchema>;

export function suppressionJson(
  suppression: Suppression & Pick<StoredSuppression, 'endedBy'>,
  nowMs: number,
): SuppressionJson {
  const { suppressionId, owner, reason, createdAtMs, startsAtMs, expiresAtMs, endedBy, matchers } = suppression;
  const isStarted = (startsAtMs ?? createdAtMs) <= nowMs;
  return {
    suppressionId,
    shortId: shortId(suppressionId),
    owner,
    reason,
    state: expiresAtMs <= nowMs ? 'ended' : isStarted ? 'in_force' : 'to_come',
    createdAt: isoTime(createdAtMs),
    ...(startsAtMs === undefined ? {} : { startsAt: isoTime(startsAtMs) }),
    expiresAt: isoTime(expiresAtMs),
    ...(endedBy === undefined ? {} : { endedBy }),
    matchers,
  };
}

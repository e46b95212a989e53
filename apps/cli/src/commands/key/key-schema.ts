import { z } from 'zod';
import type { ApiKeyInfo } from '@redoubt/tenancy';
import { isoTime } from '../../output/time.ts';

export const keySchema = z.object({
  id: z.string(),
  orgId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  state: z.enum(['active', 'revoked', 'expired']),
  createdAt: z.string().describe('RFC 3339'),
  expiresAt: z.string().optional().describe('RFC 3339'),
  revokedAt: z.string().optional().describe('RFC 3339'),
});

export type KeyJson = z.infer<typeof keySchema>;

export function keyJson(key: ApiKeyInfo, nowMs: number): KeyJson {
  const { id, orgId, name, scopes } = key;
  const isExpired = key.expiresAtMs !== undefined && key.expiresAtMs <= nowMs;
  return {
    ...{ id, orgId, name, scopes },
    state: key.revokedAtMs !== undefined ? 'revoked' : isExpired ? 'expired' : 'active',
    createdAt: isoTime(key.createdAtMs),
    ...(key.expiresAtMs === undefined ? {} : { expiresAt: isoTime(key.expiresAtMs) }),
    ...(key.revokedAtMs === undefined ? {} : { revokedAt: isoTime(key.revokedAtMs) }),
  };
}

/** A key that was just made: the only time its text is to be had. */
export const newKeySchema = z.object({
  key: keySchema,
  secret: z.string().optional().describe('the whole key, `rk_<id>_…`; absent with --out and --certificate'),
  file: z.string().optional().describe('where --out has put it'),
  webhookSecret: z
    .string()
    .optional()
    .describe(
      'with --webhook, and when a key that has one is rotated: what webhooks under the id of the key are signed with',
    ),
});

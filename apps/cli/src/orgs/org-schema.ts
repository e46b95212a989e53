import { z } from 'zod';
import type { Organization } from '@redoubt/tenancy';
import { isoTime } from '../output/time.ts';

export const orgSchema = z.object({
  id: z.string().describe('UUID'),
  name: z.string(),
  displayName: z.string(),
  state: z.enum(['provisioning', 'active']).describe('`active` once its streams and groups exist'),
  retentionDays: z.number().int(),
  quota: z.object({
    eventsPerSecond: z.number().int(),
    bytesPerSecond: z.number().int(),
    burstSeconds: z.number().int(),
  }),
  expectedGroups: z.array(z.string()).describe('groups that must read its streams'),
  features: z.record(z.string(), z.boolean()),
  createdAt: z.string().describe('RFC 3339'),
});

export type OrgJson = z.infer<typeof orgSchema>;

export function orgJson(org: Organization): OrgJson {
  const { createdAtMs, ...rest } = org;
  return { ...rest, features: { ...org.features }, createdAt: isoTime(createdAtMs) };
}

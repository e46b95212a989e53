import { effectiveFeatures } from '@redoubt/contracts';
import {
  csrfTokenOf,
  getOrganization,
  getUser,
  listMemberships,
  PERMISSIONS,
  ROLES,
  type Principal,
} from '@redoubt/tenancy';
import { z } from 'zod';
import type { Services } from '../routes/services.ts';

const organization = { orgId: z.uuid(), name: z.string(), displayName: z.string() };

/** Who asks, where, and what they may do: all that the page needs to know of its user. */
export const meSchema = z.strictObject({
  user: z
    .strictObject({ userId: z.uuid(), email: z.string(), displayName: z.string() })
    .nullable()
    .describe('Null for an API key'),
  organization: z.strictObject(organization),
  role: z.enum(ROLES).nullable(),
  permissions: z.array(z.enum(PERMISSIONS)),
  expiresAtMs: z.int().nullable().describe('When the session ends at the latest'),
  csrfToken: z.string().nullable().describe('For `x-csrf-token` of requests with the cookie that change something'),
  organizations: z
    .array(z.strictObject({ ...organization, role: z.enum(ROLES) }))
    .describe('Where the user may work; see switchOrganization'),
  features: z.record(z.string(), z.boolean()).describe('Flags of the organisation, as they hold'),
});

export type Me = z.infer<typeof meSchema>;

/** @throws PermanentError when the organisation or user is gone */
export async function describeMe(services: Services, principal: Principal): Promise<Me> {
  const { database, auth } = services;
  const { id: orgId, name, displayName, ...held } = await getOrganization(database, principal.orgId);
  const features = effectiveFeatures(held.features);
  const { permissions } = await auth.platform.limit(principal);
  const of = { organization: { orgId, name, displayName }, permissions: [...permissions], features };
  if (principal.kind === 'api_key') {
    return { ...of, user: null, role: null, expiresAtMs: null, csrfToken: null, organizations: [] };
  }
  const { userId, role, expiresAtMs, sessionHash } = principal;
  const [user, memberships] = await Promise.all([getUser(database, userId), listMemberships(database, userId)]);
  return {
    ...{ ...of, role, expiresAtMs, csrfToken: csrfTokenOf(auth.sessionKeys, sessionHash) },
    user: { userId, email: user.email, displayName: user.displayName },
    organizations: memberships.map((one) => ({
      ...{ orgId: one.orgId, name: one.orgName, displayName: one.orgDisplayName, role: one.role },
    })),
  };
}

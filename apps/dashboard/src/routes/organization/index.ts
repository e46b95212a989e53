import { alertSettingsChangeSchema, getOrgRules, setAlertSettings } from '@redoubt/rulebook';
import { getOrganization, updateOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { authorOf, byOf, reason } from '../author.ts';
import { given, namesSomething } from '../parameters.ts';
import { relayNow } from '../relay-now.ts';
import type { Services } from '../services.ts';
import { isInForce } from '../suppressions/schemas.ts';
import { organizationJson, organizationSchema, perFeature } from './organization-schema.ts';

/** The organisation of the credential. */
export function organizationRoutes(services: Services): Route[] {
  return [getOrganizationRoute(services), changeOrganizationRoute(services)];
}

function getOrganizationRoute(services: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/organization',
    operationId: 'getOrganization',
    summary: 'The organisation and its settings',
    permission: 'org:read',
    reply: organizationSchema,
    handle: async ({ principal }) => ({ json: await readOrganization(services, principal.orgId) }),
  });
}

const change = z
  .strictObject({
    displayName: z.string().min(1).max(200).optional(),
    retentionDays: z.int().min(1).max(3_650).optional().describe('Events that are older go at the next clean-up'),
    features: z
      .strictObject(perFeature(() => z.boolean().nullable().optional()))
      .optional()
      .describe('Flags that are not named stay; null: the default'),
    alertSettings: alertSettingsChangeSchema.optional().describe('What is not named stays'),
    reason,
  })
  .refine(namesSomething, 'names nothing to change');

function changeOrganizationRoute(services: Services): Route {
  return defineRoute({
    method: 'patch',
    path: '/api/v1/organization',
    operationId: 'changeOrganization',
    summary: 'Change settings of the organisation',
    permission: 'org:write',
    body: change,
    reply: z.strictObject({ organization: organizationSchema, isInForce }),
    problems: ['refused'],
    handle: async (call) => {
      const { alertSettings, reason: why, ...named } = call.body;
      const { orgId } = call.principal;
      // First, for it may refuse what the other would have to take back.
      if (Object.keys(given(named)).length > 0) {
        await updateOrganization(services, orgId, given(named), { by: byOf(call, why) });
      }
      if (alertSettings) await setAlertSettings(services.database, orgId, given(alertSettings), authorOf(call, why));
      const inForce = await relayNow(services, orgId);
      return { json: { organization: await readOrganization(services, orgId), isInForce: inForce } };
    },
  });
}

async function readOrganization({ database }: Services, orgId: Parameters<typeof getOrgRules>[1]) {
  const [organization, { alertSettings }] = await Promise.all([
    getOrganization(database, orgId),
    getOrgRules(database, orgId),
  ]);
  return organizationJson(organization, alertSettings);
}

import { z } from 'zod';
import { listApiKeys } from '@redoubt/tenancy';
import { defineCommand } from '../../command/definition.ts';
import { argument, asText } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { orgJson, orgSchema, type OrgJson } from '../../orgs/org-schema.ts';
import { renderFacts } from '../../output/facts.ts';
import { counted, formatBytes, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';

export const orgShow = defineCommand({
  path: 'org show',
  summary: 'show one organisation',
  args: { name: argument('<org>', 'name or id', asText) },
  examples: ['redoubt org show acme'],
  result: z.object({
    organization: orgSchema,
    apiKeys: z.object({
      active: z.number().int(),
      ended: z.number().int().describe('revoked or expired'),
    }),
  }),
  run: async (context, { name }) => {
    const deps = { database: await context.database() };
    const organization = await findOrg(deps.database, name);
    const keys = await listApiKeys(deps, organization.id);
    const now = context.clock.now();
    const isEnded = (key: (typeof keys)[number]): boolean =>
      key.revokedAtMs !== undefined || (key.expiresAtMs ?? Number.POSITIVE_INFINITY) <= now;
    const ended = keys.filter(isEnded).length;
    return { result: { organization: orgJson(organization), apiKeys: { active: keys.length - ended, ended } } };
  },
  render: ({ organization, apiKeys }, view) =>
    renderOrg(organization, view, [['API keys', `${apiKeys.active} active, ${apiKeys.ended} ended`]]),
});

/** An organisation as lines of name and value. */
export function renderOrg(org: OrgJson, view: View, more: readonly (readonly [string, string])[] = []): string {
  const { eventsPerSecond, bytesPerSecond, burstSeconds } = org.quota;
  const features = Object.entries(org.features).map(([name, isOn]) => `${name}: ${isOn ? 'on' : 'off'}`);
  return renderFacts(
    [
      ['name', org.name],
      ['display name', org.displayName],
      ['id', org.id],
      ['state', org.state],
      ['quota', `${formatCount(eventsPerSecond)} events/s, ${formatBytes(bytesPerSecond)}/s, burst ${burstSeconds}s`],
      ['events kept', counted(org.retentionDays, 'day')],
      ['groups', org.expectedGroups.join(', ')],
      ...(features.length > 0 ? [['features', features.join(', ')] as const] : []),
      ['created', org.createdAt],
      ...more,
    ],
    view.style,
  );
}

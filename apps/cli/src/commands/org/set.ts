import { effectiveFeatures, FEATURE_NAMES, isFeatureName } from '@redoubt/contracts';
import { updateOrganization, type FeatureChange, type Organization } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { relayNow } from '../../alerts/relay.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument, asInteger, asText, BadValue, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { orgJson, orgSchema } from '../../orgs/org-schema.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';
import { renderOrg } from './show.ts';

const most = 1_000_000_000;
const WORDS: Readonly<Record<string, boolean | null>> = { on: true, off: false, default: null };

/** `<flag>=on|off|default`. */
const asFeature = (text: string, before: FeatureChange | undefined): FeatureChange => {
  const [name = '', word = '', ...rest] = text.split('=');
  const isOn = WORDS[word];
  if (!isFeatureName(name))
    throw new BadValue(`must be one of ${FEATURE_NAMES.join(', ')}, with =on, =off or =default`);
  if (isOn === undefined || rest.length > 0) throw new BadValue(`must be ${name}=on, ${name}=off or ${name}=default`);
  return { ...before, [name]: isOn };
};

export const orgSet = defineCommand({
  path: 'org set',
  summary: 'change settings of an organisation',
  details: `What is not named stays. Gateways follow within seconds. Features: ${FEATURE_NAMES.join(', ')}.`,
  args: { name: argument('<org>', 'name or id', asText) },
  options: {
    displayName: option('--display-name <text>', 'name for people', asText),
    retentionDays: option('--retention-days <days>', 'how long events are kept', asInteger({ min: 1, max: 3650 })),
    eventsPerSecond: option('--events-per-second <n>', 'quota', asInteger({ min: 1, max: most })),
    bytesPerSecond: option('--bytes-per-second <n>', 'quota', asInteger({ min: 1, max: most * 1_000 })),
    burstSeconds: option(
      '--burst-seconds <n>',
      'seconds of quota that may come at once',
      asInteger({ min: 1, max: 3600 }),
    ),
    feature: option('--feature <name=word>', 'switch a feature on, off, or to its default; repeatable', asFeature),
    reason: auditReasonOption,
    actor: actorOption,
  },
  examples: [
    'redoubt org set acme --events-per-second 50000 --reason "contract 2026"',
    'redoubt org set acme --feature auto_incident_creation=off --retention-days 90',
  ],
  result: z.object({ organization: orgSchema, features: z.record(z.string(), z.boolean()).describe('as they hold') }),
  run: async (context, { name, reason, actor, ...wanted }) => {
    const deps = await context.tenancy();
    const organization = await findOrg(deps.database, name);
    const change = changeOf(organization, wanted);
    if (Object.keys(change).length === 0) throw usageError('name something to change', 'redoubt org set --help');
    const by = operatorOf(context, { actor, reason });
    const changed = await updateOrganization(deps, organization.id, change, { by });
    await relayNow(context, organization.id);
    return { result: { organization: orgJson(changed), features: effectiveFeatures(changed.features) } };
  },
  render: ({ organization }, view) => renderOrg(organization, view),
});

interface Wanted {
  displayName: string | undefined;
  retentionDays: number | undefined;
  eventsPerSecond: number | undefined;
  bytesPerSecond: number | undefined;
  burstSeconds: number | undefined;
  feature: FeatureChange | undefined;
}

function changeOf({ quota }: Organization, wanted: Wanted): Parameters<typeof updateOrganization>[2] {
  const { displayName, retentionDays, feature, eventsPerSecond, bytesPerSecond, burstSeconds } = wanted;
  const rates = Object.entries({ eventsPerSecond, bytesPerSecond, burstSeconds });
  const given = Object.fromEntries(rates.filter(([, value]) => value !== undefined));
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(Object.keys(given).length === 0 ? {} : { quota: { ...quota, ...given } }),
    ...(feature === undefined ? {} : { features: feature }),
  };
}

import { z } from 'zod';
import { DEFAULT_QUOTA, DEFAULT_RETENTION_DAYS, findOrganization, provisionOrganization } from '@redoubt/tenancy';
import { CliError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asGroup, asInteger, asText, flag, option } from '../../command/inputs.ts';
import { DEFAULT_GROUPS, type GroupName } from '@redoubt/key-schema';
import { operatorOf } from '../../people/operator.ts';
import { orgJson, orgSchema } from '../../orgs/org-schema.ts';
import { renderOrg } from './show.ts';

const most = 1_000_000_000;
const asGroups = (text: string, before: readonly GroupName[] | undefined): readonly GroupName[] => [
  ...(before ?? []),
  asGroup(text),
];

export const orgCreate = defineCommand({
  path: 'org create',
  summary: 'make an organisation ready for its first event',
  details:
    'Writes the record, makes its streams and their groups, and enters it in the registry. Finishes a creation that was interrupted.',
  args: { name: argument('<name>', '1 to 63 lower-case letters, digits or dashes', asText) },
  options: {
    displayName: option('--display-name <text>', 'name for people (default: the name)', asText),
    retentionDays: option('--retention-days <days>', 'how long events are kept', asInteger({ min: 1, max: 3650 }), {
      defaultValue: DEFAULT_RETENTION_DAYS,
    }),
    eventsPerSecond: option('--events-per-second <n>', 'quota', asInteger({ min: 1, max: most }), {
      defaultValue: DEFAULT_QUOTA.eventsPerSecond,
    }),
    bytesPerSecond: option('--bytes-per-second <n>', 'quota', asInteger({ min: 1, max: most * 1_000 }), {
      defaultValue: DEFAULT_QUOTA.bytesPerSecond,
    }),
    burstSeconds: option(
      '--burst-seconds <n>',
      'seconds of quota that may come at once',
      asInteger({ min: 1, max: 3600 }),
      {
        defaultValue: DEFAULT_QUOTA.burstSeconds,
      },
    ),
    group: option('--group <group>', 'a group that must read its streams; repeatable', asGroups, {
      defaultValue: DEFAULT_GROUPS,
      defaultText: DEFAULT_GROUPS.join(', '),
    }),
    ifNotExists: flag('--if-not-exists', 'succeed when it is there already; its settings stay as they are'),
  },
  examples: ['redoubt org create acme', 'redoubt org create acme --retention-days 90 --events-per-second 5000'],
  result: z.object({ organization: orgSchema, isNew: z.boolean().describe('false when it was there already') }),
  run: async (context, input) => {
    const existing = await findOrganization(await context.database(), input.name);
    if (existing?.state === 'active' && !input.ifNotExists) {
      throw new CliError(EXIT.conflict, `the organisation ${input.name} exists already (${existing.id})`, [
        'nothing was changed; --if-not-exists makes this no error',
      ]);
    }
    const organization = await provisionOrganization(await context.tenancy(), {
      by: operatorOf(context),
      name: input.name,
      displayName: input.displayName ?? input.name,
      retentionDays: input.retentionDays,
      quota: {
        eventsPerSecond: input.eventsPerSecond,
        bytesPerSecond: input.bytesPerSecond,
        burstSeconds: input.burstSeconds,
      },
      expectedGroups: existing?.expectedGroups ?? input.group,
    });
    context.output.note(`next: redoubt key create --org ${organization.name} --name <sender>`);
    return { result: { organization: orgJson(organization), isNew: existing?.state !== 'active' } };
  },
  render: ({ organization }, view) => renderOrg(organization, view),
});

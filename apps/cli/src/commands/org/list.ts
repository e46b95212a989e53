import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { allOrganizations } from '../../orgs/find-org.ts';
import { orgJson, orgSchema } from '../../orgs/org-schema.ts';
import { formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

export const orgList = defineCommand({
  path: 'org list',
  summary: 'list organisations',
  examples: ['redoubt org list', "redoubt org list --json | jq -r '.organizations[].id'"],
  result: z.object({ organizations: z.array(orgSchema) }),
  rowsOf: ({ organizations }) => organizations,
  run: async (context) => {
    const organizations = (await allOrganizations(await context.database())).map(orgJson);
    if (organizations.length === 0) context.output.note('no organisations yet: redoubt org create <name>');
    return { result: { organizations } };
  },
  render: ({ organizations }, view) =>
    renderTable(
      [
        { name: 'name' },
        { name: 'id' },
        { name: 'state' },
        { name: 'events/s', align: 'right' },
        { name: 'kept', align: 'right' },
        { name: 'groups', isFlexible: true },
        { name: 'created' },
      ],
      organizations.map((org) => [
        printable(org.name),
        org.id,
        org.state === 'active' ? org.state : view.style.warn(org.state),
        formatCount(org.quota.eventsPerSecond),
        `${org.retentionDays}d`,
        org.expectedGroups.join(', '),
        org.createdAt.slice(0, 10),
      ]),
      view,
    ),
});

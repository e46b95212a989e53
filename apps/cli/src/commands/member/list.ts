import { listMembers, ROLES } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { isoTime } from '../../output/time.ts';

const memberSchema = z.object({
  userId: z.string(),
  email: z.string(),
  displayName: z.string(),
  role: z.enum(ROLES),
  source: z.enum(['local', 'oidc']).describe("`oidc`: given by a provider's claims"),
  isDisabled: z.boolean(),
  since: z.string().describe('RFC 3339'),
});

export const memberList = defineCommand({
  path: 'member list',
  summary: 'list the members of an organisation',
  options: { org: requiredOrgOption },
  examples: ['redoubt member list --org acme'],
  result: z.object({ organization: z.string().describe('name'), members: z.array(memberSchema) }),
  rowsOf: ({ members }) => members,
  run: async (context, { org }) => {
    const database = await context.database();
    const { id, name } = await findOrg(database, org);
    const found = await listMembers(database, id, { limit: 10_000 });
    const members = found.map(({ sinceMs, ...member }) => ({ ...member, since: isoTime(sinceMs) }));
    return { result: { organization: name, members } };
  },
  render: ({ members }, view) =>
    renderTable(
      [{ name: 'e-mail' }, { name: 'name', isFlexible: true }, { name: 'role' }, { name: 'from' }, { name: 'state' }],
      members.map((one) => [
        ...[printable(one.email), printable(one.displayName), one.role, one.source],
        one.isDisabled ? view.style.dim('disabled') : view.style.good('active'),
      ]),
      view,
    ),
});

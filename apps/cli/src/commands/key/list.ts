import { z } from 'zod';
import { listApiKeys } from '@redoubt/tenancy';
import { defineCommand } from '../../command/definition.ts';
import { flag } from '../../command/inputs.ts';
import { allOrganizations, findOrg } from '../../orgs/find-org.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { keyJson, keySchema } from './key-schema.ts';

export const keyList = defineCommand({
  path: 'key list',
  summary: 'list API keys',
  options: { org: orgOption, all: flag('--all', 'revoked and expired keys as well') },
  examples: ['redoubt key list --org acme', 'redoubt key list --all --json'],
  result: z.object({ keys: z.array(keySchema.extend({ organization: z.string().describe('name') })) }),
  rowsOf: ({ keys }) => keys,
  run: async (context, { org, all }) => {
    const database = await context.database();
    const organizations = org === undefined ? await allOrganizations(database) : [await findOrg(database, org)];
    const now = context.clock.now();
    const keys = [];
    for (const { id, name } of organizations) {
      const found = (await listApiKeys({ database }, id)).map((key) => ({ organization: name, ...keyJson(key, now) }));
      keys.push(...found);
    }
    const shown = all ? keys : keys.filter((key) => key.state === 'active');
    const hidden = keys.length - shown.length;
    if (hidden > 0) context.output.note(`${hidden} revoked or expired not shown; --all shows them`);
    if (keys.length === 0) context.output.note('no keys yet: redoubt key create --org <org> --name <sender>');
    return { result: { keys: shown } };
  },
  render: ({ keys }, view) =>
    renderTable(
      [
        { name: 'org' },
        { name: 'id' },
        { name: 'name', isFlexible: true },
        { name: 'scopes' },
        { name: 'state' },
        { name: 'created' },
        { name: 'ends' },
      ],
      keys.map((key) => [
        printable(key.organization),
        key.id,
        printable(key.name),
        key.scopes.join(', '),
        key.state === 'active' ? view.style.good(key.state) : view.style.dim(key.state),
        key.createdAt.slice(0, 10),
        (key.revokedAt ?? key.expiresAt ?? 'never').slice(0, 16).replace('T', ' '),
      ]),
      view,
    ),
});

import { listIntelLists } from '@redoubt/storage';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatCount } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatTime, isoTime } from '../../output/time.ts';

const listSchema = z.object({
  listId: z.string(),
  name: z.string(),
  format: z.string(),
  source: z.string().describe('where it came from'),
  indicators: z.number().int(),
  importedAt: z.string().describe('RFC 3339'),
  importedAtMs: z.number().describe('epoch ms'),
  importedBy: z.string(),
});

export const intelList = defineCommand({
  path: 'intel list',
  summary: 'list the threat-intelligence lists of an organisation',
  options: { org: requiredOrgOption },
  examples: ['redoubt intel list --org acme', 'redoubt intel list --org acme --json'],
  result: z.object({ organization: z.string().describe('name'), lists: z.array(listSchema) }),
  rowsOf: ({ lists }) => lists,
  run: async (context, { org }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const lists = await listIntelLists(database, organization.id);
    if (lists.length === 0) context.output.note('no lists; redoubt intel import makes one');
    return {
      result: {
        organization: organization.name,
        lists: lists.map((list) => ({ ...list, importedAt: isoTime(list.importedAtMs) })),
      },
    };
  },
  render: ({ lists }, view) =>
    renderTable(
      [
        { name: 'name', isFlexible: true },
        { name: 'format' },
        { name: 'indicators', align: 'right' },
        { name: 'imported (utc)' },
        { name: 'by' },
        { name: 'source' },
      ],
      lists.map((list) => [
        printable(list.name),
        list.format,
        formatCount(list.indicators),
        formatTime(list.importedAtMs),
        printable(list.importedBy),
        printable(list.source),
      ]),
      view,
    ),
});

import { DAY_MS, EventPartitions, heldOrgs, listHolds, startOfDayMs } from '@redoubt/storage';
import { listOrganizations } from '@redoubt/tenancy';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { holdJson, holdSchema } from './hold-json.ts';

const showSchema = z.object({
  organizations: z.array(z.object({ organization: z.string(), retentionDays: z.number().int(), isHeld: z.boolean() })),
  days: z.object({
    count: z.number().int(),
    oldest: z.string().nullable().describe('UTC date of the oldest day that is kept'),
    oldestAgeDays: z.number().int().nullable(),
  }),
  holds: z.array(holdSchema).describe('those in force first'),
});

export const retentionShow = defineCommand({
  path: 'retention show',
  summary: 'show how long events are kept, which days there are, and legal holds',
  options: { org: orgOption },
  examples: ['redoubt retention show', 'redoubt retention show --org acme --json'],
  result: showSchema,
  rowsOf: ({ organizations }) => organizations,
  run: async (context, { org }) => {
    const database = await context.database();
    const orgs = org === undefined ? await listOrganizations(database) : [await findOrg(database, org)];
    const names = new Map(orgs.map(({ id, name }) => [id, name]));
    const held = new Set(await heldOrgs(database));
    const holds = await listHolds(database, org === undefined ? undefined : orgs[0]?.id);
    const days = await new EventPartitions(database).list();
    const oldestMs = days[0] === undefined ? undefined : startOfDayMs(days[0]);
    return {
      result: {
        organizations: orgs.map(({ id, name, retentionDays }) => ({
          ...{ organization: name, retentionDays, isHeld: held.has(id) },
        })),
        days: {
          count: days.length,
          oldest: oldestMs === undefined ? null : new Date(oldestMs).toISOString().slice(0, 10),
          oldestAgeDays: oldestMs === undefined ? null : Math.floor((context.clock.now() - oldestMs) / DAY_MS),
        },
        holds: holds.map((hold) => holdJson(hold, names.get(hold.orgId) ?? hold.orgId)),
      },
    };
  },
  render: ({ organizations, holds, days }, view) => {
    const table = renderTable(
      [{ name: 'organisation' }, { name: 'days', align: 'right' }, { name: 'hold', isFlexible: true }],
      organizations.map(({ organization, retentionDays, isHeld }) => {
        const hold = holds.find((one) => one.organization === organization && one.isInForce);
        const text = hold === undefined ? 'in force' : `${hold.reason} (${hold.placedBy}, ${hold.placedAt})`;
        return [printable(organization), String(retentionDays), isHeld ? view.style.warn(printable(text)) : '-'];
      }),
      view,
    );
    return `${table}\n\n${days.count} days, the oldest ${days.oldest ?? '-'}`;
  },
});

import { listSuppressions } from '@redoubt/rulebook';
import { z } from 'zod';
import { matchersText } from '../../alerts/matchers.ts';
import { suppressionJson, suppressionSchema, type SuppressionJson } from '../../alerts/suppression-json.ts';
import { defineCommand } from '../../command/definition.ts';
import { flag } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatDuration } from '../../output/duration.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';

export const suppressionList = defineCommand({
  path: 'suppression list',
  summary: 'list suppressions in force and to come, the one that ends last first',
  options: { org: requiredOrgOption, all: flag('--all', 'those that have ended as well') },
  examples: ['redoubt suppression list --org acme', 'redoubt suppression list --org acme --all --json'],
  result: z.object({ organization: z.string().describe('name'), suppressions: z.array(suppressionSchema) }),
  rowsOf: ({ suppressions }) => suppressions,
  run: async (context, { org, all }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const nowMs = context.clock.now();
    const found = await listSuppressions(database, organization.id, { nowMs, isWithEnded: all });
    if (found.length === 0) context.output.note('no suppressions; redoubt alerts suppress makes one');
    const suppressions = found.map((suppression) => suppressionJson(suppression, nowMs));
    return { result: { organization: organization.name, suppressions } };
  },
  render: ({ suppressions }, view) => renderSuppressions(suppressions, view),
});

export function renderSuppressions(suppressions: readonly SuppressionJson[], view: View): string {
  return renderTable(
    [
      { name: 'id' },
      { name: 'state' },
      { name: 'by' },
      { name: 'reason' },
      { name: 'hides alerts where', isFlexible: true },
    ],
    suppressions.map((suppression) => [
      suppression.shortId,
      stateText(suppression, view),
      printable(suppression.owner),
      printable(suppression.reason),
      matchersText(suppression.matchers),
    ]),
    view,
  );
}

function stateText({ state, startsAt, expiresAt, endedBy }: SuppressionJson, { style, nowMs }: View): string {
  const between = (time: string): string => formatDuration(Math.abs(Date.parse(time) - nowMs));
  if (state === 'to_come') return `starts in ${between(startsAt ?? expiresAt)}`;
  if (state === 'in_force') return style.warn(`ends in ${between(expiresAt)}`);
  return style.dim(`ended ${between(expiresAt)} ago${endedBy === undefined ? '' : ` by ${printable(endedBy)}`}`);
}

import type { OrgId } from '@redoubt/contracts';
import { expireSuppression, listSuppressions, type StoredSuppression } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { asCaseIds } from '../../alerts/case-id.ts';
import { relayNow } from '../../alerts/relay.ts';
import { suppressionJson, suppressionSchema } from '../../alerts/suppression-json.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { argument } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { renderSuppressions } from './list.ts';

export const suppressionExpire = defineCommand({
  path: 'suppression expire',
  aliases: ['end'],
  summary: 'end suppressions now',
  details: 'When an alert that was hidden matches again, people are told.',
  args: { ids: argument('<ids...>', 'ids or their first digits', asCaseIds) },
  options: { org: requiredOrgOption, actor: actorOption },
  examples: ['redoubt suppression expire 5e0c11aa --org acme'],
  result: z.object({ organization: z.string().describe('name'), suppressions: z.array(suppressionSchema) }),
  rowsOf: ({ suppressions }) => suppressions,
  run: async (context, { ids, org, actor }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const nowMs = context.clock.now();
    const chosen = await choose(database, organization.id, ids, nowMs);
    const options = { actor: actorOf(context, actor), nowMs };
    const ended: StoredSuppression[] = [];
    for (const id of chosen) ended.push(await expireSuppression(database, organization.id, id, options));
    await relayNow(context, organization.id);
    const suppressions = ended.map((suppression) => suppressionJson(suppression, nowMs));
    return { result: { organization: organization.name, suppressions } };
  },
  render: ({ suppressions }, view) => renderSuppressions(suppressions, view),
});

async function choose(database: Database, orgId: OrgId, typed: readonly string[], nowMs: number): Promise<string[]> {
  const known = await listSuppressions(database, orgId, { nowMs, isWithEnded: true });
  const ids = typed.map((text) => {
    const found = known.filter(({ suppressionId }) => suppressionId.startsWith(text));
    const [first, second] = found;
    if (first === undefined)
      throw usageError(
        `there is no suppression ${text} in this organisation`,
        'redoubt suppression list --org <org> shows them',
      );
    if (second !== undefined) throw usageError(`${text} stands for several suppressions`, 'type more of the id');
    return first.suppressionId;
  });
  return [...new Set(ids)];
}

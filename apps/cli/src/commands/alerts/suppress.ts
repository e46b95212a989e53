import { randomUUID } from 'node:crypto';
import type { Alert, OrgId, Suppression } from '@redoubt/contracts';
import { createSuppression, type NewSuppression } from '@redoubt/rulebook';
import { getAlert, type Database } from '@redoubt/storage';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { renderAlerts } from '../../alerts/alert-table.ts';
import { asCaseId, resolveIds, shortId } from '../../alerts/case-id.ts';
import { matcherOptions, matchersOf, matchersText } from '../../alerts/matchers.ts';
import { isRisky, PREVIEW_DAYS, previewOf, previewSchema, renderPreview } from '../../alerts/preview.ts';
import { relayNow } from '../../alerts/relay.ts';
import { suppressionJson, suppressionSchema } from '../../alerts/suppression-json.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { argument, asDuration, asText, BadValue, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatDuration } from '../../output/duration.ts';
import { formatSecond } from '../../output/time.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';

const longestMs = 400 * 86_400_000;
const shownBeforeAsking = 10;

const asLife = (text: string): number => {
  const durationMs = asDuration(text);
  if (durationMs < 60_000 || durationMs > longestMs) throw new BadValue('must be from 1m to 400d');
  return durationMs;
};

const resultSchema = z.object({
  organization: z.string().describe('name'),
  isDryRun: z.boolean(),
  suppression: suppressionSchema.describe('as it is in force; in a dry run: as it would be, with an id of its own'),
  preview: previewSchema.describe('what it would have hidden lately'),
});
type ResultJson = z.infer<typeof resultSchema>;

export const alertsSuppress = defineCommand({
  path: 'alerts suppress',
  summary: 'hide alerts for a time: they are made and counted, and nobody is told',
  details: `With an alert: its rule and its subject, unless other conditions are given for them. All conditions must hold; a list means any of its values. Says what it would have hidden of the last ${PREVIEW_DAYS} days, and asks when that is much or critical. redoubt suppression list shows those in force, redoubt suppression expire ends one.`,
  args: { id: argument('[id]', 'an alert, by id or its first digits', asCaseId) },
  options: {
    org: requiredOrgOption,
    reason: option('--reason <text>', 'why; others will read it', asText, { isRequired: true }),
    for: option('--for <duration>', 'for how long, such as 4h or 30d', asLife, { isRequired: true }),
    ...matcherOptions,
    dryRun: flag('--dry-run', 'only say what it would have hidden'),
    yes: flag('--yes', 'do it without asking'),
    actor: actorOption,
  },
  examples: [
    'redoubt alerts suppress 3f2a9c01 --org acme --for 4h --reason "load test until noon"',
    'redoubt alerts suppress --org acme --cidr 10.20.0.0/16 --rule redoubt_port_scan --for 30d --reason "vulnerability scanner" --dry-run',
  ],
  result: resultSchema,
  run: async (context, { id, org, reason, for: lifeMs, dryRun, yes, actor, ...given }) => {
    const database = await context.database();
    const organization = await findOrg(database, org);
    const alert = id === undefined ? undefined : await theAlert(database, organization.id, id);
    const nowMs = context.clock.now();
    const owner = actorOf(context, actor);
    const wanted: NewSuppression = { owner, reason, expiresAtMs: nowMs + lifeMs, matchers: matchersOf(given, alert) };
    const draft: Suppression = { ...wanted, suppressionId: randomUUID(), createdAtMs: nowMs };
    const { preview, hidden } = await previewOf(database, organization.id, draft, {
      nowMs,
      timeoutMs: context.timeoutMs,
    });
    const head = { organization: organization.name, isDryRun: dryRun, preview };
    if (dryRun) {
      context.output.note('nothing was done: this was a dry run');
      return { result: { ...head, suppression: suppressionJson(draft, nowMs) } };
    }
    if (isRisky(preview) && !yes && !(await isConfirmed(context, draft, preview, hidden))) {
      context.output.note('nothing was done');
      return { exitCode: EXIT.interrupted };
    }
    const suppression = await createSuppression(database, organization.id, wanted, { actor: owner, nowMs });
    await relayNow(context, organization.id);
    return { result: { ...head, suppression: suppressionJson(suppression, nowMs) } };
  },
  render: renderSuppressed,
});

async function theAlert(database: Database, orgId: OrgId, typed: string): Promise<Alert> {
  const [alertId = ''] = await resolveIds(database, orgId, 'alerts', [typed]);
  const found = await getAlert(database, orgId, alertId, { historyLimit: 0 });
  if (!found) throw usageError(`the alert ${typed} is gone: it was past its retention`);
  return found.alert;
}

async function isConfirmed(
  context: Context,
  { matchers }: Suppression,
  preview: ResultJson['preview'],
  hidden: readonly Alert[],
): Promise<boolean> {
  const view = context.output.view(context.clock.now());
  context.output.note(`${renderPreview(preview, view)}\n\n${renderAlerts(hidden.slice(0, shownBeforeAsking), view)}`);
  if (!context.canAsk) throw usageError('that is much to hide: add --dry-run to look, or --yes to do it');
  return context.confirm(`Hide alerts where ${matchersText(matchers)}?`);
}

function renderSuppressed({ isDryRun, suppression, preview }: ResultJson, view: View): string {
  const { suppressionId, expiresAt, owner, reason, matchers } = suppression;
  const untilMs = Date.parse(expiresAt);
  const left = `${formatSecond(untilMs)} (${formatDuration(untilMs - view.nowMs)})`;
  const first = isDryRun
    ? `would hide alerts until ${left}`
    : `${view.style.good('suppressed')}  ${shortId(suppressionId)}  until ${left}, by ${printable(owner)}: ${printable(reason)}`;
  return `${first}\nwhere ${matchersText(matchers)}\n\n${renderPreview(preview, view)}`;
}

import { listArchives, restoreArchives } from '@redoubt/storage';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { asDuration, flag, option } from '../../command/inputs.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { counted } from '../../output/number.ts';
import { isoTime } from '../../output/time.ts';
import { asDay, folderOption, ofDay } from './archive-json.ts';

export const archiveRestore = defineCommand({
  path: 'archive restore',
  summary: 'bring the events of an archived day back into PostgreSQL',
  details:
    'All of them or none, after the archives were verified; what is there already is not added again. They can be searched at once and are kept for --keep, whatever retention says; then they are dropped again.',
  options: {
    folder: folderOption,
    day: option('--day <day>', 'UTC day', asDay, { isRequired: true }),
    org: orgOption,
    keep: option('--keep <duration>', 'how long', asDuration, { defaultValue: 7 * 86_400_000, defaultText: '7d' }),
    dryRun: flag('--dry-run', 'only say what would come back'),
    yes: flag('--yes', 'do it'),
    actor: actorOption,
  },
  examples: [
    'redoubt archive restore --folder /var/lib/redoubt/archive --day 2026-08-01 --dry-run',
    'redoubt archive restore --folder . --day 2026-08-01 --org acme --keep 30d --yes',
  ],
  result: z.object({
    day: z.string(),
    isDryRun: z.boolean(),
    rows: z.number().int().describe('events that came back, or would'),
    keptUntil: z.string().describe('RFC 3339'),
  }),
  isEndless: () => true,
  run: async (context, { folder, day, org, keep, dryRun, yes, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    const database = await context.database();
    const orgId = org === undefined ? undefined : (await findOrg(database, org)).id;
    const keepUntilMs = context.clock.now() + keep;
    const manifests = ofDay(await listArchives(folder), day);
    const by = actorOf(context, actor);
    const rows = dryRun
      ? manifests.reduce((sum, one) => sum + (orgId === undefined ? one.rows : (one.organizations[orgId] ?? 0)), 0)
      : await restoreArchives(
          { database, folder, keepUntilMs, by, ...(orgId === undefined ? {} : { orgId }) },
          manifests,
        );
    return { result: { day, isDryRun: dryRun, rows, keptUntil: isoTime(keepUntilMs) } };
  },
  render: ({ day, isDryRun, rows, keptUntil }) =>
    `${counted(rows, 'event')} of ${day} ${isDryRun ? 'would come back' : `came back; kept until ${keptUntil}`}`,
});

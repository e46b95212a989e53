import { z } from 'zod';
import type { GroupName } from '@redoubt/key-schema';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { asInteger, option } from '../../command/inputs.ts';
import { chooseGroup, groupOption } from '../../dead-letters/choose-group.ts';
import { deadLetterJson, deadLetterSchema, type DeadLetterJson } from '../../dead-letters/dead-letter-json.ts';
import { reasonOption, scanDeadLetters, sinceOption, type Scan } from '../../dead-letters/scan.ts';
import { summarise } from '../../dead-letters/summary.ts';
import { labelOf, selectOrg, selectOrgs, type KnownOrg } from '../../orgs/org-directory.ts';
import { orgOption } from '../../orgs/org-option.ts';
import { formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatSecond } from '../../output/time.ts';

const countSchema = z.object({
  organization: z.string().describe('name'),
  orgId: z.string(),
  group: z.string(),
  count: z.number().int(),
  oldestDiedAt: z.string().describe('RFC 3339'),
});

const listSchema = z.object({
  counts: z.array(countSchema).optional().describe('without --org: how many each group of each organisation has'),
  organization: z.string().optional().describe('name; with --org'),
  orgId: z.string().optional(),
  group: z.string().optional(),
  deadLetters: z.array(deadLetterSchema).optional().describe('with --org: oldest first'),
  isMore: z.boolean().optional().describe('there are more than --limit'),
});

export const dlqList = defineCommand({
  path: 'dlq list',
  summary: 'list dead letters, or count them for all organisations',
  options: {
    org: orgOption,
    group: groupOption,
    reason: reasonOption,
    since: sinceOption,
    limit: option('--limit <n>', 'most to list', asInteger({ min: 1, max: 10_000 }), { defaultValue: 100 }),
  },
  examples: ['redoubt dlq list', 'redoubt dlq list --org acme --reason undecodable'],
  result: listSchema,
  rowsOf: (result) => result.deadLetters ?? result.counts ?? [],
  run: async (context, { org, group, reason, since, limit }) => {
    const redis = await context.redis();
    if (org === undefined) return { result: await countAll(context, group) };
    const known = await selectOrg(redis, org);
    const chosen = await chooseGroup(redis, known, group);
    if (chosen === undefined) {
      context.output.note(`${labelOf(known)} has no dead letters`);
      return { result: { ...nameOf(known), deadLetters: [], isMore: false } };
    }
    const filter = { reason, diedSinceMs: since === undefined ? undefined : context.clock.now() - since };
    const scan = await scanDeadLetters(redis, { orgId: known.orgId, group: chosen }, filter, limit);
    noteScan(context, known, chosen, scan);
    const deadLetters = scan.letters.map(deadLetterJson);
    return { result: { ...nameOf(known), group: chosen, deadLetters, isMore: scan.isMore } };
  },
  render: ({ counts, deadLetters }, view) =>
    counts === undefined ? renderDeadLetters(deadLetters ?? [], view) : renderCounts(counts, view),
});

function nameOf(org: KnownOrg): { organization: string; orgId: string } {
  return { organization: labelOf(org), orgId: org.orgId };
}

async function countAll(context: Context, group: GroupName | undefined): Promise<z.infer<typeof listSchema>> {
  const redis = await context.redis();
  const counts = await summarise(redis, await selectOrgs(redis, undefined));
  const shown = counts.filter((row) => group === undefined || row.group === group);
  if (shown.length === 0) context.output.note('no dead letters');
  return { counts: shown };
}

function noteScan({ output }: Context, org: KnownOrg, group: string, scan: Scan): void {
  if (scan.letters.length === 0) output.note(`no such dead letters of ${group} in ${labelOf(org)}`);
  if (scan.isMore) output.note('there are more: raise --limit, or narrow with --reason and --since');
  if (scan.unreadable > 0)
    output.warn(`${scan.unreadable} entries are no dead letters of this release and are left out`);
}

function renderCounts(counts: readonly z.infer<typeof countSchema>[], view: View): string {
  return renderTable(
    [{ name: 'org' }, { name: 'group' }, { name: 'dead letters', align: 'right' }, { name: 'oldest' }],
    counts.map((row) => [
      printable(row.organization),
      row.group,
      formatCount(row.count),
      row.oldestDiedAt === 'unknown' ? 'unknown' : formatSecond(Date.parse(row.oldestDiedAt)),
    ]),
    view,
  );
}

/** Dead letters as rows for people. */
export function renderDeadLetters(letters: readonly DeadLetterJson[], view: View): string {
  return renderTable(
    [
      { name: 'id' },
      { name: 'died' },
      { name: 'reason' },
      { name: 'tries', align: 'right' },
      { name: 'replays', align: 'right' },
      { name: 'event' },
      { name: 'message', isFlexible: true },
    ],
    letters.map((letter) => [
      letter.id,
      formatSecond(Date.parse(letter.diedAt)),
      letter.reason,
      String(letter.attempts),
      letter.mayReplay ? String(letter.replays) : view.style.warn(`${letter.replays} (guarded)`),
      letter.eventId,
      printable(letter.message),
    ]),
    view,
  );
}

import type { GroupName } from '@redoubt/key-schema';
import { DEFAULT_MAX_REPLAYS, findDeadLetters, mayReplay, replayDeadLetters, type DeadLetter } from '@redoubt/stream';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { argument, asEntryIds, asInteger, flag, option } from '../../command/inputs.ts';
import { auditReplay } from '../../dead-letters/audit-replay.ts';
import { chooseGroup, groupOption } from '../../dead-letters/choose-group.ts';
import { deadLetterJson, deadLetterSchema } from '../../dead-letters/dead-letter-json.ts';
import { reasonOption, scanDeadLetters, sinceOption } from '../../dead-letters/scan.ts';
import { labelOf, selectOrg, type KnownOrg } from '../../orgs/org-directory.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { counted } from '../../output/number.ts';
import { renderDeadLetters } from './list.ts';

const replaySchema = z.object({
  organization: z.string().describe('name'),
  group: z.string().optional().describe('absent when there was nothing to replay'),
  isDryRun: z.boolean(),
  chosen: z.number().int().describe('dead letters that were asked for'),
  replayed: z.number().int().describe('put back; in a dry run: would be'),
  guarded: z.number().int().describe('refused by the loop guard'),
  gone: z.number().int().describe('no longer among the dead letters'),
  failed: z.number().int().describe('still among the dead letters: they could not be moved'),
  isMore: z.boolean().describe('there are more than --limit'),
  deadLetters: z.array(
    deadLetterSchema.extend({
      outcome: z.enum(['would_replay', 'replayed', 'guarded', 'gone', 'failed']),
      newEntryId: z.string().optional().describe('the entry that holds it now'),
      failure: z.string().optional(),
    }),
  ),
});

type ReplayJson = z.infer<typeof replaySchema>;
type ReplayedJson = ReplayJson['deadLetters'][number];

const shownBeforeAsking = 20;

export const dlqReplay = defineCommand({
  path: 'dlq replay',
  summary: 'put dead letters back on their streams',
  details: `Each event goes back in one step, with its old accept time and a note of its first event id; only the group that gave it up handles it again. One that was put back ${DEFAULT_MAX_REPLAYS} times is refused unless --force. Look first with --dry-run.`,
  args: { ids: argument('[ids...]', 'only these, as "redoubt dlq list" shows them (default: all)', asEntryIds) },
  options: {
    org: requiredOrgOption,
    group: groupOption,
    reason: reasonOption,
    since: sinceOption,
    limit: option('--limit <n>', 'most to put back', asInteger({ min: 1, max: 100_000 }), { defaultValue: 1_000 }),
    dryRun: flag('--dry-run', 'show what would happen and do nothing'),
    yes: flag('--yes', 'do it without asking'),
    force: flag('--force', 'past the loop guard'),
  },
  examples: [
    'redoubt dlq replay --org acme --group db_writer --dry-run',
    'redoubt dlq replay --org acme --reason undecodable --yes',
  ],
  result: replaySchema,
  rowsOf: ({ deadLetters }) => deadLetters,
  run: async (context, input) => {
    const isUndecided = !input.dryRun && !input.yes;
    if (isUndecided && !context.canAsk) throw usageError('add --dry-run to look, or --yes to do it');
    const redis = await context.redis();
    const org = await selectOrg(redis, input.org);
    const group = await chooseGroup(redis, org, input.group);
    if (group === undefined) {
      context.output.note(`${labelOf(org)} has no dead letters`);
      return { result: summaryOf(org, undefined, input.dryRun, [], false) };
    }
    const { letters, isMore } = await choose(context, org, group, input);
    const plan = letters.map((letter) => planned(letter, input.force));
    if (input.dryRun) {
      context.output.note('nothing was done: this was a dry run');
      return { result: summaryOf(org, group, true, plan, isMore) };
    }
    if (isUndecided && !(await isConfirmed(context, org, group, plan))) {
      context.output.note('nothing was done');
      return { exitCode: EXIT.interrupted };
    }
    const done = await replay(context, org, group, letters, input.force);
    const result = summaryOf(org, group, false, done, isMore);
    return { result, exitCode: exitCodeOf(result) };
  },
  render: (result, view) => {
    const text = view.style.head(sentenceOf(result));
    return result.deadLetters.length === 0 ? text : `${renderDeadLetters(result.deadLetters, view)}\n\n${text}`;
  },
});

interface Choice {
  ids: readonly string[] | undefined;
  reason: string | undefined;
  since: number | undefined;
  limit: number;
}

async function choose(
  context: Context,
  org: KnownOrg,
  group: GroupName,
  { ids = [], reason, since, limit }: Choice,
): Promise<{ letters: DeadLetter[]; isMore: boolean }> {
  const redis = await context.redis();
  if (ids.length === 0) {
    const filter = { reason, diedSinceMs: since === undefined ? undefined : context.clock.now() - since };
    return scanDeadLetters(redis, { orgId: org.orgId, group }, filter, limit);
  }
  if (reason !== undefined || since !== undefined) throw usageError('ids and a filter exclude each other');
  const letters = await findDeadLetters(redis, org.orgId, group, ids);
  const missing = ids.filter((id) => !letters.some((letter) => letter.deadLetterId === id));
  if (missing.length > 0) {
    throw usageError(`no such dead letter of ${group} in ${labelOf(org)}: ${missing.join(', ')}`, 'nothing was done');
  }
  return { letters, isMore: false };
}

function planned(letter: DeadLetter, isForced: boolean): ReplayedJson {
  return { ...deadLetterJson(letter), outcome: mayReplay(letter, { isForced }) ? 'would_replay' : 'guarded' };
}

/** Shows what would happen and asks. */
function isConfirmed(context: Context, org: KnownOrg, group: string, plan: readonly ReplayedJson[]): Promise<boolean> {
  const count = plan.filter((letter) => letter.outcome === 'would_replay').length;
  context.output.note(renderDeadLetters(plan.slice(0, shownBeforeAsking), context.output.view(context.clock.now())));
  if (plan.length > shownBeforeAsking) context.output.note(`… and ${plan.length - shownBeforeAsking} more`);
  return context.confirm(`Put ${counted(count, 'event')} of ${labelOf(org)} back for ${group}?`);
}

async function replay(
  context: Context,
  org: KnownOrg,
  group: GroupName,
  letters: readonly DeadLetter[],
  isForced: boolean,
): Promise<ReplayedJson[]> {
  const allowed = letters.filter((letter) => mayReplay(letter, { isForced }));
  if (allowed.length > 0) await auditReplay(context, org, group, allowed);
  const results = await replayDeadLetters(await context.redis(), org.orgId, group, letters, { isForced });
  return letters.map((letter, i): ReplayedJson => {
    const json = deadLetterJson(letter);
    const result = results[i];
    switch (result?.kind) {
      case 'replayed':
        return { ...json, outcome: 'replayed', newEntryId: result.entryId };
      case 'failed':
        return { ...json, outcome: 'failed', failure: result.error.message };
      case 'refused':
        return { ...json, outcome: 'guarded' };
      default:
        return { ...json, outcome: 'gone' };
    }
  });
}

function summaryOf(
  org: KnownOrg,
  group: GroupName | undefined,
  isDryRun: boolean,
  deadLetters: ReplayedJson[],
  isMore: boolean,
): ReplayJson {
  const count = (...outcomes: ReplayedJson['outcome'][]): number =>
    deadLetters.filter((letter) => outcomes.includes(letter.outcome)).length;
  return {
    organization: labelOf(org),
    ...(group === undefined ? {} : { group }),
    isDryRun,
    chosen: deadLetters.length,
    replayed: count('replayed', 'would_replay'),
    guarded: count('guarded'),
    gone: count('gone'),
    failed: count('failed'),
    isMore,
    deadLetters,
  };
}

function exitCodeOf({ failed, guarded }: ReplayJson): ExitCode {
  return failed + guarded > 0 ? EXIT.incomplete : EXIT.ok;
}

function sentenceOf({ isDryRun, replayed, guarded, gone, failed, isMore, deadLetters }: ReplayJson): string {
  const parts = [`${counted(replayed, 'event')} ${isDryRun ? 'would go' : 'went'} back`];
  if (guarded > 0) parts.push(`${guarded} refused by the loop guard (--force overrides)`);
  if (gone > 0) parts.push(`${gone} no longer there`);
  if (failed > 0) parts.push(`${failed} failed: ${deadLetters.find((letter) => letter.failure)?.failure ?? ''}`);
  if (isMore) parts.push('there are more than --limit');
  return parts.join('; ');
}

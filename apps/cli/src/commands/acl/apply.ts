import { applyUsers, type ApplyResult } from '@redoubt/acl';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { auditChange } from '../../acl/audit-change.ts';
import { adminOptions, declarationOptions, dryRunOption, yesOption } from '../../acl/options.ts';
import { planJson, planSchema, renderPlan, type PlanJson } from '../../acl/plan-json.ts';
import { surveyUsers, type Survey } from '../../acl/survey.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { flag } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { renderTable } from '../../output/table.ts';
import { auditReasonOption } from '../../people/operator.ts';
import { planExitCode, pruneOption } from './plan.ts';

const applySchema = z.object({
  isDryRun: z.boolean(),
  plan: planSchema,
  isDone: z.boolean().describe('every node has what was planned, saved, and said so afterwards'),
  nodes: z
    .array(
      z.object({
        address: z.string(),
        role: z.enum(['master', 'replica']),
        done: z.array(z.string()).describe('`<change> <user>`'),
        isSaved: z.boolean().describe('ACL SAVE succeeded'),
        digest: z.string().describe('of all its users, hex'),
        error: z.string().optional(),
      }),
    )
    .describe('what became of each; empty in a dry run'),
  isAudited: z.boolean().describe('it stands in the audit chain'),
});
type ApplyJson = z.infer<typeof applySchema>;

export const aclApply = defineCommand({
  path: 'acl apply',
  summary: 'give every node the declared Redis users, and save them there',
  details:
    'Looks first, shows the plan and asks. Nothing is written anywhere while something stands against it or a node is down, unless --skip-down leaves that one out. Idempotent: run it again after a failure. Users that are not declared stay unless --prune is given. New passwords go to the folder of passwords and nowhere else.',
  options: {
    dryRun: dryRunOption,
    reason: auditReasonOption,
    yes: yesOption,
    prune: pruneOption,
    skipDown: flag('--skip-down', 'write to the nodes that answer although others do not'),
    ...declarationOptions,
    ...adminOptions,
    actor: actorOption,
  },
  examples: [
    'redoubt acl apply --dry-run',
    'redoubt acl apply --reason "new release" --yes',
    'redoubt acl apply --users security_readonly --reason "auditors" --credentials /etc/redoubt/credentials',
  ],
  result: applySchema,
  rowsOf: ({ nodes, plan }) => (nodes.length > 0 ? nodes : plan.nodes),
  run: async (context, { dryRun, reason, yes, prune, skipDown, actor, ...given }) => {
    const survey = await surveyUsers(context, given);
    const plan = planJson(survey, { prune });
    const head = { plan, nodes: [], isAudited: false, isDone: false };
    if (dryRun) return { result: { isDryRun: true, ...head }, exitCode: planExitCode(plan) };
    refuse(plan, skipDown);
    if (reason === undefined) throw usageError(undecided(yes, context.canAsk));
    if (!(await isWanted(context, plan, yes))) return { exitCode: EXIT.interrupted };
    const applied = await carryOut(context, survey, { prune, skipDown });
    const isAudited = await auditChange(context, {
      kind: applied.refused.length > 0 ? 'users_refused' : 'users_applied',
      actor: actorOf(context, actor),
      reason,
      detail: auditDetail(applied),
    });
    const result = { isDryRun: false, plan, ...resultOf(applied), isAudited };
    return { result, exitCode: exitCodeOf(applied) };
  },
  render: renderApplied,
});

function refuse({ problems, down }: PlanJson, skipDown: boolean): void {
  if (problems.length > 0) throw new CliError(EXIT.conflict, 'nothing was done', problems);
  if (down.length === 0 || skipDown) return;
  throw new CliError(EXIT.unreachable, `nothing was done: ${counted(down.length, 'node')} did not answer`, [
    ...down.map(({ address, reason }) => `${address}: ${reason}`),
    '--skip-down writes to the others; run it again when these are back',
  ]);
}

/** Everything that is missing, at once. */
function undecided(yes: boolean, canAsk: boolean): string {
  const needed = yes || canAsk ? '--reason <why>' : '--reason <why> --yes';
  return `add --dry-run to look, or ${needed} to do it`;
}

async function isWanted(context: Context, plan: PlanJson, yes: boolean): Promise<boolean> {
  if (yes || (plan.isEmpty && plan.newPasswords.length === 0)) return true;
  context.output.note(renderPlan(plan, context.output.view(context.clock.now())));
  if (!context.canAsk) throw usageError(undecided(yes, false));
  if (await context.confirm(`Change users on ${counted(plan.nodes.length, 'node')}?`)) return true;
  context.output.note('nothing was done');
  return false;
}

async function carryOut(
  context: Context,
  { admin, declaration, plan }: Survey,
  { prune, skipDown }: { prune: boolean; skipDown: boolean },
): Promise<ApplyResult> {
  if (declaration.posture?.mode === 'enforce') {
    context.output.note('acl-manager runs in mode enforce: it takes back what it does not declare itself');
  }
  // Kept before any node hears of them: a password that nobody has would shut its user out.
  for (const credential of declaration.made) {
    try {
      await admin.store?.write(credential);
    } catch (error) {
      const why = toError(error).message;
      throw new CliError(EXIT.notPermitted, `nothing was done: the folder of passwords cannot be written: ${why}`);
    }
  }
  const downNodes = skipDown ? 'skip' : 'refuse';
  const before = plan.nodes.length;
  const applied = await applyUsers(admin.cluster, declaration.users, { downNodes, keepsOrphans: !prune });
  if (applied.nodes.length < before && applied.refused.length === 0) {
    context.output.warn('a node stopped answering meanwhile');
  }
  return applied;
}

function auditDetail({ isOk, nodes, skipped, refused }: ApplyResult): Record<string, unknown> {
  return {
    isOk,
    by: 'redoubt acl apply',
    nodes: nodes.map(({ address, done, isSaved, digest, error }) => ({
      ...{ address, done, isSaved, digest },
      ...(error === undefined ? {} : { error }),
    })),
    skipped: skipped.map(({ address }) => address),
    refused,
  };
}

function resultOf({ isOk, nodes }: ApplyResult): Pick<ApplyJson, 'isDone' | 'nodes'> {
  return { isDone: isOk, nodes: nodes.map((node) => ({ ...node, done: [...node.done] })) };
}

function exitCodeOf({ isOk, refused }: ApplyResult): ExitCode {
  if (isOk) return EXIT.ok;
  return refused.length > 0 ? EXIT.conflict : EXIT.incomplete;
}

function renderApplied({ isDryRun, plan, isDone, nodes }: ApplyJson, view: View): string {
  const { style } = view;
  if (isDryRun) return `${renderPlan(plan, view)}\n${style.dim('nothing was done: this was a dry run')}`;
  const rows = nodes.map(({ address, role, done, isSaved, digest, error }) => [
    ...[address, role, done.length > 2 ? counted(done.length, 'change') : done.join(', ') || '-'],
    isSaved ? style.good('saved') : style.bad('not saved'),
    digest.slice(0, 12) || '-',
    error === undefined ? '-' : style.bad(error),
  ]);
  for (const { address, reason } of plan.down) {
    rows.push([address, '-', '-', style.bad('left out'), '-', style.bad(reason)]);
  }
  const columns = [
    ...[{ name: 'node' }, { name: 'role' }, { name: 'done', isFlexible: true }, { name: 'saved' }],
    ...[{ name: 'digest' }, { name: 'error' }],
  ];
  const last = isDone
    ? style.good(`done on ${counted(nodes.length, 'node')}`)
    : style.bad('not done everywhere: run it again once the cause is mended');
  const kept = plan.newPasswords.length > 0 ? [`new passwords are in the folder: ${plan.newPasswords.join(', ')}`] : [];
  return [renderTable(columns, rows, view), ...kept, last].join('\n');
}

import { connectionsOf } from '@redoubt/acl';
import { z } from 'zod';
import type { SecurityReply } from '@redoubt/contracts';
import { openAdmin, type Admin } from '../../acl/admin.ts';
import { auditChange } from '../../acl/audit-change.ts';
import { adminOptions, asUser, dryRunOption, yesOption } from '../../acl/options.ts';
import { readPosture } from '../../acl/posture.ts';
import { askManager, refuseUndeclared, runningManager } from '../../acl/request.ts';
import { refuseUnknownUser } from '../../acl/known-users.ts';
import { revokeDirectly } from '../../acl/revoke-direct.ts';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { argument, asDuration, flag, option } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { auditReasonOption } from '../../people/operator.ts';

const revokeSchema = z.object({
  isDryRun: z.boolean(),
  user: z.string(),
  isUndone: z.boolean().describe('--undo: let in again'),
  ok: z.boolean(),
  detail: z.string(),
  endedConnections: z.number().int().nullable(),
  leftConnections: z.number().int().nullable().describe('0 is the proof that nobody is in'),
  nodes: z
    .array(z.object({ address: z.string(), isSaved: z.boolean(), error: z.string().optional() }))
    .optional()
    .describe('with --direct'),
});
type RevokeJson = z.infer<typeof revokeSchema>;

export const aclRevoke = defineCommand({
  path: 'acl revoke',
  summary: 'shut a Redis user out on every node, at once, with its connections',
  details:
    'acl-manager does it and keeps it so until --undo; services that come as this user stop working. Without acl-manager, --direct does it from here; the next apply lets a declared user in again. Ends with 3 when connections are left.',
  args: { user: argument('<user>', 'whom', asUser) },
  options: {
    undo: flag('--undo', 'let the user in again'),
    dryRun: dryRunOption,
    reason: auditReasonOption,
    yes: yesOption,
    direct: flag('--direct', 'from here, where no acl-manager runs'),
    wait: option('--wait <duration>', 'longest wait for the reply', asDuration, {
      defaultValue: 60_000,
      defaultText: '1m',
    }),
    ...adminOptions,
    actor: actorOption,
  },
  examples: [
    'redoubt acl revoke ingest-gateway --reason "its password was found in a paste" --yes',
    'redoubt acl revoke ingest-gateway --undo --reason "rotated" --yes',
  ],
  result: revokeSchema,
  isEndless: () => true,
  run: async (context, { user, undo, dryRun, reason, yes, direct, wait, actor, ...given }) => {
    if (direct && undo) throw usageError('--undo without acl-manager is: redoubt acl apply');
    const admin = direct ? await openAdmin(context, given) : undefined;
    const open = await lookAt(context, user, admin);
    const none = { endedConnections: null, leftConnections: null };
    if (dryRun) {
      const detail = `${undo ? 'would be let in again' : 'would be shut out'}${open}`;
      return { result: { isDryRun: true, user, isUndone: undo, ok: true, detail, ...none } };
    }
    if (reason === undefined || !(yes || context.canAsk)) {
      throw usageError(`add --dry-run to look, or --reason <why>${yes ? '' : ' --yes'} to do it`);
    }
    const question = `${undo ? 'Let' : 'Shut'} ${user} ${undo ? 'in again' : 'out'}${open}?`;
    if (!yes && !(await context.confirm(question, user))) {
      context.output.note('nothing was done');
      return { exitCode: EXIT.interrupted };
    }
    const asked = { user, reason, actor: actorOf(context, actor) };
    if (admin) return shutOut(context, asked, admin);
    const action = undo ? ('apply' as const) : ('revoke' as const);
    const reply = await askManager(context, { action, ...asked }, wait);
    const result = { isDryRun: false, user, isUndone: undo, ...countsOf(reply) };
    return { result, exitCode: exitCodeOf(result) };
  },
  render: renderRevoked,
});

/** Who is in as this user, before anything is done. @throws CliError for a user that nobody has, or the wrong way */
async function lookAt(context: Context, user: string, admin: Admin | undefined): Promise<string> {
  if (admin === undefined) {
    const posture = await runningManager(context, 'or do it from here with --direct');
    refuseUndeclared(posture, user);
    const connections = posture.users.find((one) => one.user === user)?.connections ?? 0;
    return `, with ${counted(connections, 'connection')}`;
  }
  if (admin.login === user) throw new CliError(EXIT.conflict, `this command comes as ${user} itself`);
  const posture = await readPosture(await context.redis()).catch(() => null);
  if (posture?.users.some((one) => one.user === user && one.isDeclared)) {
    throw new CliError(EXIT.conflict, 'acl-manager runs: it would let the user in again', ['leave --direct out']);
  }
  const { up } = await admin.cluster.facts();
  refuseUnknownUser(up, user);
  const nodes = up.map(({ node }) => node);
  return `, with ${counted((await connectionsOf(admin.cluster, nodes, user)).length, 'connection')}`;
}

async function shutOut(
  context: Context,
  { user, reason, actor }: { user: string; reason: string; actor: string },
  admin: Admin,
): Promise<{ result: RevokeJson; exitCode: ExitCode }> {
  const { nodes, endedConnections, leftConnections } = await revokeDirectly(admin, user);
  const failed = nodes.filter(({ isSaved }) => !isSaved);
  const detail = { by: 'redoubt acl revoke --direct', nodes, endedConnections, leftConnections };
  await auditChange(context, { kind: 'user_revoked', user, actor, reason, detail });
  const ok = failed.length === 0 && leftConnections === 0;
  const said = failed.length === 0 ? 'shut out on every node' : `not shut out on ${counted(failed.length, 'node')}`;
  const result = { isDryRun: false, user, isUndone: false, ok, detail: said, endedConnections, leftConnections, nodes };
  return { result, exitCode: failed.length > 0 ? EXIT.incomplete : exitCodeOf(result) };
}

function countsOf({
  ok,
  detail,
  result,
}: SecurityReply): Pick<RevokeJson, 'ok' | 'detail' | 'endedConnections' | 'leftConnections'> {
  if (result?.action !== 'revoke') return { ok, detail, endedConnections: null, leftConnections: null };
  const { endedConnections, leftConnections } = result;
  return { ok, detail, endedConnections, leftConnections };
}

function exitCodeOf({ ok, leftConnections }: RevokeJson): ExitCode {
  if ((leftConnections ?? 0) > 0) return EXIT.checksFailed;
  return ok ? EXIT.ok : EXIT.conflict;
}

function renderRevoked(result: RevokeJson, { style }: View): string {
  const { isDryRun, user, ok, detail, endedConnections, leftConnections, nodes = [] } = result;
  if (isDryRun) return `${user} ${detail}\n${style.dim('nothing was done: this was a dry run')}`;
  const counts =
    endedConnections === null ? [] : [`${counted(endedConnections, 'connection')} ended, ${leftConnections ?? 0} left`];
  const failed = nodes.flatMap(({ address, error }) =>
    error === undefined ? [] : [style.bad(`${address}: ${error}`)],
  );
  const said = detail.startsWith(user) ? detail : `${user}: ${detail}`;
  return [ok ? style.good(said) : style.bad(said), ...counts, ...failed].join('\n');
}

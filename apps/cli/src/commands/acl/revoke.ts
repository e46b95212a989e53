import { connectionsOf, IRREVOCABLE_USERS } from '@redoubt/acl';
import { toError, type SecurityReply } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { z } from 'zod';
import { openAdmin, type Admin } from '../../acl/admin.ts';
import { auditChange } from '../../acl/audit-change.ts';
import { adminOptions, asUser, dryRunOption, yesOption } from '../../acl/options.ts';
import { readPosture } from '../../acl/posture.ts';
import { askManager, refuseUndeclared, runningManager } from '../../acl/request.ts';
import { refuseUnknownUser } from '../../acl/known-users.ts';
import { revokeDirectly } from '../../acl/revoke-direct.ts';
import { markRevoked, unmarkRevoked } from '../../acl/revoked-mark.ts';
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
    'acl-manager does it and keeps it so until --undo; services that come as this user stop working. --direct does it from here, as an administrator of Redis: where no acl-manager runs, and where somebody has the password of user cli and removes or undoes what is asked. A running acl-manager keeps that user out too. Ends with 3 when connections are left.',
  args: { user: argument('<user>', 'whom', asUser) },
  options: {
    undo: flag('--undo', 'let the user in again'),
    dryRun: dryRunOption,
    reason: auditReasonOption,
    yes: yesOption,
    direct: flag('--direct', 'from here, as an administrator of Redis, without asking acl-manager'),
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
    const admin = direct ? await openAdmin(context, given) : undefined;
    const redis = admin && (await context.redisAs(admin.pool.credentials));
    const { isManaged, open } = await lookAt(context, user, admin && redis && { admin, redis, undo });
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
    if (admin && redis) {
      return undo ? letIn(context, asked, redis) : shutOut(context, asked, { admin, redis, isManaged });
    }
    const action = undo ? ('reinstate' as const) : ('revoke' as const);
    const reply = await askManager(context, { action, ...asked }, wait);
    const result = { isDryRun: false, user, isUndone: undo, ...countsOf(reply) };
    return { result, exitCode: exitCodeOf(result) };
  },
  render: renderRevoked,
});

interface Direct {
  admin: Admin;
  /** As the administrator: the settings may name the very user that is to be shut out. */
  redis: RedisClient;
}

interface Found {
  /** acl-manager runs, or ran within the last minute, and declares the user. */
  isManaged: boolean;
  /** Who is in as this user, before anything is done. */
  open: string;
}

/** @throws CliError for a user that nobody has, or the wrong way */
async function lookAt(
  context: Context,
  user: string,
  direct: (Direct & { undo: boolean }) | undefined,
): Promise<Found> {
  if (direct === undefined) {
    const posture = await runningManager(context, 'or do it from here with --direct');
    refuseUndeclared(posture, user);
    const connections = posture.users.find((one) => one.user === user)?.connections ?? 0;
    return { isManaged: true, open: `, with ${counted(connections, 'connection')}` };
  }
  const { admin, redis, undo } = direct;
  if (admin.login === user) throw new CliError(EXIT.conflict, `this command comes as ${user} itself`);
  const posture = await readPosture(redis).catch(() => null);
  const isManaged = posture?.users.some((one) => one.user === user && one.isDeclared) ?? false;
  if (isManaged && undo) {
    throw new CliError(EXIT.conflict, 'acl-manager runs: it keeps who is shut out so until it is asked', [
      'leave --direct out',
    ]);
  }
  if (isManaged && IRREVOCABLE_USERS.has(user)) {
    throw new CliError(EXIT.conflict, `${user} cannot be shut out: the cluster needs it`);
  }
  const { up } = await admin.cluster.facts();
  refuseUnknownUser(up, user);
  const nodes = up.map(({ node }) => node);
  const connections = (await connectionsOf(admin.cluster, nodes, user)).length;
  return { isManaged, open: `, with ${counted(connections, 'connection')}` };
}

interface Asked {
  user: string;
  reason: string;
  actor: string;
}

async function shutOut(
  context: Context,
  { user, reason, actor }: Asked,
  { admin, redis, isManaged }: Direct & { isManaged: boolean },
): Promise<{ result: RevokeJson; exitCode: ExitCode }> {
  const isKept = await keepOut(context, user, redis);
  let revocation = await revokeDirectly(admin, user);
  if (isManaged && isKept) {
    context.output.warn(
      `acl-manager runs and was not asked: it was told in {acl}:revoked that ${user} is shut out, and what waited for it in {acl}:requests:operators is gone`,
    );
    // What it had begun to do may still let the user in.
    for (let look = 0; look < SETTLING_LOOKS && !context.signal.aborted; look++) {
      await context.pause(SETTLING_PAUSE_MS);
      if (!(await markRevoked(redis, user))) continue;
      const again = await revokeDirectly(admin, user);
      revocation = { ...again, endedConnections: revocation.endedConnections + again.endedConnections };
    }
  }
  const { nodes, endedConnections, leftConnections } = revocation;
  const failed = nodes.filter(({ isSaved }) => !isSaved);
  const detail = { by: 'redoubt acl revoke --direct', nodes, endedConnections, leftConnections };
  await auditChange(context, { kind: 'user_revoked', user, actor, reason, detail }, () => Promise.resolve(redis));
  const ok = failed.length === 0 && leftConnections === 0;
  const said = failed.length === 0 ? 'shut out on every node' : `not shut out on ${counted(failed.length, 'node')}`;
  const result = { isDryRun: false, user, isUndone: false, ok, detail: said, endedConnections, leftConnections, nodes };
  return { result, exitCode: failed.length > 0 ? EXIT.incomplete : exitCodeOf(result) };
}

/** acl-manager works on what it has read for no longer than this. */
const SETTLING_LOOKS = 6;
const SETTLING_PAUSE_MS = 500;

/** So that neither acl-manager nor `acl apply` lets the user in. Half a cluster must not hold the rest up. */
async function keepOut(context: Context, user: string, redis: RedisClient): Promise<boolean> {
  if (IRREVOCABLE_USERS.has(user)) return false;
  try {
    await markRevoked(redis, user);
    return true;
  } catch (error) {
    context.output.warn(
      `${user} could not be noted in {acl}:revoked (${toError(error).message}): acl-manager and acl apply let it in again`,
    );
    return false;
  }
}

async function letIn(
  context: Context,
  { user, reason, actor }: Asked,
  redis: RedisClient,
): Promise<{ result: RevokeJson; exitCode: ExitCode }> {
  await unmarkRevoked(redis, user);
  const detail = { by: 'redoubt acl revoke --direct --undo', user };
  await auditChange(context, { kind: 'request', user, actor, reason, detail }, () => Promise.resolve(redis));
  const none = { endedConnections: null, leftConnections: null };
  const said = 'no longer kept out: redoubt acl apply lets it in';
  return { result: { isDryRun: false, user, isUndone: true, ok: true, detail: said, ...none }, exitCode: EXIT.ok };
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

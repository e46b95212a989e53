import { isUserName } from '@redoubt/acl';
import type { RotatedUser, SecurityPosture, SecurityReply } from '@redoubt/contracts';
import { z } from 'zod';
import { openAdmin, readCredential } from '../../acl/admin.ts';
import { declareUsers, knownRole } from '../../acl/declaration.ts';
import { adminOptions, asUser, declarationOptions, dryRunOption, yesOption } from '../../acl/options.ts';
import { askManager, refuseUndeclared, runningManager } from '../../acl/request.ts';
import { readPosture } from '../../acl/posture.ts';
import { rotateDirectly } from '../../acl/rotate-direct.ts';
import { actorOf, actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT, type ExitCode } from '../../command/exit-code.ts';
import { argument, asDuration, flag, option } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import { formatDuration } from '../../output/duration.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { auditReasonOption } from '../../people/operator.ts';

const rotateSchema = z.object({
  isDryRun: z.boolean(),
  isDone: z.boolean(),
  by: z.enum(['acl-manager', 'this command']),
  users: z.array(
    z.object({
      user: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      evidence: z.record(z.string(), z.unknown()).optional().describe('record of the rotation; no secrets'),
    }),
  ),
});
type RotateJson = z.infer<typeof rotateSchema>;

interface Wanted {
  user: string | undefined;
  isBack: boolean;
  reason: string;
  actor: string;
  waitMs: number;
}

export const aclRotate = defineCommand({
  path: 'acl rotate',
  summary: 'exchange the password of a Redis user while its services go on',
  details:
    'acl-manager does it: a new password on every node, into the folder of passwords, services follow, proof that no connection has the old one, the old one goes. Without acl-manager, --direct does the same from here. A rotation that was broken off goes on; --rollback turns one round that is under way. New passwords are never shown.',
  args: { user: argument('[user]', 'whose (or --all)', asUser) },
  options: {
    all: flag('--all', 'every declared user, one after the other'),
    rollback: flag('--rollback', 'turn a rotation round that is under way'),
    dryRun: dryRunOption,
    reason: auditReasonOption,
    yes: yesOption,
    direct: flag('--direct', 'from here, where no acl-manager runs'),
    wait: option('--wait <duration>', 'longest wait for services to follow and for the reply', asDuration, {
      defaultValue: 300_000,
      defaultText: '5m',
    }),
    ...declarationOptions,
    ...adminOptions,
    actor: actorOption,
  },
  examples: [
    'redoubt acl rotate db-writer --reason "quarterly" --yes',
    'redoubt acl rotate --all --reason "a laptop was lost"',
    'redoubt acl rotate db-writer --rollback --reason "a service cannot follow" --yes',
  ],
  result: rotateSchema,
  rowsOf: ({ users }) => users,
  isEndless: () => true,
  run: async (context, { user, all, rollback, dryRun, reason, yes, direct, wait, actor, ...given }) => {
    if ((user === undefined) !== all) throw usageError('name one user, or --all');
    if (rollback && all) throw usageError('--rollback is for one user');
    const reasoned = reason ?? '';
    const wanted: Wanted = { user, isBack: rollback, reason: reasoned, actor: actorOf(context, actor), waitMs: wait };
    const way = direct ? await directly(context, wanted, given) : await byManager(context, wanted);
    if (dryRun) return { result: { isDryRun: true, isDone: false, by: way.by, users: way.preview } };
    if (
      reason === undefined ||
      !(await isWanted(context, way.preview, { yes, rollback, hasReason: reason !== undefined }))
    ) {
      return { exitCode: EXIT.interrupted };
    }
    const users = await way.go();
    const isDone = users.length > 0 && users.every(({ ok }) => ok);
    return { result: { isDryRun: false, isDone, by: way.by, users: users.map(plain) }, exitCode: exitCodeOf(users) };
  },
  render: renderRotated,
});

/** What would happen to each user, and how to let it happen. */
interface Way {
  by: RotateJson['by'];
  preview: RotatedUser[];
  go: () => Promise<readonly RotatedUser[]>;
}

async function byManager(context: Context, { user, isBack, reason, actor, waitMs }: Wanted): Promise<Way> {
  const posture = await runningManager(context, 'or do it from here with --direct');
  if (user !== undefined) refuseUndeclared(posture, user);
  const chosen = posture.users.filter((one) => one.isDeclared && (user === undefined || one.user === user));
  const preview = chosen.map(({ user: name, credentialAgeMs, rotation, connections }) => {
    const age = credentialAgeMs === null ? 'age not known' : `${formatDuration(credentialAgeMs)} old`;
    const step = rotation === null ? '' : `, a rotation stands at ${rotation.step}`;
    return { user: name, ok: true, detail: `${age}, ${counted(connections, 'connection')}${step}` };
  });
  if (isBack) refuseTurnedRound(chosen);
  const head = { actor, reason };
  const go = async (): Promise<readonly RotatedUser[]> => {
    const request =
      isBack && user !== undefined
        ? { action: 'rollback' as const, ...head, user }
        : { action: 'rotate' as const, ...head, ...(user === undefined ? {} : { user }) };
    return usersOf(await askManager(context, request, waitMs), user);
  };
  return { by: 'acl-manager', preview, go };
}

/** acl-manager goes on with it by itself. */
function refuseTurnedRound(users: SecurityPosture['users']): void {
  const turned = users.find(({ rotation }) => rotation?.isBack);
  if (turned === undefined) return;
  throw new CliError(EXIT.conflict, `the rotation of ${turned.user} is turned round already`, [
    `it stands at ${turned.rotation?.step} and acl-manager goes on with it: redoubt acl list`,
  ]);
}

function usersOf({ ok, detail, result }: SecurityReply, user: string | undefined): readonly RotatedUser[] {
  if (result?.action === 'rotate' || result?.action === 'rollback') return result.users;
  return [{ user: user ?? 'all', ok, detail }];
}

async function directly(
  context: Context,
  { user, isBack, reason, actor, waitMs }: Wanted,
  given: Parameters<typeof openAdmin>[1] & Parameters<typeof declareUsers>[3],
): Promise<Way> {
  const admin = await openAdmin(context, given);
  if ((await readPosture(await context.redis()).catch(() => null)) !== null) {
    throw new CliError(EXIT.conflict, 'acl-manager runs: two must not rotate at once', ['leave --direct out']);
  }
  const declaration = await declareUsers(context, admin, await admin.cluster.facts(), given);
  const names = user === undefined ? declaration.names : [knownRole(user).name];
  const preview = await Promise.all(
    names.filter(isUserName).map(async (name) => {
      const credential = await readCredential(admin.store, name);
      if (credential === undefined) return { user: name, ok: false, detail: 'the folder of passwords has none of it' };
      const step = credential.rotation === undefined ? '' : `, a rotation stands at ${credential.rotation.step}`;
      const age = formatDuration(context.clock.now() - credential.createdAtMs);
      return { user: name, ok: true, detail: `${age} old${step}` };
    }),
  );
  const wanted = { users: names, isBack, reason, actor, switchTimeoutMs: Math.min(waitMs, 60_000) };
  return { by: 'this command', preview, go: () => rotateDirectly(context, admin, declaration, wanted) };
}

async function isWanted(
  context: Context,
  preview: readonly RotatedUser[],
  { yes, rollback, hasReason }: { yes: boolean; rollback: boolean; hasReason: boolean },
): Promise<boolean> {
  if (!hasReason || (!yes && !context.canAsk)) {
    throw usageError(`add --dry-run to look, or --reason <why>${yes ? '' : ' --yes'} to do it`);
  }
  if (yes) return true;
  for (const { user, detail } of preview) context.output.note(`${user}: ${detail}`);
  const what = rollback ? 'Turn the rotation round of' : 'Exchange the password of';
  if (await context.confirm(`${what} ${counted(preview.length, 'user')}?`)) return true;
  context.output.note('nothing was done');
  return false;
}

function exitCodeOf(users: readonly RotatedUser[]): ExitCode {
  const failed = users.filter(({ ok }) => !ok).length;
  if (failed === 0) return EXIT.ok;
  return failed < users.length ? EXIT.incomplete : EXIT.conflict;
}

function plain({ user, ok, detail, evidence }: RotatedUser): RotateJson['users'][number] {
  return { user, ok, detail, ...(evidence === undefined ? {} : { evidence: { ...evidence } }) };
}

function renderRotated({ isDryRun, users, by }: RotateJson, view: View): string {
  const { style } = view;
  const rows = users.map(({ user, ok, detail, evidence }) => [
    printable(user),
    isDryRun ? (ok ? 'would be exchanged' : style.bad('cannot be')) : ok ? style.good('done') : style.bad('failed'),
    printable([detail, ...evidenceWords(evidence)].join('; ')),
  ]);
  const table = renderTable([{ name: 'user' }, { name: 'is' }, { name: 'detail', isFlexible: true }], rows, view);
  return isDryRun ? `${table}\n${style.dim(`nothing was done: this was a dry run; it would be done by ${by}`)}` : table;
}

/** What the record proves. */
function evidenceWords(evidence: Readonly<Record<string, unknown>> | undefined): string[] {
  const { killed, olderConnections } = evidence ?? {};
  return [
    ...(typeof killed === 'number' && killed > 0 ? [`${counted(killed, 'straggler')} ended`] : []),
    ...(typeof olderConnections === 'number' ? [`${olderConnections} connections with the old password left`] : []),
  ];
}

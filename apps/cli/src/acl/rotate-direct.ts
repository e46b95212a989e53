import {
  hashesOf,
  ReplicationSwitcher,
  Rotation,
  ServiceSwitcher,
  waitingText,
  type ClientConnection,
  type ConsumerOfPassword,
  type DeclaredUsers,
  type RotationEvidence,
} from '@redoubt/acl';
import { toError, type RotatedUser } from '@redoubt/contracts';
import { usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { formatDuration } from '../output/duration.ts';
import { counted } from '../output/number.ts';
import { readCredential, type Admin } from './admin.ts';
import { auditChange } from './audit-change.ts';
import type { Declaration } from './declaration.ts';

const pollMs = 500;

export interface DirectRotation {
  users: readonly string[];
  isBack: boolean;
  reason: string;
  actor: string;
  /** How long services may take to follow, ms. */
  switchTimeoutMs: number;
}

/**
 * Exchanges passwords from here, one user after the other, where no acl-manager runs. It goes on with a rotation that was
 * broken off.
 *
 * @throws CliError without a folder of passwords
 */
export async function rotateDirectly(
  context: Context,
  admin: Admin,
  declaration: Declaration,
  wanted: DirectRotation,
): Promise<RotatedUser[]> {
  const { store } = admin;
  if (store === undefined) throw usageError('--direct needs the folder of passwords', 'name it with --credentials');
  const declared = async (): Promise<DeclaredUsers> => ({
    ...declaration.users,
    users: await Promise.all(
      declaration.users.users.map(async (user) => {
        const credential = await readCredential(store, user.role.name);
        return credential ? { ...user, hashes: hashesOf(credential) } : user;
      }),
    ),
  });
  const { clock, log } = context;
  const switcherOf = (user: string): ConsumerOfPassword => switcher(context, admin, user, wanted.switchTimeoutMs);
  const rotation = new Rotation({ cluster: admin.cluster, store, declared, switcherOf, clock, log });
  const ends: RotatedUser[] = [];
  for (const user of wanted.users) {
    context.output.progress(`rotating ${user}`);
    ends.push(await rotateOne(context, rotation, user, wanted));
  }
  return ends;
}

function switcher(
  context: Context,
  { cluster, pool, login }: Admin,
  user: string,
  switchTimeoutMs: number,
): ConsumerOfPassword {
  const { clock } = context;
  const times = { switchTimeoutMs, pollMs };
  if (user === 'replication') return new ReplicationSwitcher({ cluster, clock }, times);
  const own = user === login ? { own: pool.switchCredentials.bind(pool) } : {};
  return new ServiceSwitcher({ cluster, clock, ...own }, times);
}

async function rotateOne(
  context: Context,
  rotation: Rotation,
  user: string,
  { isBack, reason, actor }: DirectRotation,
): Promise<RotatedUser> {
  try {
    const onOlder = (older: readonly ClientConnection[]): void => context.output.progress(waitingText(user, older));
    const evidence = isBack
      ? await rotation.rollBack(user, reason)
      : await rotation.run(user, reason, { actor, onOlder });
    const detail = { ...evidence, by: 'redoubt acl rotate --direct' };
    await auditChange(context, { kind: 'rotation_done', user, actor, reason, detail });
    return { user, ok: true, ...endOf(evidence) };
  } catch (error) {
    const { message } = toError(error);
    await auditChange(context, { kind: 'rotation_failed', user, actor, reason, detail: { error: message } });
    return { user, ok: false, detail: message };
  }
}

/** A rotation that nobody had followed yet is forgotten without a record of its own. */
function endOf(evidence: RotationEvidence | undefined): Pick<RotatedUser, 'detail' | 'evidence'> {
  if (evidence === undefined) return { detail: 'the new password is forgotten; nobody had it' };
  const { isBack, nodes, startedAtMs, endedAtMs } = evidence;
  const word = isBack ? 'turned round' : 'rotated';
  const detail = `${word} on ${counted(nodes.length, 'node')} in ${formatDuration(endedAtMs - startedAtMs)}`;
  return { detail, evidence: { ...evidence } };
}

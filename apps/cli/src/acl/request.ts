import { randomUUID } from 'node:crypto';
import { readSecurityReply, sendSecurityRequest } from '@redoubt/commands';
import { toError, type SecurityPosture, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { CliError, usageError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { EXIT } from '../command/exit-code.ts';
import { formatDuration } from '../output/duration.ts';
import { similarTo } from '../output/similar.ts';
import { readPosture } from './posture.ts';

const pollMs = 500;
/** acl-manager looks four times a second: one that it has not taken by then is gone, or it hangs. */
const sendAgainMs = 3_000;

type WithoutId<R> = R extends { requestId: string } ? Omit<R, 'requestId'> : never;

/**
 * What acl-manager last said. @throws CliError when none runs
 *
 * @param hint what to do without it
 */
export async function runningManager(context: Context, hint: string): Promise<SecurityPosture> {
  const posture = await readPosture(await context.redis());
  if (posture) return posture;
  throw new CliError(EXIT.unreachable, 'acl-manager does not run: nothing was asked of it', [
    'start it, or look at its log: it publishes what it sees every few seconds',
    hint,
  ]);
}

/** @throws CliError when acl-manager does not declare the user */
export function refuseUndeclared(posture: SecurityPosture, user: string): void {
  const names = posture.users.flatMap((one) => (one.isDeclared ? [one.user] : []));
  if (names.includes(user)) return;
  const similar = similarTo(user, names);
  const hint = similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : `it declares ${names.join(', ')}`;
  throw usageError(`acl-manager does not declare a user ${JSON.stringify(user)}`, hint);
}

/**
 * Asks acl-manager for something and waits for its reply; it is asked again until it has taken the request up, since
 * whoever has the password of this user can empty the stream. The password that this command came with may be the one that
 * is exchanged: one of a file is followed, one of the environment ends with the old one.
 *
 * @throws CliError when no reply came in time: it may still be done
 */
export async function askManager(
  context: Context,
  wanted: WithoutId<SecurityRequest>,
  waitMs: number,
): Promise<SecurityReply> {
  const requestId = randomUUID();
  const request = { ...wanted, requestId };
  await sendSecurityRequest(await context.redis(), request, 'cli');
  const { clock } = context;
  const deadlineMs = clock.monotonicMs() + waitMs;
  let sentMs = clock.monotonicMs();
  let sentCount = 1;
  let isTaken = false;
  let last = 'acl-manager has not taken it up';
  while (!context.signal.aborted && clock.monotonicMs() < deadlineMs) {
    const reply = await lookFor(context, requestId);
    if (typeof reply === 'string') last = reply;
    else if (reply?.state === 'done') return reply;
    else if (reply) [last, isTaken] = [reply.detail, true];
    else if (!isTaken && clock.monotonicMs() - sentMs >= sendAgainMs) {
      await sendSecurityRequest(await context.redis(), request, 'cli');
      [sentMs, sentCount] = [clock.monotonicMs(), sentCount + 1];
      last = `acl-manager has not taken it up, sent ${sentCount} times`;
    }
    context.output.progress(last);
    await context.pause(pollMs);
  }
  throw new CliError(EXIT.timeout, `no reply within ${formatDuration(waitMs)}: ${last}`, [
    ...(isTaken ? [] : [untakenHint]),
    'it may still be done: redoubt audit tail --redis, redoubt acl list',
    `the request is ${requestId}; --wait waits longer`,
  ]);
}

const untakenHint =
  'it vanished, or acl-manager hangs: who has the password of user cli can remove requests; an administrator of Redis shuts users out with acl revoke --direct';

/** The reply so far, nothing, or why it cannot be read. */
async function lookFor(context: Context, requestId: string): Promise<SecurityReply | string | null> {
  try {
    return await readSecurityReply(await context.redis(), requestId);
  } catch (error) {
    return `the reply cannot be read: ${toError(error).message}`;
  }
}

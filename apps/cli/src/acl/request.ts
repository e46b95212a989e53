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
 * Asks acl-manager for something and waits for its reply. The password that this command came with may be the one that
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
  await sendSecurityRequest(await context.redis(), { ...wanted, requestId });
  const deadlineMs = context.clock.monotonicMs() + waitMs;
  let last = 'acl-manager has not taken it up';
  while (!context.signal.aborted && context.clock.monotonicMs() < deadlineMs) {
    const reply = await lookFor(context, requestId);
    if (typeof reply === 'string') last = reply;
    else if (reply?.state === 'done') return reply;
    else if (reply) last = reply.detail;
    context.output.progress(last);
    await context.pause(pollMs);
  }
  throw new CliError(EXIT.timeout, `no reply within ${formatDuration(waitMs)}: ${last}`, [
    'it may still be done: redoubt audit tail --redis, redoubt acl list',
    `the request is ${requestId}; --wait waits longer`,
  ]);
}

/** The reply so far, nothing, or why it cannot be read. */
async function lookFor(context: Context, requestId: string): Promise<SecurityReply | string | null> {
  try {
    return await readSecurityReply(await context.redis(), requestId);
  } catch (error) {
    return `the reply cannot be read: ${toError(error).message}`;
  }
}

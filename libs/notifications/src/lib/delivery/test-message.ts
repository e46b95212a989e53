import type { Alert, Clock, OrgId } from '@redoubt/contracts';
import { PermanentError } from '@redoubt/contracts';
import type { JobContext, JobQueue } from '@redoubt/jobs';
import { RetryLaterError } from '@redoubt/jobs';
import { z } from 'zod';
import { findChannel, type ChannelDirectory } from '../channel-directory.ts';
import type { ChannelSender } from '../channels/channel-sender.ts';
import type { Message } from '../message.ts';
import { groupHashOf } from '../grouping/group-key.ts';
import type { TestChannelJob } from './notify-job.ts';

const testResultSchema = z.object({ outcome: z.enum(['sent', 'dead']), detail: z.string() });

/** How a trial stands: `pending` until it was sent or given up, then what became of it, for an hour. */
export type TestState =
  { kind: 'pending' } | { kind: 'unknown' } | ({ kind: 'done' } & z.infer<typeof testResultSchema>);

/** Asks for a trial message to a channel; returns the id that `readTest` takes. */
export async function requestTest(queue: JobQueue<TestChannelJob>, orgId: OrgId, channelId: string): Promise<string> {
  const testId = globalThis.crypto.randomUUID();
  await queue.add({ orgId, channelId, testId }, { jobId: testId });
  return testId;
}

/** How a trial stands; `unknown` when there is none of this id, or no longer. */
export async function readTest(queue: JobQueue<TestChannelJob>, testId: string): Promise<TestState> {
  const state = await queue.state(testId);
  if (state === 'unknown') return { kind: 'unknown' };
  if (state === 'dead') return { kind: 'done', outcome: 'dead', detail: 'it could not be tried' };
  if (state !== 'completed') return { kind: 'pending' };
  const result = testResultSchema.safeParse(await queue.result(testId));
  return result.success ? { kind: 'done', ...result.data } : { kind: 'unknown' };
}

export interface TesterDeps {
  directory: ChannelDirectory;
  sender: ChannelSender;
  clock: Clock;
}

/** Sends one trial message; a receiver that cannot take it now is tried again at once a few times. */
export async function runTest(
  deps: TesterDeps,
  job: TestChannelJob,
  context: JobContext,
): Promise<z.infer<typeof testResultSchema>> {
  const channel = await findChannel(deps.directory, job.orgId, job.channelId);
  if (!channel) throw new PermanentError('the channel is gone');
  const message = testMessage(job, deps.clock.now());
  const result = await deps.sender.send(channel, message, context.signal);
  if (result.kind === 'retry' && context.attemptsMade < 2) throw new RetryLaterError(result.detail);
  return { outcome: result.kind === 'sent' ? 'sent' : 'dead', detail: result.detail };
}

/** What a trial says: nothing is wrong, and there is nothing to do. */
export function testMessage({ orgId, channelId, testId }: TestChannelJob, nowMs: number): Message {
  const alert: Alert = {
    alertId: testId,
    orgId,
    ruleId: 'redoubt.test',
    ruleName: 'Test of a notification channel',
    severity: 'informational',
    status: 'firing',
    title: 'Test of a notification channel',
    reason: 'Somebody asked for a test; there is nothing to do',
    fingerprint: testId,
    subject: {},
    count: 1,
    ...{ firstSeenMs: nowMs, lastSeenMs: nowMs, createdAtMs: nowMs, updatedAtMs: nowMs },
    tags: [],
    mitre: [],
    riskScore: 0,
    sampleEventIds: [],
    version: 1,
  };
  const groupKey = `alertId=${testId}`;
  return {
    messageId: `msg_test_${testId}`,
    reason: 'test',
    // A pager is not to wake anybody for it: it sees an incident that ends before it began.
    state: 'resolved',
    createdAtMs: nowMs,
    alerts: [alert],
    counts: { firing: 0, acknowledged: 0, told: 1, overflow: 0 },
    groupKey,
    groupHash: groupHashOf(channelId, groupKey),
  };
}

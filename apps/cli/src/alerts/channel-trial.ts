import type { OrgId } from '@redoubt/contracts';
import { createQueue, type JobQueue } from '@redoubt/jobs';
import { readTest, requestTest, testChannelJob, type TestChannelJob, type TestState } from '@redoubt/notifications';
import { createJobsConnection } from '@redoubt/redis/jobs';
import type { Context } from '../command/context.ts';
import { NOT_TRIED } from './not-tried.ts';

const waitMs = 25_000;
/** Of --timeout, for what comes before and after. */
const reserveMs = 3_000;
const pollMs = 200;
/** The notifier looks for changed channels this often. */
const newChannelMs = 6_000;

/** Sends a trial message to a channel and waits for what becomes of it, at most 25 s. */
export async function runTrial(context: Context, orgId: OrgId, channelId: string): Promise<TestState> {
  const options = { ...context.settings.redis(), clientName: 'redoubt-cli' };
  const connection = createJobsConnection(options, { log: context.log });
  const queue = createQueue(testChannelJob, { connection, log: context.log });
  try {
    const deadlineMs = context.clock.monotonicMs() + Math.min(waitMs, context.timeoutMs - reserveMs);
    const first = await oneTrial(context, queue, { orgId, channelId, deadlineMs });
    if (first.kind !== 'done' || first.detail !== NOT_TRIED) return first;
    // A channel that has just been made is not known everywhere yet.
    await context.pause(newChannelMs);
    return await oneTrial(context, queue, { orgId, channelId, deadlineMs });
  } finally {
    await queue.close();
    await connection.close();
  }
}

async function oneTrial(
  context: Context,
  queue: JobQueue<TestChannelJob>,
  { orgId, channelId, deadlineMs }: { orgId: OrgId; channelId: string; deadlineMs: number },
): Promise<TestState> {
  const testId = await requestTest(queue, orgId, channelId);
  for (;;) {
    const state = await readTest(queue, testId);
    if (state.kind === 'done' || context.signal.aborted || context.clock.monotonicMs() > deadlineMs) return state;
    await context.pause(pollMs);
  }
}

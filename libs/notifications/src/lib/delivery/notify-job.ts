import type { OrgId } from '@redoubt/contracts';
import { defineJobType, jobId, type JobQueue } from '@redoubt/jobs';
import { z } from 'zod';
import type { GroupState } from '../grouping/group-state.ts';

const orgId = z.uuid().transform((text) => text as OrgId);

/** Tries to send one message before it is dead: about half an hour. */
export const MAX_TRIES = 12;

/** Wakes a notification group; all that is to be told is kept with the group. */
export const notifyJob = defineJobType({
  queue: 'notify',
  schema: z.strictObject({
    orgId,
    channelId: z.uuid(),
    groupHash: z.string().regex(/^[0-9a-f]{32}$/),
    timer: z.int().nonnegative(),
  }),
  // The group counts tries to send; these are for what fails before and after.
  attempts: MAX_TRIES * 3,
  backoff: { firstMs: 1_000, maxMs: 600_000 },
  timeoutMs: 45_000,
});
export type NotifyJob = z.infer<typeof notifyJob.schema>;

/** Sends a trial message to a channel; its result is what became of it. */
export const testChannelJob = defineJobType({
  queue: 'notify-test',
  schema: z.strictObject({ orgId, channelId: z.uuid(), testId: z.uuid() }),
  attempts: 3,
  backoff: { firstMs: 500, maxMs: 2_000 },
  timeoutMs: 45_000,
  keepCompleted: { count: 1_000, ageSeconds: 3_600 },
  keepDead: { count: 100, ageSeconds: 3_600 },
});
export type TestChannelJob = z.infer<typeof testChannelJob.schema>;

/** The job of a group's present timer. */
export function timerOf(
  org: OrgId,
  state: GroupState,
  nowMs: number,
): { data: NotifyJob; jobId: string; delayMs: number } {
  const { channelId, groupHash, timer, dueAtMs } = state;
  return {
    data: { orgId: org, channelId, groupHash, timer },
    jobId: jobId(groupHash, timer),
    delayMs: Math.max(0, dueAtMs - nowMs),
  };
}

/** Starts the timer of a group whose state says when it is due. Safe to repeat. */
export async function startTimer(
  queue: JobQueue<NotifyJob>,
  org: OrgId,
  state: GroupState,
  nowMs: number,
): Promise<void> {
  const { data, jobId: id, delayMs } = timerOf(org, state, nowMs);
  await queue.add(data, { jobId: id, delayMs });
}

import type { ChannelPolicy } from '../channel.ts';
import type { GroupState, Member } from './group-state.ts';
import { isEnded, pendingReason } from './pending.ts';

/** How long a group that has nothing to wait for is left before it is looked at again, ms. */
export const IDLE_LOOK_MS = 86_400_000;

/** What a group is waiting for. */
export type Due = { reason: 'pending' | 'repeat' | 'end' | 'idle'; atMs: number };

/**
 * When a group is to be looked at next, and what for:
 * - something to tell: the wait after the first news of it, and the interval after the last message;
 * - nothing new, but open and unacknowledged: the repeat interval after the last message;
 * - all ended: the interval after the last message, so that one that comes back at once does not speak at once.
 */
export function planDue(state: GroupState, policy: ChannelPolicy, nowMs: number): Due {
  const members = Object.values(state.members);
  const lastSentAtMs = state.lastSentAtMs ?? state.createdAtMs;
  const sinceMs = pendingSince(state, members, policy, nowMs);
  if (sinceMs !== undefined) {
    const afterWaitMs = sinceMs + policy.waitMs;
    const atMs =
      state.lastSentAtMs === undefined ? afterWaitMs : Math.max(afterWaitMs, state.lastSentAtMs + policy.intervalMs);
    return { reason: 'pending', atMs };
  }
  // Its alerts are followed by other groups now.
  if (state.groupBy !== policy.groupBy.join(',')) return { reason: 'end', atMs: nowMs };
  if (members.every(isEnded)) return { reason: 'end', atMs: lastSentAtMs + policy.intervalMs };
  if (policy.repeatMs > 0 && members.some(isRepeated)) {
    return { reason: 'repeat', atMs: lastSentAtMs + policy.repeatMs };
  }
  return { reason: 'idle', atMs: nowMs + IDLE_LOOK_MS };
}

/** Told, still firing and not acknowledged. */
export function isRepeated(member: Member): boolean {
  return member.status === 'firing' && member.told !== undefined && !member.isMuted;
}

function pendingSince(
  state: GroupState,
  members: readonly Member[],
  policy: ChannelPolicy,
  nowMs: number,
): number | undefined {
  const pending = members.filter((member) => pendingReason(member, policy) !== undefined);
  if (pending.length === 0 && state.overflowPending === 0) return undefined;
  return Math.min(nowMs, state.overflowSinceMs ?? nowMs, ...pending.map((member) => member.pendingSinceMs ?? nowMs));
}

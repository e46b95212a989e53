import { severityRank } from '@redoubt/contracts';
import type { ChannelPolicy } from '../channel.ts';
import type { Member } from './group-state.ts';

export type PendingReason = 'new' | 'raised' | 'reopened' | 'ended' | 'acknowledged';

export function isEnded(member: Pick<Member, 'status'>): boolean {
  return member.status === 'resolved' || member.status === 'closed';
}

/** Whether an alert has something to tell that the channel has not been told, and what. */
export function pendingReason(member: Member, policy: ChannelPolicy): PendingReason | undefined {
  const { told, status } = member;
  if (member.isMuted) return undefined;
  if (told === undefined) {
    // Who acknowledged or closed it knows of it. One that ended by itself before anybody was told is news.
    return status === 'acknowledged' || status === 'closed' ? undefined : 'new';
  }
  if (isEnded(member)) return policy.isResolvedTold && !isEnded(told) ? 'ended' : undefined;
  if (isEnded(told)) return 'reopened';
  if (severityRank(member.severity) > severityRank(told.severity)) return 'raised';
  const isNewlyAcknowledged = status === 'acknowledged' && told.status === 'firing';
  return isNewlyAcknowledged && policy.isAcknowledgedTold ? 'acknowledged' : undefined;
}

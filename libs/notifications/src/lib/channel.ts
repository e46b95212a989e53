import { severityRank, type Alert, type Severity } from '@redoubt/contracts';
import type { NotificationChannel } from '@redoubt/rulebook';

/** A place an organisation's alerts are told to, with its secrets in the clear: never stored, logged or sent on. */
export type Channel = NotificationChannel;
export type ChannelOf<T extends Channel['type']> = Extract<Channel, { type: T }>;

export const CHANNEL_TYPES = ['email', 'slack', 'webhook', 'pagerduty'] as const satisfies readonly Channel['type'][];

/** What of a channel decides when something is told; times in ms. */
export interface ChannelPolicy {
  /** Fields an alert shares with the others of its group; empty: one group for all. */
  groupBy: readonly ('ruleId' | 'subject' | 'alertId')[];
  waitMs: number;
  intervalMs: number;
  /** 0: never. */
  repeatMs: number;
  minSeverity: Severity;
  ruleIds?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
  isResolvedTold: boolean;
  isAcknowledgedTold: boolean;
}

export function policyOf(channel: Channel): ChannelPolicy {
  const { filter, group } = channel;
  return {
    groupBy: group.by.toSorted(),
    waitMs: group.waitSeconds * 1_000,
    intervalMs: group.intervalSeconds * 1_000,
    repeatMs: group.repeatSeconds * 1_000,
    minSeverity: filter.minSeverity,
    ruleIds: filter.ruleIds,
    tags: filter.tags,
    isResolvedTold: filter.isResolvedTold,
    // Only a pager has a state for it; people would be told what one of them has just done.
    isAcknowledgedTold: channel.type === 'pagerduty',
  };
}

/** Whether a channel wants to hear of an alert at all. */
export function isWanted(policy: ChannelPolicy, alert: Alert): boolean {
  return (
    severityRank(alert.severity) >= severityRank(policy.minSeverity) &&
    (policy.ruleIds === undefined || policy.ruleIds.includes(alert.ruleId)) &&
    (policy.tags === undefined || policy.tags.some((tag) => alert.tags.includes(tag)))
  );
}

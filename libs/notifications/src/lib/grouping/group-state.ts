import type { Alert, AlertStatus, Severity } from '@redoubt/contracts';
import type { MessageReason } from '../message.ts';

/** Alerts a group tracks; further ones are counted, and not told one by one. */
export const MAX_GROUP_ALERTS = 1_000;
/** Alerts of a group kept, and sent, in full. */
export const MAX_FULL_ALERTS = 100;

/** What matters about an alert for the question whether to tell it. */
export interface Standing {
  version: number;
  status: AlertStatus;
  severity: Severity;
}

export interface Member extends Standing {
  /** As it stood in the last message about it; absent until there was one. */
  told?: Standing;
  /** Suppressed or inhibited since: kept, and not told. */
  isMuted?: true;
  /** Epoch ms at which it first had something to tell that was not told yet. */
  pendingSinceMs?: number;
  /** Absent beyond MAX_FULL_ALERTS. */
  alert?: Alert;
}

/** A message that is being sent: it stays as it is, with its id, until it arrived or is given up. */
export interface InFlight {
  messageId: string;
  reason: MessageReason;
  startedAtMs: number;
  /** Tries begun, counted before each. */
  attempts: number;
  /** What it tells of each alert in it. */
  standings: Record<string, Standing>;
  /** Those of them that are kept in full; at least one alert of the group. */
  alerts: Alert[];
  counts: GroupCounts;
}

export interface GroupCounts {
  /** Open alerts of the group by status, and those beyond the bound. */
  firing: number;
  acknowledged: number;
  /** Alerts in the message. */
  told: number;
  /** Alerts that are only counted. */
  overflow: number;
}

/** All that is known of one group of one channel. Times are epoch ms of the notifier's clock. */
export interface GroupState {
  channelId: string;
  groupHash: string;
  /** `ruleId=…`, `subject=…`, `alertId=…` joined by `;`, or `all`. */
  groupKey: string;
  /** The channel's grouping, joined by commas, when it began; under another one it is only brought to its end. */
  groupBy: string;
  createdAtMs: number;
  /** Number of the timer that is to wake it; an older one is void. */
  timer: number;
  dueAtMs: number;
  lastSentAtMs?: number;
  members: Record<string, Member>;
  /** Alerts beyond MAX_GROUP_ALERTS that nobody has been told of, and that people have. */
  overflowPending: number;
  overflowTold: number;
  /** When the first of those nobody was told of came. */
  overflowSinceMs?: number;
  inFlight?: InFlight;
}

/** What a group is. */
export type GroupHead = Pick<GroupState, 'channelId' | 'groupHash' | 'groupKey' | 'groupBy'>;

/**
 * A group nothing is known of yet.
 *
 * @param nowMs also the number of its first timer, so that a group that comes again has other timers than before
 */
export function newGroup(head: GroupHead, nowMs: number): GroupState {
  const { channelId, groupHash, groupKey, groupBy } = head;
  const counters = { overflowPending: 0, overflowTold: 0 };
  return {
    channelId,
    groupHash,
    groupKey,
    groupBy,
    createdAtMs: nowMs,
    timer: nowMs,
    dueAtMs: 0,
    members: {},
    ...counters,
  };
}

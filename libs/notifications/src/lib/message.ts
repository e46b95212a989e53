import type { Alert, Severity } from '@redoubt/contracts';
import { severityRank } from '@redoubt/contracts';
import type { GroupCounts, GroupState, InFlight } from './grouping/group-state.ts';

/** Why a message is sent: first news, a change of what was told, still so after the repeat interval, or a trial. */
export type MessageReason = 'new' | 'changed' | 'repeat' | 'test';

/** What the alerts of a message have come to, taken together. */
export type MessageState = 'firing' | 'acknowledged' | 'resolved' | 'closed';

/** One message to one channel; what it looks like there is up to the templates. */
export interface Message {
  /** The same at every try. */
  messageId: string;
  reason: MessageReason;
  state: MessageState;
  /** When it was made, epoch ms. */
  createdAtMs: number;
  /** At least one; the gravest open one first. */
  alerts: readonly [Alert, ...Alert[]];
  counts: GroupCounts;
  groupKey: string;
  groupHash: string;
  /** Page of an alert, if the dashboard has an address. */
  linkOf?: (alertId: string) => string;
}

/** The message in flight of a group; undefined if no alert of it is kept in full. */
export function messageOf(state: GroupState, inFlight: InFlight, linkOf: Message['linkOf']): Message | undefined {
  const [first, ...rest] = inFlight.alerts.toSorted(graverFirst);
  if (first === undefined) return undefined;
  return {
    messageId: inFlight.messageId,
    reason: inFlight.reason,
    state: stateOf(inFlight, first),
    createdAtMs: inFlight.startedAtMs,
    alerts: [first, ...rest],
    counts: inFlight.counts,
    groupKey: state.groupKey,
    groupHash: state.groupHash,
    ...(linkOf ? { linkOf } : {}),
  };
}

function stateOf({ counts }: InFlight, first: Alert): MessageState {
  if (counts.firing > 0) return 'firing';
  if (counts.acknowledged > 0) return 'acknowledged';
  return first.status === 'closed' ? 'closed' : 'resolved';
}

function graverFirst(a: Alert, b: Alert): number {
  const openA = a.status === 'firing' ? 1 : 0;
  const openB = b.status === 'firing' ? 1 : 0;
  return openB - openA || severityRank(b.severity) - severityRank(a.severity) || a.createdAtMs - b.createdAtMs;
}

/** The gravest severity in a message. */
export function severityOf(message: Message): Severity {
  return message.alerts.reduce<Severity>(
    (worst, alert) => (severityRank(alert.severity) > severityRank(worst) ? alert.severity : worst),
    'informational',
  );
}

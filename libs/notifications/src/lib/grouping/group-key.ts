import type { Alert } from '@redoubt/contracts';
import { subjectHash } from '@redoubt/key-schema';
import type { ChannelPolicy } from '../channel.ts';

/** What an alert is grouped by: `ruleId=…`, `subject=sourceIp:…`, `alertId=…`, joined by `;`, or `all`. */
export function groupKeyOf({ groupBy }: ChannelPolicy, alert: Alert): string {
  if (groupBy.length === 0) return 'all';
  return groupBy.map((field) => `${field}=${field === 'subject' ? subjectText(alert) : alert[field]}`).join(';');
}

/** An alert about nothing in particular has only its rule in common with others. */
function subjectText({ subject, ruleId }: Alert): string {
  const { sourceIp, user, asset, group } = subject;
  const parts = Object.entries({ sourceIp, user, asset, group }).filter(([, value]) => value !== undefined);
  return parts.map(([name, value]) => `${name}:${value}`).join(',') || `rule:${ruleId}`;
}

/** Name of a group in keys and job ids; another one for each channel. */
export function groupHashOf(channelId: string, groupKey: string): string {
  return subjectHash(`${channelId}\n${groupKey}`);
}

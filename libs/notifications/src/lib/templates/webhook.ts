import type { Alert } from '@redoubt/contracts';
import type { Message } from '../message.ts';
import { isoTime } from './facts.ts';

export interface WebhookBody {
  /** `alert.firing`, `alert.acknowledged`, `alert.resolved`, `alert.closed`, or `notification.test`. */
  type: string;
  /** When the message was made, ISO 8601; the same at every try. */
  timestamp: string;
  /** The alert, or the gravest of the group. */
  data: Alert;
  /** Of a group: every alert of the message, up to a bound; the first is `data`. */
  alerts?: readonly Alert[];
  group?: { key: string; reason: string; firing: number; acknowledged: number; told: number; left: number };
}

/** Body of a webhook. */
export function renderWebhook(message: Message): WebhookBody {
  const [data] = message.alerts;
  const head = {
    type: message.reason === 'test' ? 'notification.test' : `alert.${message.state}`,
    timestamp: isoTime(message.createdAtMs),
    data,
  };
  const { firing, acknowledged, told } = message.counts;
  if (message.groupKey === `alertId=${data.alertId}`) return head;
  const left = Math.max(0, told - message.alerts.length);
  return {
    ...head,
    alerts: message.alerts,
    group: { key: message.groupKey, reason: message.reason, firing, acknowledged, told, left },
  };
}

import type { Counter, Histogram, Metrics } from '@redoubt/telemetry';
import { CHANNEL_TYPES } from '../channel.ts';

const NOTIFICATION_OUTCOMES = ['sent', 'retried', 'dead', 'dropped'] as const;

export interface NotificationMetrics {
  outcomes: Counter<'channel_type' | 'outcome'>;
  delay: Histogram;
  restored: Counter;
}

export function createNotificationMetrics(metrics: Metrics): NotificationMetrics {
  return {
    outcomes: metrics.counter({
      name: 'notifications_total',
      help: 'Tries to send a message by how they ended; dropped: its channel was removed or switched off.',
      labelNames: ['channel_type', 'outcome'],
      labelValues: { channel_type: [...CHANNEL_TYPES, 'gone'], outcome: NOTIFICATION_OUTCOMES },
    }),
    delay: metrics.histogram({
      name: 'notification_delay_seconds',
      help: 'From the time a message was due until it was sent.',
      buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800],
    }),
    restored: metrics.counter({
      name: 'notification_timers_restored_total',
      help: 'Notification groups found overdue whose timer was set again.',
    }),
  };
}

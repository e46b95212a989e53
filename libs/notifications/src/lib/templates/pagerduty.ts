import type { Severity } from '@redoubt/contracts';
import type { Message } from '../message.ts';
import { severityOf } from '../message.ts';
import { factsOf, headline, isoTime, restOf, SHOWN_ALERTS, subjectOf } from './facts.ts';
import { plain } from './plain.ts';

const SEVERITY: Readonly<Record<Severity, 'info' | 'warning' | 'error' | 'critical'>> = {
  informational: 'info',
  low: 'info',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
};

const ACTION = { firing: 'trigger', acknowledged: 'acknowledge', resolved: 'resolve', closed: 'resolve' } as const;

/**
 * An event of PagerDuty's Events API v2, without the routing key. A lone alert is known there by its id, a group by its
 * hash, so that later events find the incident they opened.
 */
export function renderPagerDuty(message: Message): Record<string, unknown> {
  const [first] = message.alerts;
  const isLone = message.groupKey === `alertId=${first.alertId}`;
  const head = {
    event_action: ACTION[message.state],
    dedup_key: isLone ? first.alertId : `redoubt-${message.groupHash}`,
  };
  if (message.state !== 'firing') return head;
  return {
    ...head,
    client: 'Redoubt',
    payload: {
      summary: plain(`${headline(message)}: ${first.reason}`, 1_024),
      source: plain(subjectOf(first) || first.orgId, 255),
      severity: SEVERITY[severityOf(message)],
      timestamp: isoTime(first.lastSeenMs),
      component: plain(first.ruleName, 255),
      group: plain(message.groupKey, 255),
      custom_details: {
        group: restOf(message),
        alerts: message.alerts.slice(0, SHOWN_ALERTS).map((alert) => Object.fromEntries(factsOf(alert))),
      },
    },
    ...(message.linkOf ? { links: [{ href: message.linkOf(first.alertId), text: 'Open in Redoubt' }] } : {}),
  };
}

import type { AlertStatus } from '@redoubt/contracts';
import { numberField, searchOf, textField, wordField, wordsField, type RawSearch } from '../../router/search-fields.ts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';

export const ALERT_STATUSES = ['firing', 'acknowledged', 'resolved', 'closed'] as const satisfies AlertStatus[];
export const ALERT_RANGES = ['1h', '24h', '7d', '30d', 'all'] as const;
export const ALERT_GROUPS = ['rule', 'source', 'asset', 'tactic'] as const;

/** What of alerts that a suppression or another alert hides; without it they are left out. */
export const HIDDEN = ['with', 'only'] as const;

/** The alerts' address: filters, and the alert whose details are open. */
export function alertsSearch(raw: RawSearch) {
  return searchOf({
    status: wordsField(raw.status, ALERT_STATUSES),
    severity: wordField(raw.severity, SEVERITIES_DOWN),
    rule: textField(raw.rule),
    source: textField(raw.source),
    subject: textField(raw.subject),
    assignee: textField(raw.assignee),
    text: textField(raw.text),
    range: wordField(raw.range, ALERT_RANGES),
    fromMs: numberField(raw.fromMs),
    toMs: numberField(raw.toMs),
    group: wordField(raw.group, ALERT_GROUPS),
    hidden: wordField(raw.hidden, HIDDEN),
    alert: textField(raw.alert),
  });
}

export type AlertsSearch = ReturnType<typeof alertsSearch>;

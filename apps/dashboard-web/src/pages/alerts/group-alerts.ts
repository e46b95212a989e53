import type { Alert, Severity } from '@redoubt/contracts';
import { SEVERITIES_DOWN } from '../../ui/severity-mark.tsx';
import type { ALERT_GROUPS, AlertsSearch } from './alerts-search.ts';

export type GroupBy = (typeof ALERT_GROUPS)[number];

/** Alerts with something in common. */
export interface AlertGroup {
  /** What they share; empty where they have none of it. */
  key: string;
  /** The same for people. */
  name: string;
  alertCount: number;
  eventCount: number;
  worst: Severity;
  newestMs: number;
  /** The list of just these; undefined where no filter tells them apart. */
  filter: Partial<AlertsSearch> | undefined;
}

const KEYS: Readonly<Record<GroupBy, (alert: Alert) => readonly (readonly [key: string, name: string])[]>> = {
  rule: ({ ruleId, ruleName }) => [[ruleId, ruleName]],
  source: ({ subject: { sourceIp = '' } }) => [[sourceIp, sourceIp]],
  asset: ({ subject: { asset = '' } }) => [[asset, asset]],
  tactic: ({ mitre }) => {
    const tactics = new Set(mitre.map(({ tactic = '' }) => tactic));
    return tactics.size === 0 ? [['', '']] : [...tactics].map((tactic) => [tactic, wordsOf(tactic)]);
  },
};

/** Groups with the worst and largest first; an alert of two tactics is in both. */
export function groupAlerts(alerts: readonly Alert[], by: GroupBy): AlertGroup[] {
  const groups = new Map<string, AlertGroup>();
  for (const alert of alerts) {
    for (const [key, name] of KEYS[by](alert)) {
      const group = groups.get(key) ?? emptyGroup(by, key, name, alert);
      groups.set(key, {
        ...group,
        alertCount: group.alertCount + 1,
        eventCount: group.eventCount + alert.count,
        worst: rankOf(alert.severity) < rankOf(group.worst) ? alert.severity : group.worst,
        newestMs: Math.max(group.newestMs, alert.lastSeenMs),
      });
    }
  }
  return [...groups.values()].sort(
    (a, b) => rankOf(a.worst) - rankOf(b.worst) || b.alertCount - a.alertCount || b.newestMs - a.newestMs,
  );
}

function emptyGroup(by: GroupBy, key: string, name: string, { severity, lastSeenMs }: Alert): AlertGroup {
  return { key, name, alertCount: 0, eventCount: 0, worst: severity, newestMs: lastSeenMs, filter: filterOf(by, key) };
}

function filterOf(by: GroupBy, key: string): Partial<AlertsSearch> | undefined {
  if (key === '') return undefined;
  if (by === 'rule') return { rule: key };
  if (by === 'source') return { source: key };
  return by === 'asset' ? { subject: key } : undefined;
}

function rankOf(severity: Severity): number {
  return SEVERITIES_DOWN.indexOf(severity);
}

/** `credential-access` as people write it. */
export function wordsOf(tactic: string): string {
  const text = tactic.replaceAll(/[-_]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { SEVERITIES, type Alert, type Severity, type Suppression } from '@redoubt/contracts';
import { matcherOf } from './suppressor.ts';

/** Most alert ids and rules that a preview lists. */
export const MAX_PREVIEW = 100;

/** Only so many of the newest alerts are worth looking at. */
export const MAX_PREVIEWED_ALERTS = 20_000;

/** What a suppression would have hidden. */
export interface SuppressionPreview {
  /** Alerts looked at, hidden ones among them, and the events these counted. */
  alertCount: number;
  hiddenCount: number;
  hiddenEvents: number;
  bySeverity: Record<Severity, number>;
  /** Rules with most hidden alerts first. */
  rules: { ruleId: string; ruleName: string; hiddenCount: number }[];
  /** In the order given, at most MAX_PREVIEW. */
  alertIds: string[];
}

/** Looks at past alerts as if the suppression had been in force; its dates are not asked. */
export function previewSuppression(alerts: Iterable<Alert>, suppression: Suppression): SuppressionPreview {
  const isHidden = matcherOf(suppression);
  const rules = new Map<string, SuppressionPreview['rules'][number]>();
  const preview: SuppressionPreview = {
    alertCount: 0,
    hiddenCount: 0,
    hiddenEvents: 0,
    bySeverity: Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>,
    rules: [],
    alertIds: [],
  };
  for (const alert of alerts) {
    preview.alertCount++;
    if (!isHidden(alert)) continue;
    preview.hiddenCount++;
    preview.hiddenEvents += alert.count;
    preview.bySeverity[alert.severity]++;
    if (preview.alertIds.length < MAX_PREVIEW) preview.alertIds.push(alert.alertId);
    const rule = rules.get(alert.ruleId) ?? { ruleId: alert.ruleId, ruleName: alert.ruleName, hiddenCount: 0 };
    rule.hiddenCount++;
    rules.set(alert.ruleId, rule);
  }
  preview.rules = [...rules.values()].sort((a, b) => b.hiddenCount - a.hiddenCount || (a.ruleId < b.ruleId ? -1 : 1));
  preview.rules.length = Math.min(preview.rules.length, MAX_PREVIEW);
  return preview;
}

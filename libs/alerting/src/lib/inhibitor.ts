import { severityRank, type Alert, type AlertSubject } from '@redoubt/contracts';
import { isHidden, type AlertShelf } from './alert-shelf.ts';
import type { Inhibition } from './model/alert-settings.ts';
import type { StoredAlert } from './model/stored.ts';

const FIELDS = ['sourceIp', 'user', 'asset', 'group'] as const;

/** What is asked about: an alert that stands, or one about to open. */
export type InhibitionTarget = Pick<Alert, 'alertId' | 'ruleId' | 'severity' | 'subject'>;

/**
 * The open alert that keeps the target quiet: one of a rule that the target's rule names, on the same subject (a field
 * in common, none that differs), or by an inhibition of the organisation, one more severe with the same field value.
 * An alert that is hidden itself hides nobody. Of several the one opened first.
 */
export function inhibitorOf(
  shelf: AlertShelf,
  target: InhibitionTarget,
  inhibitedBy: readonly string[],
  inhibitions: readonly Inhibition[],
): string | undefined {
  let first: StoredAlert | undefined;
  const consider = (candidates: Iterable<StoredAlert>, isSource: (alert: Alert) => boolean): void => {
    for (const held of candidates) {
      // They come in the order of their opening: thousands on one asset cost no more than the first of them.
      if (first && first.state.seq <= held.state.seq) return;
      if (held.alert.alertId === target.alertId || isHidden(held.alert) || !isSource(held.alert)) continue;
      first = held;
      return;
    }
  };
  for (const ruleId of inhibitedBy)
    for (const field of FIELDS) {
      const value = target.subject[field];
      if (value !== undefined)
        consider(shelf.openOfRule(ruleId, field, value), ({ subject }) => isSame(subject, target.subject));
    }
  for (const { sourceRuleIds, targetRuleIds, equal } of inhibitions) {
    const value = target.subject[equal];
    if (value === undefined || (targetRuleIds && !targetRuleIds.includes(target.ruleId))) continue;
    for (const ruleId of sourceRuleIds)
      consider(
        shelf.openOfRule(ruleId, equal, value),
        ({ severity }) => severityRank(severity) > severityRank(target.severity),
      );
  }
  return first?.alert.alertId;
}

function isSame(left: AlertSubject, right: AlertSubject): boolean {
  return FIELDS.every(
    (field) => left[field] === undefined || right[field] === undefined || left[field] === right[field],
  );
}

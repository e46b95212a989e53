import type { Alert } from '@redoubt/contracts';

/** The alert of one run beside the alert of another that is about the same. */
export interface AlertPair {
  before: Alert;
  after: Alert;
}

export interface AlertComparison {
  /** In both, with the same count and severity. */
  same: AlertPair[];
  /** In both, with another count or severity. */
  changed: AlertPair[];
  missing: Alert[];
  added: Alert[];
}

/**
 * Sets two lists of alerts side by side. Two are about the same when their fingerprints are equal and their times
 * overlap; of several the one that begins nearest is taken.
 */
export function compareAlerts(before: readonly Alert[], after: readonly Alert[]): AlertComparison {
  const result: AlertComparison = { same: [], changed: [], missing: [], added: [] };
  const open = new Map<string, Alert[]>();
  for (const alert of after) {
    const list = open.get(alert.fingerprint);
    if (list) list.push(alert);
    else open.set(alert.fingerprint, [alert]);
  }
  for (const alert of before) {
    const found = takeNearest(open.get(alert.fingerprint) ?? [], alert);
    if (found === undefined) result.missing.push(alert);
    else {
      const isSame = found.count === alert.count && found.severity === alert.severity;
      (isSame ? result.same : result.changed).push({ before: alert, after: found });
    }
  }
  result.added = [...open.values()].flat().sort((a, b) => a.firstSeenMs - b.firstSeenMs);
  return result;
}

function takeNearest(candidates: Alert[], alert: Alert): Alert | undefined {
  let best = -1;
  let bestDistance = Infinity;
  candidates.forEach((one, index) => {
    const isOverlapping = one.firstSeenMs <= alert.lastSeenMs && one.lastSeenMs >= alert.firstSeenMs;
    const distance = Math.abs(one.firstSeenMs - alert.firstSeenMs);
    if (!isOverlapping || distance >= bestDistance) return;
    best = index;
    bestDistance = distance;
  });
  return best < 0 ? undefined : candidates.splice(best, 1)[0];
}

import { ALERT_STATUSES, SEVERITIES } from '@redoubt/contracts';
import type { AlertCounts } from '@redoubt/storage';
import { formatCount } from '../output/number.ts';
import type { Style } from '../output/style.ts';

/** `3 firing (1 critical, 2 high), 0 acknowledged, 12 resolved, 4 closed`. */
export function countLine(counts: AlertCounts, style: Style): string {
  return ALERT_STATUSES.map((status) => {
    const bySeverity = SEVERITIES.toReversed().flatMap((severity) => {
      const count = counts[status][severity];
      return count === 0 ? [] : [`${formatCount(count)} ${style.severity(severity)}`];
    });
    const total = Object.values(counts[status]).reduce((sum, count) => sum + count, 0);
    const isOpen = status === 'firing' || status === 'acknowledged';
    const parts = isOpen && bySeverity.length > 0 ? ` (${bySeverity.join(', ')})` : '';
    return `${formatCount(total)} ${status}${parts}`;
  }).join(', ');
}

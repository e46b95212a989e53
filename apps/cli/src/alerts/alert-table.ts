import type { Alert } from '@redoubt/contracts';
import { formatDuration } from '../output/duration.ts';
import { formatCount } from '../output/number.ts';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { statusText, subjectText } from './alert-words.ts';
import { shortId } from './case-id.ts';

/** What the table needs of an alert. */
export type ListedAlert = Pick<
  Alert,
  'alertId' | 'createdAtMs' | 'severity' | 'status' | 'count' | 'subject' | 'title' | 'assignee'
> &
  Pick<Alert, 'suppressedBy' | 'inhibitedBy'>;

/** Alerts under each other, in the order given. */
export function renderAlerts(alerts: readonly ListedAlert[], view: View): string {
  const isAssigned = alerts.some((alert) => alert.assignee !== undefined);
  return renderTable(
    [
      { name: 'id' },
      { name: 'age', align: 'right' },
      { name: 'severity' },
      { name: 'status' },
      { name: 'events', align: 'right' },
      ...(isAssigned ? [{ name: 'assignee' }] : []),
      { name: 'subject' },
      { name: 'title', isFlexible: true },
    ],
    alerts.map((alert) => [
      shortId(alert.alertId),
      formatDuration(view.nowMs - alert.createdAtMs),
      view.style.severity(alert.severity),
      statusText(alert.status, view.style) + hiddenText(alert, view),
      formatCount(alert.count),
      ...(isAssigned ? [printable(alert.assignee ?? '-')] : []),
      subjectText(alert.subject),
      printable(alert.title),
    ]),
    view,
  );
}

function hiddenText({ suppressedBy, inhibitedBy }: ListedAlert, { style }: View): string {
  if (suppressedBy !== undefined) return style.dim(' (suppressed)');
  return inhibitedBy === undefined ? '' : style.dim(' (inhibited)');
}

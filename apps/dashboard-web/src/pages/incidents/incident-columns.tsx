import type { Incident } from '@redoubt/contracts';
import { formatCount } from '../../format/format-number.ts';
import { incidentsText } from '../../messages/incidents.ts';
import { PersonName } from '../../people/person-name.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { Column } from '../../ui/table/column.ts';

export const INCIDENT_COLUMNS: readonly Column<Incident>[] = [
  {
    id: 'severity',
    title: '',
    label: incidentsText.severity,
    width: '28px',
    cell: ({ severity }) => <SeverityMark severity={severity} />,
  },
  {
    id: 'title',
    title: incidentsText.title,
    width: 'minmax(220px,4fr)',
    cell: ({ title }) => <span className="truncate font-medium">{title}</span>,
  },
  {
    id: 'alerts',
    title: incidentsText.alerts,
    width: '72px',
    align: 'end',
    cell: ({ alertCount }) => <span className="tabular">{formatCount(alertCount)}</span>,
  },
  {
    id: 'risk',
    title: incidentsText.risk,
    width: '64px',
    align: 'end',
    minTableWidth: 720,
    cell: ({ riskScore }) => <span className="tabular">{Math.round(riskScore)}</span>,
  },
  {
    id: 'lastSeen',
    title: incidentsText.lastSeen,
    width: '84px',
    align: 'end',
    cell: ({ lastSeenMs }) => <RelativeTime atMs={lastSeenMs} />,
  },
  {
    id: 'assignee',
    title: <span className="pl-4">{incidentsText.assignee}</span>,
    label: incidentsText.assignee,
    width: 'minmax(120px,1fr)',
    minTableWidth: 860,
    cell: ({ assignee }) => (
      <span className="flex min-w-0 pl-4">
        {assignee === undefined ? <span className="text-faint">–</span> : <PersonName who={assignee} />}
      </span>
    ),
  },
  {
    id: 'status',
    title: incidentsText.status,
    width: '128px',
    minTableWidth: 640,
    cell: ({ status }) => <StatusMark status={status} />,
  },
];

/** An incident on two lines, where there is no room for columns. */
export function NarrowIncident({ incident }: { incident: Incident }) {
  const { severity, title, status, alertCount, lastSeenMs } = incident;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-center gap-2">
        <SeverityMark severity={severity} />
        <span className="truncate font-medium">{title}</span>
      </span>
      <span className="flex min-w-0 items-center gap-2 pl-[22px] text-xs text-muted">
        <StatusMark status={status} />
        <span className="tabular">{incidentsText.alertsOf(alertCount)}</span>
        <span className="ml-auto">
          <RelativeTime atMs={lastSeenMs} />
        </span>
      </span>
    </div>
  );
}
